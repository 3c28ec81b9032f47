/**
 * `node tests/stored-data/capture.ts VERSION`: writes what this version stores in a browser to `VERSION.json.gz`. To be run
 * at each release, and never again for a version that people have.
 */
import 'fake-indexeddb/auto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openDB } from 'idb';
import { Feed } from '../../src/feed/feed.ts';
import { IdbShelf } from '../../src/feed/idb-store.ts';
import { FeedStore } from '../../src/feed/store.ts';
import type { StoredSettings } from '../../src/platform/settings.ts';
import { initPublisher } from '../../src/publisher/init.ts';
import { publish } from '../../src/publisher/publish.ts';
import { Outbox } from '../../src/reports/outbox.ts';
import type { Report } from '../../src/reports/report.ts';
import { derivations } from '../../src/worker/prepared.ts';
import { serveFeed } from '../fixtures/feed-server.ts';

const settings: StoredSettings = {
  version: 1,
  display: 'toolbar',
  dismissed: [{ site: 'linkedin', account: 'somebody' }],
  sites: ['people.example.org'],
};

const [version] = process.argv.slice(2);
if (!version) throw new Error('node tests/stored-data/capture.ts VERSION');
const now = new Date();
await syncExampleList();
await fillOutbox();
const databases = Object.fromEntries(
  await Promise.all((await indexedDB.databases()).map(async ({ name }) => [name, await contentOf(name!)] as const)),
);
const text = JSON.stringify({ at: now.toISOString(), databases, local: { settings } }, (_, value) =>
  value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
);
await writeFile(new URL(`${version}.json.gz`, import.meta.url), gzipSync(text, { level: 9 }));

async function syncExampleList(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'gamekeeper-capture-'));
  const { root } = await initPublisher({ dir, now });
  await publish({ rules: 'rules', dir, out: join(dir, 'feed'), now, endpoint: 'https://hub.example/v1/reports' });
  const server = await serveFeed(join(dir, 'feed'));
  const shelf = new IdbShelf();
  const outcome = await new Feed({
    store: new FeedStore(shelf),
    mirrors: [server.url],
    root: new TextEncoder().encode(root),
    clock: () => now,
    derive: derivations,
  }).refresh();
  if (outcome.kind !== 'updated') throw new Error(JSON.stringify(outcome));
  await shelf.close();
  await server.close();
  await rm(dir, { recursive: true });
}

/** One report that waits, one whose sending failed, one that has a receipt, one that was refused. */
async function fillOutbox(): Promise<void> {
  const outbox = await Outbox.open();
  const [, failed, received, refused] = await Promise.all(
    [1, 2, 3, 4].map(async (number) => {
      const id = `0b1d3c52-6d0b-4a52-9d1e-1f6d3e2a000${number}`;
      await outbox.add({ id } as Report, crypto.getRandomValues(new Uint8Array(300)), now);
      return id;
    }),
  );
  await outbox.depart(failed!);
  await outbox.postpone(failed!, 'queued', now.getTime() + 60_000, 'unreachable');
  await outbox.depart(received!);
  await outbox.confirm(received!, 'F2JMSVZ977HPNA543A6APC83J3');
  await outbox.depart(refused!);
  await outbox.refuse(refused!, 'too-large');
  outbox.close();
}

async function contentOf(name: string) {
  const db = await openDB(name);
  const stores = await Promise.all(
    [...db.objectStoreNames].map(async (store) => {
      const { keyPath, indexNames } = db.transaction(store).store;
      const [keys, values] = await Promise.all([db.getAllKeys(store), db.getAll(store)]);
      return [store, { keyPath, indexes: [...indexNames], entries: keys.map((key, at) => [key, values[at]]) }] as const;
    }),
  );
  db.close();
  return { version: db.version, stores: Object.fromEntries(stores) };
}
