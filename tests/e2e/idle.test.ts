/** An hour in which nobody does anything, lived by a real browser whose clock runs sixty times as fast. */
import { globSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { BROWSERS_OWN } from './network.ts';
import { askWorker, listInForce, waitFor } from './user.ts';
import { openWorld, type World } from './world.ts';

const SPEED = 60;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** A refresh comes 12 to 15 minutes after the one before it (`src/feed/schedule.ts`). */
const CLOSEST_MS = 12 * MINUTE_MS;

/** Debian's `faketime` package: every clock of a process, as the system would tell it. */
const [faketime] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');

describe.skipIf(!faketime)('given an idle browser, in an hour', { timeout: 200_000 }, () => {
  let world: World;
  /** Wakes and ends of the background worker, as the browser tells of them. */
  const wakes: number[] = [];
  const ends: number[] = [];
  let began: number;

  beforeAll(async () => {
    const env = { LD_PRELOAD: faketime!, FAKETIME: `+0 x${SPEED}` };
    world = await openWorld({ browser: 'chromium', env, ...inject('browsers').chromium });
    const { browser } = world.session;
    await listInForce(world.session);
    const due = await askWorker(world.session, 'diagnostics', {});
    expect(Object.keys(JSON.parse(due.text).alarms)).toEqual(['refresh']);
    await browser.newPage();
    for (const page of await browser.pages()) if (page.url() !== 'about:blank') await page.close();
    const working = () => browser.targets().some((target) => target.type() === 'service_worker');
    await waitFor('the worker to end', async () => !working());

    browser.on('targetcreated', (target) => target.type() === 'service_worker' && wakes.push(Date.now()));
    browser.on('targetdestroyed', (target) => target.type() === 'service_worker' && ends.push(Date.now()));
    world.wire.passed.length = 0;
    world.network.requests.length = 0;
    began = Date.now();
    await sleep(HOUR_MS / SPEED);
  }, 200_000);
  afterAll(() => world?.close());

  test('then it asks the feed alone, two questions at a time, never before the schedule says', () => {
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

  test('then its worker wakes for these alone, and no timer keeps it from going to sleep again', async () => {
    const checks = world.wire.passed.filter(({ path }) => path.endsWith('/timestamp.json'));
    await waitFor('the worker to end', async () => ends.length >= wakes.length);
    expect(wakes.filter((at) => at < began + HOUR_MS / SPEED)).toHaveLength(checks.length);
  });
});
