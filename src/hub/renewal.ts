import { errorCode } from '../errors.ts';
import { readKey } from '../signing/keys.ts';
import { renew } from '../signing/renew.ts';
import type { Log } from './log.ts';

const HOUR_MS = 3_600_000;

interface RenewalOptions {
  feedDir: string;
  /** File of the online key: it signs snapshot and timestamp and nothing else. */
  onlineKey: string;
  passphrase: string | undefined;
  log: Log;
}

/**
 * Signs the feed's timestamp anew, now and every hour: browsers call a list stale when nobody vouches for it any more.
 * A failure is logged and tried again an hour later; the feed outlives two days of them. Where several hubs share one
 * feed folder, give the key to one.
 * @returns ends it
 */
export async function keepFeedFresh({ feedDir, onlineKey, passphrase, log }: RenewalOptions): Promise<() => void> {
  const key = await readKey(onlineKey, passphrase);
  async function once() {
    try {
      const { timestamp, expires } = await renew(feedDir, key, new Date());
      log({ level: 'info', event: 'feed renewed', timestamp, expires });
    } catch (error) {
      log({ level: 'warn', event: 'feed not renewed', code: errorCode(error) });
    }
  }
  await once();
  const timer = setInterval(once, HOUR_MS);
  return () => clearInterval(timer);
}
