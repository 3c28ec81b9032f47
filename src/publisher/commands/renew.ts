import { readKey } from '../../signing/keys.ts';
import { renew as renewFeed } from '../../signing/renew.ts';
import type { Register } from './index.ts';
import { withJson, withOut } from './options.ts';

export const renew: Register = (program) => {
  withJson(withOut(program.command('renew')))
    .description('Sign the timestamp anew with the online key alone, for feeds that no hub renews.')
    .option('--key <file>', 'the online key', '.gamekeeper/keys/online.key')
    .action(async ({ out, key, json }: { out: string; key: string; json?: boolean }) => {
      const renewal = await renewFeed(out, await readKey(key), new Date());
      console.log(json ? JSON.stringify(renewal) : `Browsers will take the list for fresh until ${renewal.expires}.`);
    });
};
