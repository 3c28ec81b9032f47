import { command, dir, passphraseFile } from '../command.ts';
import { initPublisher } from '../init.ts';
import { passphraseFrom } from '../input.ts';

export default command({
  flags: { dir, passphraseFile },
  async run({ dir, passphraseFile }) {
    const passphrase = await passphraseFrom(passphraseFile);
    const { root, ...made } = await initPublisher({ dir, now: new Date(), passphrase });
    const text = [
      `Made root version ${made.rootVersion} and its keys in ${dir}/keys.`,
      passphrase
        ? 'Root key, targets key and desk identity are encrypted with your passphrase.'
        : 'The keys are not encrypted. Before you publish to anyone, make them again with GAMEKEEPER_PASSPHRASE set.',
      `Online key for the hub: ${made.onlineKey}`,
      `Identity that opens reports: ${made.deskIdentity}`,
      `Reports will be sealed to: ${made.recipients.join(', ')}`,
      'Back up the folder, and keep the root key off this machine.',
    ];
    return {
      json: { ...made, encrypted: passphrase !== undefined },
      text: made.created ? text : `${dir} already holds root version ${made.rootVersion}; nothing was changed.`,
    };
  },
});
