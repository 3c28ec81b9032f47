import 'fake-indexeddb/auto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Repository } from '../../tests/fixtures/feed.ts';
import { FileShelf } from '../../tests/fixtures/file-store.ts';
import { Feed } from './feed.ts';
import { IdbShelf } from './idb-store.ts';
import { rootNameOf } from './join-link.ts';
import { ROW } from './pieces.ts';
import { FeedStore } from './store.ts';
import { pieceKeys, storedIndex } from './stored-pieces.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const text = (value: string): Bytes => new TextEncoder().encode(value);
const read = (bytes: Bytes | undefined) => bytes && new TextDecoder().decode(bytes);
const list = (count: number, change = '') =>
  Array.from({ length: count }, (_, place) => text(`piece ${place}${place === 7 ? change : ''}`));

let databases = 0;

async function allPieces(feed: Feed): Promise<string[]> {
  const pieces = await (await feed.open())!.pieces('watchlist');
  const bytes = await pieces!.read(Array.from({ length: pieces!.count }, (_, place) => place));
  return bytes.map((piece) => new TextDecoder().decode(piece));
}

const stores: Record<string, () => Promise<{ store: FeedStore; done?: () => Promise<void> }>> = {
  IndexedDB: async () => ({ store: new FeedStore(new IdbShelf(`feed-${databases++}`)) }),
  files: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gamekeeper-feed-'));
    return { store: new FeedStore(new FileShelf(folder)), done: () => rm(folder, { recursive: true }) };
  },
};

