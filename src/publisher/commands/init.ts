import { command, dir, passphraseFile } from '../command.ts';
import { initPublisher } from '../init.ts';
import { passphraseFrom } from '../input.ts';

export default command({
  flags: { dir, passphraseFile },
  async run({ dir, passphraseFile }) {
    const passphrase = await passphraseFrom(passphraseFile);
    const { root, ...made } = await initPublisher({ dir, now: new Date(), passphrase });
    if (!made.created) {
      const open = [
        'Its keys are not encrypted, as "npm start" makes them: good for trials alone.',
        'To publish to anyone, move the folder away and run this again with GAMEKEEPER_PASSPHRASE set.',
      ];
      const same = `${dir} already holds root version ${made.rootVersion}; nothing was changed.`;
      return { json: made, text: [same, ...(made.encrypted ? [] : open)] };
    }
    const text = [
      `Made root version ${made.rootVersion} and its keys in ${dir}/keys.`,
      made.encrypted
        ? 'Root key, targets key and desk identity are encrypted with your passphrase.'
        : 'The keys are not encrypted: good for trials alone. To publish to anyone, make others with GAMEKEEPER_PASSPHRASE set.',
      `Root of trust: ${made.rootName}`,
      `Online key for the hub: ${made.onlineKey}`,
      `Identity that opens reports: ${made.deskIdentity}`,
      `Reports will be sealed to: ${made.recipients.join(', ')}`,
      'Back up the folder, and keep the root key off this machine.',
    ];
    return { json: made, text };
  },
});
