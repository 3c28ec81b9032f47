/** What a browser does with a feed that is rotated, tampered with, rolled back, frozen or out of reach. */
import { randomBytes } from 'node:crypto';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { addSignatures, inspect, publishProposal } from '../../src/publisher/ceremony.ts';
import { browserStatus } from '../../src/publisher/commands/status.ts';
import { PublisherFolder } from '../../src/publisher/folder.ts';
import { rotate } from '../../src/publisher/rotate.ts';
import type { EntryInput } from '../../src/watchlist/entry.ts';
import type { Session } from './browser.ts';
import { examplePages } from './network.ts';
import { askWorker, listInForce, waitFor, warningOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const DAY = 24 * 60 * 60 * 1_000;
const listed = (await examplePages()).find(({ level }) => level === 'listed')!;
const unreachable = 'http://127.0.0.1:9/feed/';

describe.each(['chromium', 'firefox'] as const)('given a list in force in %s', (browser) => {
  let world: World;
  let changes = 0;

  beforeAll(async () => {
    world = await openWorld({ browser, mirrors: [unreachable], ...inject('browsers')[browser] });
    await listInForce(world.session);
  });
  afterAll(() => world?.close());

  const feed = (name: string) => join(world.folder, 'feed', name);
  const checkNow = () => askWorker(world.session, 'check-now', {});

  /** Another version than before, so that there is something to fetch. */
  async function change(now = new Date()): Promise<void> {
    const file = join(world.rules, 'watchlist', 'example.yaml');
    const rules = await readFile(file, 'utf8');
    changes += 1;
    await writeFile(file, rules.replace(/Offered .* members/, `Offered at least ${changes} members`));
    await world.publish(now);
  }

  /** Each test leaves the feed as it should be, for the next. */
  async function mended(): Promise<void> {
    await change();
    expect(await checkNow()).toMatchObject({ state: 'fresh' });
  }

  async function stillWarns(): Promise<void> {
    const page = await world.session.open(listed.url);
    expect((await warningOn(world.session, page)).level).toBe('listed');
    await page.close();
  }

  test('when nothing is new, then a check asks for the next root and the timestamp, and is sent neither', async () => {
    await checkNow();
    world.wire.passed.length = 0;
    await checkNow();
    expect(world.wire.passed.map(({ path, status }) => [path, status])).toEqual([
      ['/feed/2.root.json', 404],
      ['/feed/timestamp.json', 304],
    ]);
  });

  test('what the browser says of the feed is what "gamekeeper status" says', async () => {
    const root = new Uint8Array(await readFile(feed('1.root.json')));
    const said = async () => {
      const ofCommand = await browserStatus(`${world.hub.url}/feed/`, root);
      const ofBrowser = await checkNow();
      return [ofCommand, ofBrowser].map(({ state, signedAt, expiresAt, entries, publisher, problem }) => [
        state,
        problem?.code,
        ...(problem ? [] : [signedAt, expiresAt, entries, publisher]),
      ]);
    };
    const [command, shown] = await said();
    expect(shown).toEqual(command);
    expect(shown?.[0]).toBe('fresh');

    await change(new Date(Date.now() - 30 * DAY));
    const [refused, shownThen] = await said();
    expect(shownThen).toEqual(refused);
    expect(shownThen).toEqual(['refused', 'ERR_FEED_EXPIRED']);
    await mended();
  });

  test('when a mirror is down, then the next one is asked', async () => {
    const { version } = await checkNow();
    await change();
    expect(await checkNow()).toMatchObject({ state: 'fresh', version: version + 1 });
  });

  test('when a root comes without enough of the signatures that it needs, then it is refused', async () => {
    const root = JSON.parse(await readFile(feed('1.root.json'), 'utf8'));
    root.signed.version = 2;
    await writeFile(feed('2.root.json'), JSON.stringify(root));
    expect(await checkNow()).toMatchObject({ state: 'refused', problem: { code: 'ERR_FEED_SIGNATURE' } });
    await stillWarns();
    await rm(feed('2.root.json'));
    expect(await checkNow()).toMatchObject({ state: 'fresh' });
  });

  test('when an older version is served again, then it is refused as a rollback', async () => {
    await cp(join(world.folder, 'feed'), join(world.folder, 'older'), { recursive: true });
    await change();
    const { version } = await checkNow();
    await cp(join(world.folder, 'feed'), join(world.folder, 'newer'), { recursive: true });
    await cp(join(world.folder, 'older'), join(world.folder, 'feed'), { recursive: true, force: true });
    expect(await checkNow()).toMatchObject({ state: 'refused', version, problem: { code: 'ERR_FEED_ROLLBACK' } });
    await stillWarns();
    await cp(join(world.folder, 'newer'), join(world.folder, 'feed'), { recursive: true, force: true });
    await mended();
  });

  test('when the clock is far from the server’s, then the clock is named, and the list stays in force', async () => {
    world.wire.date = new Date(Date.now() + 3 * DAY);
    const problem = { code: 'ERR_FEED_CLOCK', message: expect.stringContaining('Set the clock') };
    const { version } = await askWorker(world.session, 'feed-status', {});
    expect(await checkNow()).toMatchObject({ state: 'fresh', version, problem });
    await stillWarns();
    world.wire.date = undefined;
  });

  test('when the feed is frozen past its expiry, then that is said, and the list stays in force', async () => {
    const { version } = await checkNow();
    await change(new Date(Date.now() - 30 * DAY));
    expect(await checkNow()).toMatchObject({ state: 'refused', version, problem: { code: 'ERR_FEED_EXPIRED' } });
    await stillWarns();
    await mended();
  });

  test('when its alarm is lost, as when the extension was switched off, then the worker sets it at its next start', async () => {
    const alarms = async () => JSON.parse((await askWorker(world.session, 'diagnostics', {})).text).alarms;
    const own = await world.session.openOwn('guidance.html');
    await own.evaluate(() => chrome.alarms.clear('refresh'));
    await own.close();
    expect(await alarms()).not.toHaveProperty('refresh');
    await world.session.stopWorker();
    const { refresh } = await waitFor('the alarm', async () => {
      const standing = await alarms();
      return standing.refresh && standing;
    });
    expect(Date.parse(refresh) - Date.now()).toBeLessThanOrEqual(15 * 60_000);
  });

  test('when the keys of root, targets and the online role are rotated, then it follows and keeps warning', async () => {
    const publisher = new PublisherFolder(world.folder);
    const { roles } = (await publisher.requireRoot()).signed;
    const changes = await Promise.all(
      (['root', 'targets', 'online'] as const).map(async (role) => {
        const { public: key } = await publisher.createKey(`${role}-next`, {});
        return { role, add: [key], remove: roles[role === 'online' ? 'timestamp' : role]!.keyIDs };
      }),
    );
    const options = { dir: world.folder, out: join(world.folder, 'feed'), now: new Date() };
    const proposal = join(world.folder, 'proposal');
    await rotate(changes, { ...options, proposal });
    await addSignatures(world.folder, proposal, await inspect(world.folder, proposal));
    expect(await publishProposal({ ...options, proposal })).toMatchObject({ rootVersion: 2 });

    const { state, version } = await checkNow();
    expect(state).toBe('fresh');
    await change();
    expect(await checkNow()).toMatchObject({ state: 'fresh', version: version + 1 });
    await stillWarns();
  });
});

/** An extension with `unlimitedStorage` never meets a quota: here it goes without, and the browser gives it little. */
describe.each(['chromium', 'firefox'] as const)('given little room in %s', (browser) => {
  let world: World;

  beforeEach(async () => {
    world = await openWorld({
      browser,
      ...inject('browsers')[browser],
      without: ['unlimitedStorage'],
      // Kilobytes for all that sites store.
      prefs: { 'dom.quotaManager.temporaryStorage.fixedLimit': 2_048 },
    });
    await listInForce(world.session);
    if (browser === 'chromium') await refuseLargeWrites(world.session);
  });
  afterEach(() => world?.close());

  test('when a list does not fit, then that is said, the last one stays in force, and one that fits replaces it', async () => {
    const many = join(world.rules, 'watchlist', 'many.yaml');
    await writeFile(many, JSON.stringify(Array.from({ length: 15_000 }, (_, number) => incompressible(number))));
    await world.publish();
    const full = await askWorker(world.session, 'check-now', {});
    expect(full).toMatchObject({ state: 'fresh', version: 1, problem: { code: 'ERR_FEED_STORAGE_FULL' } });
    const page = await world.session.open(listed.url);
    expect((await warningOn(world.session, page)).level).toBe('listed');

    await rm(many);
    await writeFile(join(world.rules, 'watchlist', 'one.yaml'), JSON.stringify([incompressible(1)]));
    await world.publish();
    // A check that is under way may have begun before this was published.
    const status = await waitFor('the list that fits', async () => {
      const checked = await askWorker(world.session, 'check-now', {});
      return checked.version === 3 && checked;
    });
    expect(status).toMatchObject({ state: 'fresh', entries: 5 });
    expect(status.problem).toBeUndefined();
  }, 120_000);
});

/** Chromium lets nobody limit the quota of an extension: there the worker's own IndexedDB refuses, as it does when full. */
async function refuseLargeWrites({ browser }: Session): Promise<void> {
  const worker = await (await browser.waitForTarget((target) => target.type() === 'service_worker')).worker();
  await worker!.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
      if (value.byteLength > 8_000) throw new DOMException('The disk is full', 'QuotaExceededError');
      return put.call(this, value, key);
    };
  });
}

function incompressible(number: number): EntryInput {
  return {
    id: `FULL-${number}`,
    kind: 'profile',
    names: [`Invented Person ${number}`],
    accounts: [{ site: 'linkedin', handle: `invented-person-${number}` }],
    alert: { issuer: 'Example desk', title: 'Example', date: '2026-01-05' },
    reason: randomBytes(180).toString('base64'),
    added: '2026-01-05',
    expires: '2028-01-05',
    dispute: 'disputes@example.org',
  };
}

declare const chrome: { alarms: { clear(name: string): Promise<boolean> } };
