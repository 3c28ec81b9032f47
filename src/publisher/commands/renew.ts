import { readKey } from '../../signing/keys.ts';
import { renew as renewFeed } from '../../signing/renew.ts';
import { command, out, passphraseFile, preset } from '../command.ts';
import { passphraseFrom } from '../input.ts';

export default command({
  flags: { out, key: preset('<file>', 'the online key', '.gamekeeper/keys/online.key'), passphraseFile },
  async run({ out, key, passphraseFile }) {
    const online = await readKey(key, await passphraseFrom(passphraseFile));
    const renewal = await renewFeed(out, online, new Date());
    return { json: renewal, text: `Browsers will take the list for fresh until ${renewal.expires}.` };
  },
});
