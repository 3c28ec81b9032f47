import { GamekeeperError } from '../../errors.ts';
import { command, dir, passphraseFile } from '../command.ts';
import { PublisherFolder } from '../folder.ts';
import { passphraseFrom } from '../input.ts';

export default command({
  args: ['name of the key, such as your own'],
  flags: { dir, passphraseFile },
  async run({ dir, passphraseFile }, name: string) {
    if (!/^[\w@-][\w.@-]{0,63}$/.test(name))
      throw new GamekeeperError('ERR_KEY_NAME', `"${name}": expected up to 64 letters, digits, or . _ - @`);
    const folder = new PublisherFolder(dir);
    const passphrase = await passphraseFrom(passphraseFile);
    const { keyID } = (await folder.createKey(name, { passphrase })).public;
    const file = folder.file(`keys/${name}.pub.json`);
    return {
      json: { keyId: keyID, publicKey: file, encrypted: passphrase !== undefined },
      text: [
        `Key ${keyID}`,
        `Give ${file} to your colleagues; compare the key's first eight characters by telephone.`,
        ...(passphrase ? [] : ['It is not encrypted: right for the online key of a hub, and for no other.']),
      ],
    };
  },
});
