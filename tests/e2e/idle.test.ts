/** An hour in which nobody does anything, lived by a real browser whose clock runs sixty times as fast. */
import { mkdtemp, rm } from 'node:fs/promises';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { canFakeTime, fakedTime } from './faketime.ts';
import { BROWSERS_OWN } from './network.ts';
import { askWorker, listInForce, waitFor } from './user.ts';
import { openWorld, type World } from './world.ts';

const SPEED = 60;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** A refresh comes 12 to 15 minutes after the one before it (`src/feed/schedule.ts`). */
const CLOSEST_MS = 12 * MINUTE_MS;

// Who has a sixtieth of the time must not wait for others. Only root may say so.
if (process.getuid?.() === 0) setPriority(-20);

const inBrowsers = describe.skipIf(!canFakeTime).concurrent.each(['chromium', 'firefox'] as const);

inBrowsers('given an idle %s, in an hour', (browser) => {
  const restarts = inject('restarts')[browser];
  let folder: string;
  let world: World;
  let wakes: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gamekeeper-idle-'));
    // The first sync takes as long as it takes.
    const env = { ...fakedTime(browser, folder), FAKETIME: '+0' };
    world = await openWorld({ browser, env, persistent: true, ...inject('browsers')[browser] });
    await listInForce(world.session);
    env.FAKETIME = `+0 x${SPEED}`;
    await world.restartBrowser();

    const { session, wire, network } = world;
    const due = await askWorker(session, 'diagnostics', {});
    expect(Object.keys(JSON.parse(due.text).alarms)).toEqual(['refresh']);
    const blank = await session.browser.newPage();
    for (const page of await session.browser.pages()) if (page !== blank) await page.close();
    const asleep = () => waitFor('the worker to end', async () => !(await session.worker()).running);
    await asleep();

    const before = (await session.worker()).wakes;
    wire.passed.length = 0;
    network.requests.length = 0;
    await sleep(HOUR_MS / SPEED);
    await asleep();
    wakes = (await session.worker()).wakes - before;
  }, 200_000);
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.runIf(restarts)('then it asks the feed alone, two questions at a time, never before the schedule says', () => {
    expect(world.network.requests.filter(({ url }) => !BROWSERS_OWN.test(url))).toEqual([]);
    const { passed } = world.wire;
    const checks = passed.filter(({ path }) => path.endsWith('/timestamp.json'));
    expect(checks.length).toBeGreaterThan(0);
    // The next root, which is not there, and the timestamp, which has not changed.
    expect(passed.length).toBe(2 * checks.length);
    const gaps = checks.slice(1).map(({ at }, index) => (at - checks[index]!.at) * SPEED);
    expect(Math.min(CLOSEST_MS, ...gaps)).toBe(CLOSEST_MS);
    expect(checks.length).toBeLessThanOrEqual(1 + HOUR_MS / CLOSEST_MS);
  });

  test.runIf(restarts)('then its worker wakes for these alone, and no timer keeps it from going to sleep again', () => {
    const checks = world.wire.passed.filter(({ path }) => path.endsWith('/timestamp.json'));
    expect(wakes).toBe(checks.length);
  });
});
