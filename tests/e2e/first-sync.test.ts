/** Before there is a list, and the moment it arrives. */
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