describe.each(Object.entries(stores))('the feed in %s', (_name, open) => {
  let store: FeedStore;
  let repository: Repository;
  let feed: Feed;

  beforeEach(async () => {
    const opened = await open();
    store = opened.store;
    repository = await Repository.create();
    feed = new Feed({ store, root: repository.root, mirrors: [repository.base], fetch: repository.fetch });
    return opened.done;
  });

  it('given nothing synced yet, then there is nothing to open and the status says so', async () => {
    expect(await feed.open()).toBeNull();
    expect(await feed.status()).toEqual({ state: 'never-synced', version: 0 });
  });

  it('given a stored piece that is damaged, then it is read as no piece, and fetched again when that is asked', async () => {
    await repository.publish({ watchlist: list(40) });
    await feed.refresh();
    const [file] = (await feed.open())!.files;
    const [key] = (await pieceKeys(store, file!.key))!.slice(7);
    const [stored] = await store.content([key!]);
    await store.stage(new Map([[key!, stored!.with(3, stored![3]! ^ 1)]]));
    const whole = list(40).map((piece) => new TextDecoder().decode(piece));
    expect(await allPieces(feed)).toEqual(whole.with(7, '\0'));

    expect(await feed.refresh()).toEqual({ kind: 'unchanged', version: 1 });
    expect(await allPieces(feed)).toEqual(whole.with(7, '\0'));
    expect(await feed.refetch('watchlist', 7)).toEqual({ kind: 'unchanged', version: 1 });
    expect(await allPieces(feed)).toEqual(whole);
  });

  describe.each([
    ['a hash', 7 * ROW + 4, [7]],
    ['a length', 7 * ROW, Array.from({ length: 16 }, (_, place) => place)],
  ])('given a stored block whose header is damaged in %s', (_, at, unreadable) => {
    const whole = list(40).map((piece) => new TextDecoder().decode(piece));

    beforeEach(async () => {
      await repository.publish({ watchlist: list(40), 'sites.json': text('old') });
      await feed.refresh();
      const { key } = (await store.edition())!.files[0]!;
      const [block] = (await storedIndex(store, key))!.blocks;
      const [header] = await store.content([block!.key]);
      await store.stage(new Map([[block!.key, header!.with(at, header![at]! ^ 1)]]));
    });

    it('then only what it names wrongly is read as no piece, and it is fetched again when that is asked', async () => {
      const pieces = (await (await feed.open())!.pieces('watchlist'))!;
      const readAll = async () => (await pieces.read(whole.map((_, place) => place))).map(read);
      const damaged = whole.map((piece, place) => (unreadable.includes(place) ? '\0' : piece));
      expect(await readAll()).toEqual(damaged);
      expect(await feed.refresh()).toEqual({ kind: 'unchanged', version: 1 });
      expect(await readAll()).toEqual(damaged);
      repository.requests.length = 0;
      expect(await feed.refetch('watchlist', 7)).toEqual({ kind: 'unchanged', version: 1 });
      expect(repository.requests.filter((path) => path.startsWith('pieces/'))).toHaveLength(1);
      expect(await readAll()).toEqual(whole);
    });

    it.each([
      ['of another block', 39],
      ['of this block', 3],
    ])('when a piece %s is new, then the update comes into force, whole', async (_, place) => {
      const changed = list(40).with(place, text('changed'));
      await repository.publish({ watchlist: changed });
      expect(await feed.refresh()).toEqual({ kind: 'updated', version: 2 });
      expect(await allPieces(feed)).toEqual(whole.with(place, 'changed'));
    });

    it('when only another file is new, then it comes into force, and the list can still be mended', async () => {
      await repository.publish({ watchlist: list(40), 'sites.json': text('new') });
      expect(await feed.refresh()).toEqual({ kind: 'updated', version: 2 });
      expect(read(await (await feed.open())!.read('sites.json'))).toBe('new');
      await feed.refetch('watchlist', 7);
      expect(await allPieces(feed)).toEqual(whole);
    });
  });

  it.each(['watchlist', 'sites.json'])(
    'given that %s is stored damaged, then the next refresh mends it',
    async (name) => {
      await repository.publish({ watchlist: list(40), 'sites.json': text('sites') });
      await feed.refresh();
      const { key } = (await store.edition())!.files.find((file) => file.name === name)!;
      const [stored] = await store.content([key]);
      await store.stage(new Map([[key, stored!.with(2, stored![2]! ^ 1)]]));

      expect(await feed.refresh()).toEqual({ kind: 'unchanged', version: 1 });
      expect(await store.content([key])).toEqual([stored]);
      expect(await allPieces(feed)).toHaveLength(40);
    },
  );

  describe('given only the name of its root', () => {
    const follow = (root: string) =>
      new Feed({ store, root, mirrors: ['https://down.example/', repository.base], fetch: repository.fetch });

    it('when the feed has that root, then it is fetched once and trusted from then on', async () => {
      await repository.publish({ watchlist: list(3) });
      const named = follow(await rootNameOf(1, repository.root));
      expect(await named.refresh()).toEqual({ kind: 'updated', version: 1 });
      await named.refresh();
      expect(repository.requests.filter((path) => path === '1.root.json')).toHaveLength(1);
    });

    it('when the feed has another root of that number, then nothing of it is used, and it says so', async () => {
      await repository.publish({ watchlist: list(3) });
      const other = await Repository.create();
      const outcome = await follow(await rootNameOf(1, other.root)).refresh();
      expect(outcome).toMatchObject({ kind: 'failed', code: 'ERR_FEED_ROOT' });
      expect(await feed.status()).toMatchObject({ state: 'refused', version: 0 });
    });
  });

  it('given a first sync, then targets and pieces are read as published', async () => {
    await repository.publish(
      { watchlist: list(40), 'sites.json': text('{"a":1}') },
      { custom: { published: '2026-01-01T00:00:00Z', entries: 40, publisher: 'Harbour House security' } },
    );
    expect(await feed.refresh()).toEqual({ kind: 'updated', version: 1 });
    const view = (await feed.open())!;
    expect(view.version).toBe(1);
    expect(read(await view.read('sites.json'))).toBe('{"a":1}');
    expect(await view.read('hallmarks.json')).toBeUndefined();
    expect(await allPieces(feed)).toEqual(list(40).map((piece) => read(piece)));
    expect(await feed.status()).toMatchObject({
      state: 'fresh',
      version: 1,
      entries: 40,
      publisher: 'Harbour House security',
      signedAt: '2026-01-01T00:00:00Z',
      expiresAt: repository.expires.timestamp,
    });
  });

  it('given one changed piece, then only it, its header and the index are fetched', async () => {
    await repository.publish({ watchlist: list(400) });
    await feed.refresh();
    repository.requests.length = 0;
    await repository.publish({ watchlist: list(400, ' changed') });
    expect(await feed.refresh()).toEqual({ kind: 'updated', version: 2 });
    expect((await allPieces(feed))[7]).toBe('piece 7 changed');
    expect(repository.requests.filter((request) => request.startsWith('pieces/'))).toEqual([
      expect.stringMatching(/ 0-\d+$/),
      expect.stringMatching(/ \d+-\d+$/),
    ]);
    expect(repository.requests).toHaveLength(7);
  });

  it('given a server that ignores ranges, then an update still arrives', async () => {
    await repository.publish({ watchlist: list(400) });
    await feed.refresh();
    repository.honoursRanges = false;
    await repository.publish({ watchlist: list(400, ' changed') });
    expect(await feed.refresh()).toEqual({ kind: 'updated', version: 2 });
    expect((await allPieces(feed))[7]).toBe('piece 7 changed');
  });

  it('given a reader in the middle of the old version, then it can finish after the new one is in force', async () => {
    await repository.publish({ watchlist: list(40) });
    await feed.refresh();
    const pieces = await (await feed.open())!.pieces('watchlist');
    await repository.publish({ watchlist: list(40, ' changed') });
    await feed.refresh();
    expect(read((await pieces!.read([7]))[0])).toBe('piece 7');
  });

  it('given a reader still in the version before the last, then it is told that it has been replaced', async () => {
    await repository.publish({ watchlist: list(40) });
    await feed.refresh();
    const pieces = await (await feed.open())!.pieces('watchlist');
    for (const change of [' second', ' third']) {
      await repository.publish({ watchlist: list(40, change) });
      await feed.refresh();
    }
    await expect(pieces!.read([7])).rejects.toMatchObject({ code: 'ERR_FEED_SUPERSEDED' });
  });

  it('given three versions, then what only the first needed is gone', async () => {
    for (const change of ['', ' second', ' third']) {
      await repository.publish({ watchlist: list(40, change) });
      await feed.refresh();
    }
    // Two versions of the index, of the changed block's header and of the piece; the rest once.
    expect((await store.keys()).size).toBe(40 + 1 + 2 + 2 * 2);
  });
});
