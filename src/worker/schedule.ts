/** Alarms outlive the worker; timers do not. They are coarse (30 s at best) and late after sleep. */
import { browser } from '../platform/browser.ts';

export const REFRESH = 'refresh';
export const DELIVER = 'deliver';

/** Earliest delay that every browser keeps, in milliseconds. */
const SOONEST_MS = 30_000;

/** Wakes the worker at that instant (ms since the epoch), or sooner if an earlier alarm of that name stands. */
export async function wakeAt(name: string, at: number, now: Date): Promise<void> {
  const standing = await browser.alarms.get(name);
  const when = Math.max(at, now.getTime() + SOONEST_MS);
  if (standing && standing.scheduledTime > now.getTime() && standing.scheduledTime <= when) return;
  browser.alarms.create(name, { when });
}
