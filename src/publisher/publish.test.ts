import { cp, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FeedFolder } from '../signing/feed-folder.ts';
import { readKey } from '../signing/keys.ts';
import { renew } from '../signing/renew.ts';
import { entriesOf } from './draft.ts';
import { initPublisher } from './init.ts';
import { publish } from './publish.ts';

const DAY = 86_400_000;
const NOW = new Date('2026-11-02T09:00:00Z');
const later = (days: number) => new Date(NOW.getTime() + days * DAY);

// Keys and files are real; on a busy machine they take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let base: string;
let options: { rules: string; dir: string; out: string; now: Date };

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'gamekeeper-publish-'));
  options = { rules: join(base, 'rules'), dir: join(base, 'publisher'), out: join(base, 'feed'), now: NOW };
  await cp('rules/watchlist', join(options.rules, 'watchlist'), { recursive: true });
  await cp('rules/reporting.yaml', join(options.rules, 'reporting.yaml'));
  await initPublisher({ dir: options.dir, now: NOW });
});
afterEach(() => rm(base, { recursive: true }));

const feed = () => new FeedFolder(options.out);
const state = async () => (await feed().state((await feed().root())!))!;
const files = async () =>
  (await readdir(options.out, { recursive: true, withFileTypes: true }))
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(options.out.length + 1))
    .sort();

async function edit(change: (text: string) => string): Promise<void> {
  const path = join(options.rules, 'watchlist/example.yaml');
  await writeFile(path, change(await readFile(path, 'utf8')));
}

describe('the first publication', () => {
  test('is refused where the versions on record cannot be read, by the name of their file', async () => {
    await publish(options);
    for (const text of ['{', '{"targets": -1}']) {
      await writeFile(join(options.dir, 'versions.json'), text);
      await expect(publish(options)).rejects.toThrow(/versions\.json .*Restore it from your backup/s);
    }
  });

  test('is signed by the roles of the root, and holds exactly the entries in force', async () => {
    const published = await publish(options);
    expect(published).toMatchObject({ version: 1, changed: true, entries: 4, timestamp: 1, snapshot: 1 });
    expect(published.diff.added).toHaveLength(4);

    const { targets } = await state();
    expect((await entriesOf(feed(), targets.signed.targets.watchlist)).map(({ id }) => id)).toEqual([
      'HSD-2026-001',
      'HSD-2026-002',
      'HSD-2026-003',
      'HSD-2026-004',
    ]);
    expect(targets.signed.targets.watchlist?.custom).toEqual({
      published: '2026-11-02T09:00:00Z',
      entries: 4,
      publisher: 'Harbourgate Security Desk (example)',
    });
  });

  test('given hallmarks and site rules, then they are published with the list', async () => {
    await cp('rules', options.rules, { recursive: true });
    await publish(options);
    expect(Object.keys((await state()).targets.signed.targets).sort()).toEqual([
      'hallmarks.json',
      'reporting.json',
      'sites.json',
      'watchlist',
    ]);
  });

  test('tells browsers whom to seal reports to, and where to send them', async () => {
    await publish({ ...options, endpoint: 'http://127.0.0.1:5555/v1/reports' });
    const file = (await files()).find((name) => name.endsWith('.reporting.json'))!;
    expect(JSON.parse(await readFile(join(options.out, file), 'utf8'))).toEqual({
      publisher: 'Harbourgate Security Desk (example)',
      contact: 'security-desk@harbourgate.example',
      endpoint: 'http://127.0.0.1:5555/v1/reports',
      recipients: [expect.stringMatching(/^age1/)],
    });
  });

  test('puts no private key where others could read it', async () => {
    await publish(options);
    expect((await stat(options.dir)).mode & 0o777).toBe(0o700);
    expect((await stat(join(options.dir, 'keys'))).mode & 0o777).toBe(0o700);
    for (const name of ['root.key', 'targets.key', 'online.key', 'desk.age']) {
      expect((await stat(join(options.dir, 'keys', name))).mode & 0o777).toBe(0o600);
    }
    for (const file of await files()) {
      expect(await readFile(join(options.out, file), 'latin1')).not.toMatch(/PRIVATE KEY|AGE-SECRET/);
    }
  });
});

