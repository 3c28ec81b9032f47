import { errorCode, GamekeeperError } from '../errors.ts';

/**
 * What the first mirror gives that gives anything. If none does, what was refused is told before what was out of reach; where
 * this device has no room, no other mirror helps.
 *
 * @throws GamekeeperError ERR_FEED_UNSET when there are none
 */
export async function fromFirst<T>(mirrors: readonly string[], ask: (base: string) => Promise<T>): Promise<T> {
  let worst: unknown;
  for (const base of mirrors) {
    try {
      return await ask(base);
    } catch (error) {
      if (errorCode(error).startsWith('ERR_FEED_STORAGE')) throw error;
      if (!worst || errorCode(worst) === 'ERR_FEED_UNREACHABLE') worst = error;
    }
  }
  throw (
    worst ??
    new GamekeeperError('ERR_FEED_UNSET', 'No address of a feed is set. Ask your IT team to set one by policy.')
  );
}
