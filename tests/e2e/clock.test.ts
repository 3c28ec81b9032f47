/** The machine's clock is set back and forward under a browser that runs, and across its restart. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { FeedStatus } from '../../src/platform/messages.ts';
import { canFakeTime, fakedTime } from './faketime.ts';
import { examplePages } from './network.ts';
import { askWorker, listInForce, press, waitFor, warningOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const listed = (await examplePages()).find(({ level }) => level === 'listed')!;

const HOUR_MS = 3_600_000;

const inBrowsers = describe.skipIf(!canFakeTime).each(['chromium', 'firefox'] as const);

inBrowsers('given a clock that is wrong in %s', { timeout: 120_000 }, (browser) => {
  const restarts = inject('restarts')[browser];
  let world: World;
  let folder: string;

  /** The browser looks at it once a second. */
  const setClock = (offset: string) => writeFile(join(folder, 'clock'), offset);

  /** Looks for a new list until the clock is named, or is not. */
  const checkedWith = (named: boolean): Promise<FeedStatus> =>
    waitFor(named ? 'the clock to be named' : 'the clock to be right', async () => {
      const status = await askWorker(world.session, 'check-now', {});
      return (status.problem?.code === 'ERR_FEED_CLOCK') === named && status;
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gamekeeper-clock-'));
    await setClock('+0');
    const env = {
      ...fakedTime(browser, folder),
      FAKETIME_TIMESTAMP_FILE: join(folder, 'clock'),
      FAKETIME_CACHE_DURATION: '1',
      // Only the hour changes, as when a machine's clock is set: what has elapsed has elapsed.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      // Else it waits on the wrong clock, and the browser with it.
      FAKETIME_FORCE_MONOTONIC_FIX: '0',
    };
    world = await openWorld({ browser, env, persistent: restarts, ...inject('browsers')[browser] });
    await listInForce(world.session);
  });
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** From the page to “Saved”. The list that warns is the one that was there before. @returns the report's id */
  async function report(): Promise<string> {
    const page = await world.session.open(listed.url);
    const { level, view } = await warningOn(world.session, page);
    expect(level).toBe('listed');
    await view.press('Report');
    const form = await world.session.waitForOwn('report.html');
    await press(form, 'Send report');
    await waitFor('“Saved”', () => form.evaluate(() => document.body.innerText.includes('Saved')));
    const [newest] = await askWorker(world.session, 'reports', {});
    await Promise.all([page.close(), form.close()]);
    return newest!.id;
  }

  const arrived = (id: string) =>
    waitFor('the report', async () => (await world.reports()).find((each) => each.report.id === id), 90_000);

  const explained = { code: 'ERR_FEED_CLOCK', message: expect.stringContaining('Set the clock') };

  test('when the clock is set back, then it is named, the list warns on, and a report that waits leaves all the same', async () => {
    const waiting = await report();
    await setClock('-36h');
    expect(await checkedWith(true)).toMatchObject({ state: 'fresh', version: 1, problem: explained });
    await arrived(waiting);
    // Nor is the next look put off until the clock says again what it said. While one is under way, none is set.
    const next = await waitFor('the next look to be set', async () => {
      const { alarms } = JSON.parse((await askWorker(world.session, 'diagnostics', {})).text);
      return Date.parse(alarms.refresh);
    });
    expect(next).toBeLessThan(Date.now() - 36 * HOUR_MS + HOUR_MS / 2);
  });

  test('when it is right again, then nothing is said of it', async () => {
    await setClock('+0');
    const status = await checkedWith(false);
    expect(status).toMatchObject({ state: 'fresh', version: 1 });
    expect(status.problem).toBeUndefined();
  });

  test('when it is set forward past the expiry of the list, then the clock is named, and the list warns on', async () => {
    await setClock('+400d');
    expect(await checkedWith(true)).toMatchObject({ state: 'stale', version: 1, problem: explained });
    const before = await askWorker(world.session, 'reports', {});
    await world.hub.stop();
    const waiting = await report();
    expect((await askWorker(world.session, 'reports', {})).slice(1)).toEqual(before);

    await setClock('+0');
    await world.hub.start();
    await arrived(waiting);
    const status = await checkedWith(false);
    expect(status).toMatchObject({ state: 'fresh', version: 1 });
    expect(status.problem).toBeUndefined();
  });

  test.runIf(restarts)(
    'when the browser is started with the clock set back, then it is named, the list warns on, and a report leaves',
    async () => {
      const waiting = await report();
      await setClock('-36h');
      await world.restartBrowser();
      const status = await waitFor(
        'the check at the start',
        async () => {
          const seen = await askWorker(world.session, 'feed-status', {});
          return seen.problem && seen;
        },
        60_000,
      );
      expect(status).toMatchObject({ state: 'fresh', version: 1, problem: explained });
      const options = await world.session.openOwn('options.html');
      await waitFor('what to do', () => options.evaluate(() => document.body.innerText.includes('Set the clock')));
      await arrived(waiting);
    },
  );
});
