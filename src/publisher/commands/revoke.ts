import { readPublicKey } from '../../signing/keys.ts';
import { command, dir, optional, out, proposal } from '../command.ts';
import { revoke } from '../rotate.ts';
import { keyId, next } from './rotate.ts';

export default command({
  args: ['the lost or stolen key: its id or public key (*.pub.json)'],
  flags: { dir, out, proposal, replace: optional('<file>', 'public key (*.pub.json) that takes its place') },
  async run({ replace, ...options }, key: string) {
    const replacement = replace === undefined ? undefined : await readPublicKey(replace);
    return next(await revoke(await keyId(key), replacement, { ...options, now: new Date() }), options.proposal);
  },
});
