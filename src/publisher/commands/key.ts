import { PublisherFolder } from '../folder.ts';
import type { Register } from './index.ts';
import { passphraseFrom, withFolder, withJson } from './options.ts';

export const key: Register = (program) => {
  withJson(withFolder(program.command('key')))
    .argument('<name>', 'name of the key, such as your own')
    .description('Make a key of your own. Its public half goes to whoever rotates or delegates.')
    .action(async (name: string, options: { dir: string; passphraseFile?: string; json?: boolean }) => {
      const folder = new PublisherFolder(options.dir);
      const passphrase = await passphraseFrom(options);
      const { keyID } = (await folder.createKey(name, { passphrase })).public;
      const file = folder.file(`keys/${name}.pub.json`);
      if (options.json)
        return console.log(JSON.stringify({ keyId: keyID, publicKey: file, encrypted: passphrase !== undefined }));
      console.log(
        `Key ${keyID}\nGive ${file} to your colleagues; compare the key's first eight characters by telephone.`,
      );
    });
};
