/** Alarms outlive the worker; timers do not. They are coarse (30 s at best) and late after sleep. */
import { browser, isFirefox } from '../platform/browser.ts';

export const REFRESH = 'refresh';
export const DELIVER = 'deliver';

/** Earliest delay that every browser keeps, in milliseconds. */
const SOONEST_MS = 30_000;

/**
 * Firefox forgets alarms when it ends. Chromium keeps them, and fires one that fell due meanwhile some seconds after its start,
 * when that no longer slows the start down.
 */
export const forgetsAlarms = isFirefox;

/** Wakes the worker at that instant (ms since the epoch), or sooner if an earlier alarm of that name stands. */
export async function wakeAt(name: string, at: number, now: Date): Promise<void> {
  const standing = await browser.alarms.get(name);
  const when = Math.max(at, now.getTime() + SOONEST_MS);
  if (standing && standing.scheduledTime > now.getTime() && standing.scheduledTime <= when) return;
  browser.alarms.create(name, { when });
}

/** Sees that the worker wakes by then. An alarm that stands later was set before the clock was set back: it comes soon. */
export async function wakeBy(name: string, latest: number, now: Date): Promise<void> {
  const standing = await browser.alarms.get(name);
  if (!standing) browser.alarms.create(name, { when: latest });
  else if (standing.scheduledTime > latest) browser.alarms.create(name, { when: now.getTime() + SOONEST_MS });
}
