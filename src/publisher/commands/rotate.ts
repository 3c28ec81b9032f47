import { readPublicKey } from '../../signing/keys.ts';
import { command, dir, optionalNumber, out, proposal, type Said, several } from '../command.ts';
import type { Review } from '../review.ts';
import { ROLES, type RoleName, rotate as rotateRole } from '../rotate.ts';
import { formatReview } from './print-review.ts';

export default command({
  args: [['whose keys', Object.keys(ROLES)]],
  flags: {
    dir,
    out,
    proposal,
    add: several('<files...>', 'public keys (*.pub.json) to trust'),
    remove: several('<keys...>', 'keys to trust no longer: their ids or public keys (*.pub.json)'),
    threshold: optionalNumber('<number>', 'how many keys must sign'),
  },
  async run({ add, remove, threshold, ...options }, role: string) {
    const keys = await Promise.all(add.map(readPublicKey));
    const change = { role: role as RoleName, add: keys, remove: await Promise.all(remove.map(keyId)), threshold };
    return next(await rotateRole([change], { ...options, now: new Date() }), options.proposal);
  },
});

/** People have the file of a key at hand rather than its id. */
export async function keyId(key: string): Promise<string> {
  return key.endsWith('.json') ? (await readPublicKey(key)).keyID : key;
}

export function next(review: Review, proposal: string): Said {
  return {
    json: review,
    text: [...formatReview(review), '', `Collect the signatures: gamekeeper sign ${proposal}`],
  };
}