describe('publishing again', () => {
  test('given nothing changed, then only the timestamp is renewed', async () => {
    await publish(options);
    const before = await files();
    const again = await publish({ ...options, now: later(1) });
    expect(again).toMatchObject({
      version: 1,
      changed: false,
      timestamp: 2,
      snapshot: 1,
      expires: '2026-11-06T09:00:00Z',
    });
    expect(await files()).toEqual(before);
  });

  test('given a changed reason, then the next version says what changed and keeps all files that clients may still read', async () => {
    await publish(options);
    const before = await files();
    await edit((text) => text.replace('Offered three members', 'Offered four members'));
    const { version, diff } = await publish({ ...options, now: later(1) });
    expect(version).toBe(2);
    expect(diff.changed.map(({ before, after }) => [before.reason, after.reason])).toEqual([
      [expect.stringContaining('three'), expect.stringContaining('four')],
    ]);
    expect(await files()).toEqual(expect.arrayContaining(before));
  });

  test('given a file superseded a day ago, then it is removed: a withdrawn entry does not linger', async () => {
    const age = async () => {
      const twoDaysAgo = new Date(Date.now() - 2 * DAY);
      for (const file of await files()) await utimes(join(options.out, file), twoDaysAgo, twoDaysAgo);
    };
    await publish(options);
    const before = await files();
    await age();
    await edit((text) => text.replace('Offered three members', 'Offered four members'));
    await publish({ ...options, now: later(1) });
    expect(await files()).toEqual(expect.arrayContaining(before));

    await age();
    await publish({ ...options, now: later(1) });
    const left = await files();
    expect(before.filter((file) => !left.includes(file))).toEqual([
      '1.snapshot.json',
      '1.targets.json',
      expect.stringMatching(/^pieces\//),
      expect.stringMatching(/^targets\/.*watchlist$/),
    ]);
    expect(await entriesOf(feed(), (await state()).targets.signed.targets.watchlist)).toHaveLength(4);
  });

  test('given an entry whose last day is over, then it is gone without anyone editing the rules', async () => {
    await edit((text) => text.replace('2029-04-20', '2026-11-10'));
    await publish(options);
    const { version, diff } = await publish({ ...options, now: later(9) });
    expect(version).toBe(2);
    expect(diff.removed.map(({ id }) => id)).toEqual(['HSD-2026-002']);
  });

  test('given nothing changed for half the life of the list, then it is signed anew', async () => {
    await publish(options);
    expect(await publish({ ...options, now: later(61) })).toMatchObject({ version: 2, changed: true, snapshot: 2 });
  });

  test('given a feed folder that was lost, then versions exceed any that the hub may have given out meanwhile', async () => {
    await publish(options);
    const online = await readKey(join(options.dir, 'keys/online.key'));
    const { timestamp } = await renew(options.out, online, later(1));
    await rm(options.out, { recursive: true });
    const again = await publish({ ...options, now: later(2) });
    expect(again.version).toBe(2);
    expect(again.timestamp).toBeGreaterThan(timestamp);
    expect(await publish({ ...options, now: later(3) })).toMatchObject({ timestamp: again.timestamp + 1 });
  });

  test('given decisions once published, then a later publication without them keeps them', async () => {
    const decisions = {
      version: 1 as const,
      decisions: { ['0'.repeat(26)]: { outcome: 'listed' as const, date: '2026-11-01' } },
    };
    await publish({ ...options, decisions });
    await edit((text) => text.replace('Offered three', 'Offered four'));
    await publish({ ...options, now: later(1) });
    expect(Object.keys((await state()).targets.signed.targets).sort()).toContain('decisions.json');
  });
});

describe('nothing is published', () => {
  const unchangedBy = async (work: () => Promise<unknown>, code: string) => {
    const before = await files();
    await expect(work()).rejects.toMatchObject({ code });
    expect(await files()).toEqual(before);
  };

  beforeEach(() => publish(options));

  test('when a rule is malformed', async () => {
    await edit((text) => text.replace('kind: organisation', 'kind: organization'));
    await unchangedBy(() => publish({ ...options, now: later(1) }), 'ERR_RULES');
  });

  test('when the targets key is not here', async () => {
    await edit((text) => text.replace('Offered three', 'Offered four'));
    await rm(join(options.dir, 'keys/targets.pub.json'));
    await unchangedBy(() => publish({ ...options, now: later(1) }), 'ERR_THRESHOLD');
  });

  test('when the feed was altered by someone without the keys', async () => {
    const path = join(options.out, '1.targets.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"entries":4', '"entries":5'));
    await unchangedBy(() => publish({ ...options, now: later(1) }), 'ERR_THRESHOLD');
  });

  test('when nobody could open reports', async () => {
    await rm(join(options.dir, 'recipients.txt'));
    await unchangedBy(() => publish({ ...options, now: later(1) }), 'ERR_NO_RECIPIENTS');
  });
});

describe('renewing with the online key alone', () => {
  test('signs the timestamp, and the snapshot when half its time is over; the list stays as it was', async () => {
    await publish(options);
    const online = await readKey(join(options.dir, 'keys/online.key'));
    await rm(options.dir, { recursive: true });
    const before = (await state()).targets;

    expect(await renew(options.out, online, later(1))).toEqual({
      timestamp: 2,
      snapshot: 1,
      expires: '2026-11-06T09:00:00Z',
    });
    expect(await renew(options.out, online, later(8))).toMatchObject({ timestamp: 3, snapshot: 2 });
    expect((await state()).targets).toEqual(before);
  });

  test('at the very time of a publication loses neither', async () => {
    await publish(options);
    const online = await readKey(join(options.dir, 'keys/online.key'));
    await edit((text) => text.replace('Offered three', 'Offered four'));
    const renewals = Array.from({ length: 4 }, () => renew(options.out, online, later(1)));
    await Promise.all([publish({ ...options, now: later(1) }), ...renewals]);
    const { timestamp, targets } = await state();
    expect([timestamp.signed.version, targets.signed.version]).toEqual([6, 2]);
  });

  test('is refused for a key that the root does not name', async () => {
    await publish(options);
    const other = await readKey(join(options.dir, 'keys/targets.key'));
    await expect(renew(options.out, other, later(1))).rejects.toMatchObject({ code: 'ERR_KEY_ROLE' });
    expect((await state()).timestamp.signed.version).toBe(1);
  });

  test('says so when nothing was published yet', async () => {
    const online = await readKey(join(options.dir, 'keys/online.key'));
    await expect(renew(options.out, online, NOW)).rejects.toMatchObject({ code: 'ERR_FEED_EMPTY' });
  });
});
