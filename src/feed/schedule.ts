/** When to look for a new list. Pure: the alarm that calls it is wired elsewhere. */

const MINUTE_MS = 60_000;
const DEFAULT_INTERVAL_MINUTES = 15;
/** The shortest interval that a policy may set; browsers allow alarms no closer. */
const SHORTEST_MINUTES = 1;
/** A share of the interval, so that browsers that started together do not ask together. */
const JITTER = 0.2;

/**
 * The next time to refresh after `last`, between 80 % and 100 % of the interval, so that a list is never older than one
 * interval for the jitter's sake.
 *
 * @param random between 0 and 1, as Math.random gives it.
 */
export function nextRefresh(last: Date, random: number, intervalMinutes = DEFAULT_INTERVAL_MINUTES): Date {
  const interval = Math.max(SHORTEST_MINUTES, intervalMinutes) * MINUTE_MS;
  return new Date(last.getTime() + Math.max(SHORTEST_MINUTES * MINUTE_MS, interval * (1 - JITTER * random)));
}

/**
 * Whether a refresh is overdue by the wall clock, as after sleep or at start-up. A last check in the future means that
 * the clock was set back: then it is.
 */
export function isOverdue(
  lastCheck: string | undefined,
  now: Date,
  intervalMinutes = DEFAULT_INTERVAL_MINUTES,
): boolean {
  if (lastCheck === undefined) return true;
  const age = now.getTime() - Date.parse(lastCheck);
  return !(age >= 0 && age < Math.max(SHORTEST_MINUTES, intervalMinutes) * MINUTE_MS);
}
