/** Before there is a list, and the moment it arrives. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { examplePages } from './network.ts';
import { askWorker, waitFor, warningOn, warningsOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const listed = (await examplePages()).find(({ level }) => level === 'listed')!;

describe.each(['chromium', 'firefox'] as const)('in %s', (browser) => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld({ browser, offline: true, ...inject('browsers')[browser] });
  });
  afterAll(() => world?.close());

  test('given no list has ever arrived, then it says so, and flags an open page as soon as the list is there', async () => {
    const status = await waitFor('the failed check', async () => {
      const now = await askWorker(world.session, 'feed-status', {});
      return now.problem && now;
    });
    expect(status).toMatchObject({ state: 'never-synced', version: 0, problem: { code: 'ERR_FEED_UNREACHABLE' } });
    const page = await world.session.open(listed.url);
    expect(await warningsOn(world.session, page)).toEqual([]);

    await world.hub.start();
    expect(await askWorker(world.session, 'check-now', {})).toMatchObject({ state: 'fresh', version: 1 });
    expect((await warningOn(world.session, page)).level).toBe('listed');
  });
});

test.concurrent.each(['chromium', 'firefox'] as const)(
  'given so slow a line that a first sync outlasts an idle worker in %s, then the list arrives all the same',
  async (browser) => {
    const { promise: slept, resolve } = Promise.withResolvers<void>();
    const world = await openWorld({
      browser,
      ...inject('browsers')[browser],
      fate: async ({ path }) => {
        if (path.includes('/pieces/')) await sleep(35_000).then(() => resolve());
        return 'pass' as const;
      },
    });
    try {
      // Nobody asks the worker anything meanwhile: that would keep it awake.
      await slept;
      await sleep(1_000);
      expect(await askWorker(world.session, 'feed-status', {})).toMatchObject({ state: 'fresh', version: 1 });
      expect(world.wire.passed.filter(({ path }) => path.includes('/pieces/'))).toHaveLength(1);
    } finally {
      await world.close();
    }
  },
  120_000,
);
