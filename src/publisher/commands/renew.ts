import { readKey } from '../../signing/keys.ts';
import { renew as renewFeed } from '../../signing/renew.ts';
import { command, out, preset } from '../command.ts';

export default command({
  flags: { out, key: preset('<file>', 'the online key', '.gamekeeper/keys/online.key') },
  async run({ out, key }) {
    const renewal = await renewFeed(out, await readKey(key), new Date());
    return { json: renewal, text: `Browsers will take the list for fresh until ${renewal.expires}.` };
  },
});
