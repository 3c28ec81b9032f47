import { initPublisher } from '../init.ts';
import type { Register } from './index.ts';
import { passphraseFrom, withFolder, withJson } from './options.ts';

export const init: Register = (program) => {
  withJson(withFolder(program.command('init')))
    .description('Make the keys, the root of trust and the desk’s age identity, where absent.')
    .action(async (options: { dir: string; passphraseFile?: string; json?: boolean }) => {
      const passphrase = await passphraseFrom(options);
      const { root, ...made } = await initPublisher({ dir: options.dir, now: new Date(), passphrase });
      if (options.json) return console.log(JSON.stringify({ ...made, encrypted: passphrase !== undefined }));
      if (!made.created)
        return console.log(`${options.dir} already holds root version ${made.rootVersion}; nothing was changed.`);
      console.log(
        [
          `Made root version ${made.rootVersion} and its keys in ${options.dir}/keys.`,
          passphrase
            ? 'Root key, targets key and desk identity are encrypted with your passphrase.'
            : 'The keys are not encrypted. Before you publish to anyone, make them again with GAMEKEEPER_PASSPHRASE set.',
          `Online key for the hub: ${made.onlineKey}`,
          `Identity that opens reports: ${made.deskIdentity}`,
          `Reports will be sealed to: ${made.recipients.join(', ')}`,
          'Back up the folder, and keep the root key off this machine.',
        ].join('\n'),
      );
    });
};
