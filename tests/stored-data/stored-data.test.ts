/**
 * What earlier versions stored in browsers, opened by this one. Each file holds the databases and settings that the version
 * of its name wrote: a list in force, reports in every state, a choice, a hidden profile.
 */
import 'fake-indexeddb/auto';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Feed } from '../../src/feed/feed.ts';
import { IdbShelf } from '../../src/feed/idb-store.ts';
import { FeedStore } from '../../src/feed/store.ts';
import { type Item, Outbox } from '../../src/reports/outbox.ts';
import { assess } from '../../src/verdict/assess.ts';
import { ListCache } from '../../src/worker/lists.ts';
import { derivations } from '../../src/worker/prepared.ts';

interface Stored {
  /** When it was written. */
  at: string;
  databases: Record<string, { version: number; stores: Record<string, Store> }>;
  local: Record<string, unknown>;
}

interface Store {
  keyPath: string | null;
  indexes: string[];
  entries: [IDBValidKey, unknown][];
}

const local: Record<string, unknown> = {};
vi.mock('webextension-polyfill', () => ({
  default: {
    storage: {
      local: {
        get: async (key: string) => (key in local ? { [key]: local[key] } : {}),
        set: async (values: object) => void Object.assign(local, values),
      },
      managed: { get: async () => ({}) },
    },
  },
}));

const files = globSync('tests/stored-data/*.json.gz');
test('there are earlier versions', () => expect(files).not.toEqual([]));

describe.each(files.map((file) => [basename(file, '.json.gz'), file] as const))('given what %s stored', (_, file) => {
  let stored: Stored;
  let shelf: IdbShelf;
  let feed: Feed;
  let outbox: Outbox | undefined;

  beforeEach(async () => {
    const text = gunzipSync(await readFile(file)).toString();
    stored = JSON.parse(text, (__, value) =>
      typeof value?.base64 === 'string' ? Uint8Array.from(Buffer.from(value.base64, 'base64')) : value,
    );
    Object.assign(local, stored.local);
    for (const [name, { version, stores }] of Object.entries(stored.databases)) await restore(name, version, stores);
    shelf = new IdbShelf();
    feed = new Feed({
      store: new FeedStore(shelf),
      mirrors: ['https://feed.example/'],
      root: new Uint8Array(),
      clock: () => new Date(stored.at),
      derive: derivations,
    });
  });
  afterEach(async () => {
    await shelf.close();
    outbox?.close();
    outbox = undefined;
    for (const key of Object.keys(local)) delete local[key];
    for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name!);
  });

  test('then the list is in force and warns of whom it names', async () => {
    expect(await feed.status(new Date(stored.at))).toMatchObject({ state: 'fresh', version: 1, entries: 4 });
    const lists = await new ListCache(feed).current();
    const facts = { site: 'linkedin', handle: 'tamsin-verrall-advisory', name: 'Tamsin Verrall' };
    const subject = { key: 'one', surface: 'profile' as const, facts };
    expect(await assess([subject as never], lists!.sources(), new Date(stored.at))).toMatchObject({
      one: { level: 'listed' },
    });
  });

  test('then every report is there in its state, and what waits is the ciphertext that was sealed', async () => {
    outbox = await Outbox.open();
    const items = stored.databases['gamekeeper-outbox']!.stores.items!.entries.map(([, item]) => item as Item);
    const states = (all: Pick<Item, 'id' | 'state'>[]) => Object.fromEntries(all.map(({ id, state }) => [id, state]));
    expect(states(await outbox.list(new Date(stored.at)))).toEqual(states(items));
    const waiting = await outbox.waiting();
    expect(waiting).not.toEqual([]);
    for (const { id, sealed } of waiting) expect(sealed).toEqual(items.find((item) => item.id === id)!.sealed);
  });

  test('then the choice and the hidden profile hold', async () => {
    const { readSettings } = await import('../../src/platform/settings.ts');
    expect(await readSettings()).toMatchObject({
      display: 'toolbar',
      dismissed: [{ site: 'linkedin', account: 'somebody' }],
    });
    expect(local['settings.unreadable']).toBeUndefined();
  });
});

async function restore(name: string, version: number, stores: Record<string, Store>): Promise<void> {
  const db = await openDB(name, version, {
    upgrade(opening) {
      for (const [store, { keyPath, indexes }] of Object.entries(stores)) {
        const created = opening.createObjectStore(store, keyPath === null ? {} : { keyPath });
        for (const index of indexes) created.createIndex(index, index);
      }
    },
  });
  for (const [store, { keyPath, entries }] of Object.entries(stores)) {
    for (const [key, value] of entries) await (keyPath === null ? db.put(store, value, key) : db.put(store, value));
  }
  db.close();
}
