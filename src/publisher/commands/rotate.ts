import { Option } from 'commander';
import { readPublicKey } from '../../signing/keys.ts';
import type { Review } from '../review.ts';
import { ROLES, type RoleName, revoke as revokeKey, rotate as rotateRole } from '../rotate.ts';
import { wholeNumber } from './hub.ts';
import type { Register } from './index.ts';
import { withFolder, withJson, withOut, withProposal } from './options.ts';
import { formatReview } from './print-review.ts';

interface Options {
  dir: string;
  out: string;
  proposal: string;
  json?: boolean;
}

export const rotate: Register = (program) => {
  withJson(withProposal(withOut(withFolder(program.command('rotate')))))
    .argument('<role>', `one of ${Object.keys(ROLES).join(', ')}`)
    .description(
      'Propose other keys or another threshold for a role; without options, only a later expiry of the root.',
    )
    .option('--add <files...>', 'public keys (*.pub.json) to trust')
    .option('--remove <keys...>', 'keys to trust no longer: their ids or public keys (*.pub.json)')
    .addOption(new Option('--threshold <number>', 'how many keys must sign').argParser(wholeNumber))
    .action(
      async (
        role: string,
        {
          add = [],
          remove = [],
          threshold,
          json,
          ...options
        }: Options & { add?: string[]; remove?: string[]; threshold?: number },
      ) => {
        if (!Object.hasOwn(ROLES, role))
          program.error(`error: unknown role ${role}, expected one of ${Object.keys(ROLES).join(', ')}`);
        const keys = await Promise.all(add.map(readPublicKey));
        const change = { role: role as RoleName, add: keys, remove: await Promise.all(remove.map(keyId)), threshold };
        print(await rotateRole([change], { ...options, now: new Date() }), options.proposal, json);
      },
    );
};

export const revoke: Register = (program) => {
  withJson(withProposal(withOut(withFolder(program.command('revoke')))))
    .argument('<key>', 'the lost or stolen key: its id or public key (*.pub.json)')
    .description('Propose a root that trusts a key no longer, in any role.')
    .option('--replace <file>', 'public key (*.pub.json) that takes its place')
    .action(async (key: string, { replace, json, ...options }: Options & { replace?: string }) => {
      const replacement = replace === undefined ? undefined : await readPublicKey(replace);
      print(await revokeKey(await keyId(key), replacement, { ...options, now: new Date() }), options.proposal, json);
    });
};

/** People have the file of a key at hand rather than its id. */
async function keyId(key: string): Promise<string> {
  return key.endsWith('.json') ? (await readPublicKey(key)).keyID : key;
}

function print(review: Review, proposal: string, json: boolean | undefined): void {
  const text = [
    formatReview(review),
    '',
    'Browsers follow the new root at their next check, within 15 minutes of publishing, and keep the list they have.',
    `Collect the signatures: gamekeeper sign ${proposal}`,
  ];
  console.log(json ? JSON.stringify(review) : text.join('\n'));
}
