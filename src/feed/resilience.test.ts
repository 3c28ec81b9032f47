/** What the feed does when the world fails it: the worker is killed, the line is cut, the disk is full, the clock is wrong. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Repository, testKey } from '../../tests/fixtures/feed.ts';
import { GamekeeperError } from '../errors.ts';
import type { Earlier, Pieces } from '../watchlist/pieces.ts';
import { Feed, type FeedOptions } from './feed.ts';
import type { Fetch } from './http.ts';
import { IdbShelf } from './idb-store.ts';
import { MemoryShelf, memoryStore } from './memory-store.ts';
import { FeedStore, type Name, type Shelf, type Value } from './store.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const NOW = new Date('2026-03-01T12:00:00Z');
const text = (value: string): Bytes => new TextEncoder().encode(value);
const list = (change = '') =>
  Array.from({ length: 40 }, (_, place) => text(`piece ${place}${place % 9 ? '' : change}`));

let repository: Repository;

beforeEach(async () => {
  repository = await Repository.create(NOW);
  await repository.publish({ watchlist: list(), 'sites.json': text('old') });
});

function feedOver(store: FeedStore, options: Partial<FeedOptions> = {}): Feed {
  const { root, base, fetch } = repository;
  return new Feed({ store, root, mirrors: [base], fetch, clock: () => NOW, ...options });
}

async function contentOf(feed: Feed): Promise<string[] | null> {
  const view = await feed.open();
  if (!view) return null;
  const pieces = (await view.pieces('watchlist'))!;
  const bytes = await pieces.read(Array.from({ length: pieces.count }, (_, place) => place));
  return [(await view.read('sites.json'))!, ...bytes].map((piece) => new TextDecoder().decode(piece));
}

const OLD = ['old', ...list().map((piece) => new TextDecoder().decode(piece))];
const NEW = ['new', ...list(' changed').map((piece) => new TextDecoder().decode(piece))];

describe('killed', () => {
  /** A worker that dies at one awaited call: that one and all later ones never come back. */
  class Life {
    readonly death = Promise.withResolvers<false>();
    #left: number;
    readonly #after: boolean;

    /** @param after the last call still does its work: its answer is what is lost. */
    constructor(calls: number, after: boolean) {
      this.#left = calls;
      this.#after = after;
    }

    async live<T>(work: () => Promise<T>): Promise<T> {
      if (this.#left-- > 0) return work();
      if (this.#after && this.#left === -1) await work();
      this.death.resolve(false);
      return new Promise(() => {});
    }

    shelf(shelf: Shelf): Shelf {
      return {
        read: (names) => this.live(() => shelf.read(names)),
        write: (changes) => this.live(() => shelf.write(changes)),
        contentKeys: () => this.live(() => shelf.contentKeys()),
      };
    }
  }

  /** True if the worker outlived the update. */
  async function update(shelf: Shelf, calls: number, after: boolean, derive?: FeedOptions['derive']): Promise<boolean> {
    const life = new Life(calls, after);
    const fetch: Fetch = (url, init) => life.live(() => repository.fetch(url, init));
    const feed = feedOver(new FeedStore(life.shelf(shelf)), { fetch, ...(derive && { derive }) });
    return Promise.race([feed.refresh().then(() => true), life.death.promise]);
  }

  it.each([
    ['before', false],
    ['after', true],
  ])(
    '%s each step of an update in turn, then readers see the old version or the new, and the next update succeeds',
    async (_, after) => {
      const make = async (pieces: Pieces) => [text('derived'), text(`from ${pieces.count}`)];
      const derive = { list: { version: '1', make } };
      const synced = new MemoryShelf();
      await feedOver(new FeedStore(synced), { derive }).refresh();
      repository.rotate('snapshot');
      await repository.publish({ watchlist: list(' changed'), 'sites.json': text('new') });
      const seen = { old: 0, new: 0 };
      for (let calls = 0; ; calls++) {
        const shelf = new MemoryShelf(synced);
        const outlived = await update(shelf, calls, after, derive);
        const store = new FeedStore(shelf);
        const content = await contentOf(feedOver(store));
        if (JSON.stringify(content) === JSON.stringify(OLD)) seen.old++;
        else {
          expect(content).toEqual(NEW);
          seen.new++;
        }
        const feed = feedOver(store, { derive });
        expect(await feed.refresh()).toMatchObject({ version: 2 });
        expect(await contentOf(feed)).toEqual(NEW);
        const parts = (await feed.open())!.derived('watchlist')!;
        expect(await parts.read([1, 0])).toEqual([text('from 40'), text('derived')]);
        if (outlived) break;
      }
      expect(seen.old).toBeGreaterThan(20);
      expect(seen.new).toBeGreaterThan(0);
    },
  );

  it.each([
    ['a first sync', false, [null, OLD]],
    ['an update', true, [OLD, NEW]],
  ])(
    'at any step of %s over IndexedDB, then there is one version or the other, and the next update succeeds',
    async (name, synced, versions) => {
      const old = new Map(repository.files);
      if (synced) {
        repository.rotate('snapshot');
        await repository.publish({ watchlist: list(' changed'), 'sites.json': text('new') });
      }
      const now = new Map(repository.files);
      for (let calls = 0; ; calls++) {
        const shelf = () => new IdbShelf(`killed in ${name} ${calls}`);
        Object.assign(repository, { files: old });
        if (synced) await feedOver(new FeedStore(shelf())).refresh();
        Object.assign(repository, { files: now });
        const outlived = await update(shelf(), calls, true);
        expect(versions).toContainEqual(await contentOf(feedOver(new FeedStore(shelf()))));
        const feed = feedOver(new FeedStore(shelf()));
        await feed.refresh();
        expect(await contentOf(feed)).toEqual(versions[1]);
        if (outlived) break;
      }
    },
  );
});

describe('cut off', () => {
  it('between any two requests of a first sync, then the next asks only for what is missing', async () => {
    const isContent = (request: string) => /^(targets|pieces)\//.test(request);
    await feedOver(memoryStore()).refresh();
    const whole = repository.requests.splice(0);
    for (let passed = 0; passed < whole.length; passed++) {
      const store = memoryStore();
      let left = passed;
      const fetch: Fetch = async (url, init) => {
        if (left-- <= 0) throw new TypeError('the line is cut');
        return repository.fetch(url, init);
      };
      expect(await feedOver(store, { fetch }).refresh()).toMatchObject({ code: 'ERR_FEED_UNREACHABLE' });
      const before = repository.requests.splice(0).filter(isContent);
      expect(await feedOver(store).refresh()).toEqual({ kind: 'updated', version: 1 });
      const after = repository.requests.splice(0).filter(isContent);
      expect([...before, ...after].sort()).toEqual(whole.filter(isContent).sort());
      expect(await contentOf(feedOver(store))).toEqual(OLD);
    }
  });

  it('given no connection, then the last list stays and nothing was refused', async () => {
    const store = memoryStore();
    await feedOver(store).refresh();
    const fetch: Fetch = async () => {
      throw new TypeError('offline');
    };
    const feed = feedOver(store, { fetch });
    expect(await feed.refresh()).toMatchObject({ kind: 'failed', code: 'ERR_FEED_UNREACHABLE' });
    expect(await feed.status()).toMatchObject({ state: 'fresh', problem: { code: 'ERR_FEED_UNREACHABLE' } });
    expect(await contentOf(feed)).toEqual(OLD);
  });
});

describe('a full disk', () => {
  it('given IndexedDB over its quota, then it says so and gives back what the attempt took', async () => {
    const store = new FeedStore(new IdbShelf('full'));
    await feedOver(store).refresh();
    const before = [...(await store.keys())].sort();
    await repository.publish({ watchlist: list(' changed'), 'sites.json': text('new') });
    let writes = 0;
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
      if (this.name === 'content' && ++writes > 3) throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, args);
    };
    try {
      const feed = feedOver(store);
      expect(await feed.refresh()).toMatchObject({ kind: 'failed', code: 'ERR_FEED_STORAGE_FULL' });
      expect(await feed.status()).toMatchObject({ state: 'fresh', problem: { code: 'ERR_FEED_STORAGE_FULL' } });
      expect([...(await store.keys())].sort()).toEqual(before);
      expect(await contentOf(feed)).toEqual(OLD);
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    expect(await feedOver(store).refresh()).toEqual({ kind: 'updated', version: 2 });
    expect(await contentOf(feedOver(store))).toEqual(NEW);
  });
});

describe('a disk too full for a partner’s list', () => {
  const fitting = (change: string) => list(` of a partner${change}`);
  const tooLarge = () => Array.from({ length: 40 }, () => crypto.getRandomValues(new Uint8Array(2_000)));

  /** A device with room for so many bytes. */
  class SmallShelf extends MemoryShelf {
    room = Number.POSITIVE_INFINITY;

    get taken(): number {
      return [...this.held.values()].reduce((sum, value) => sum + sizeOf(value), 0);
    }

    override async write(changes: Parameters<Shelf['write']>[0]): Promise<void> {
      const after = new SmallShelf(this);
      await MemoryShelf.prototype.write.call(after, changes);
      if (after.taken > this.room) throw new DOMException('no room', 'QuotaExceededError');
      await super.write(changes);
    }
  }

  const sizeOf = (value: Value) => (value instanceof Uint8Array ? value : text(JSON.stringify(value))).length;

  const publish = (own: 'old' | 'new', harbour: Bytes[], quay: Bytes[]) =>
    repository.publish(
      { watchlist: list(own === 'new' ? ' changed' : ''), 'sites.json': text(own) },
      { partners: { harbour: { 'partners/harbour/watchlist': harbour }, quay: { 'partners/quay/watchlist': quay } } },
    );

  async function partnersOf(feed: Feed): Promise<(string | undefined)[]> {
    const view = (await feed.open())!;
    const firsts = ['harbour', 'quay'].map(async (name) =>
      (await view.pieces(`partners/${name}/watchlist`))?.read([0]),
    );
    return (await Promise.all(firsts)).map((read) => read && new TextDecoder().decode(read[0]));
  }

  it('given a first sync, then all else comes into force, and the status tells whose list does not', async () => {
    const shelf = new SmallShelf();
    shelf.room = 40_000;
    await publish('new', tooLarge(), fitting(''));
    const feed = feedOver(new FeedStore(shelf));
    expect(await feed.refresh()).toEqual({ kind: 'updated', version: 2 });
    expect(await contentOf(feed)).toEqual(NEW);
    expect(await partnersOf(feed)).toEqual([undefined, 'piece 0 of a partner']);
    expect(await feed.status()).toMatchObject({
      state: 'fresh',
      problem: { code: 'ERR_FEED_PARTNER', message: expect.stringMatching(/harbour.*no room/) },
    });
  });

  it.each([
    ['the list itself', tooLarge()],
    ['what is derived from it', fitting(' and much derived')],
  ])('given no room for %s, then the partner’s last list stays and all else is new', async (_, theirs) => {
    const make = async (pieces: Pieces) => {
      const [first] = await pieces.read([0]);
      return [new Uint8Array(new TextDecoder().decode(first).includes('much derived') ? 50_000 : 100)];
    };
    const shelf = new SmallShelf();
    const store = new FeedStore(shelf);
    const feed = feedOver(store, { derive: { list: { version: '1', make } } });
    await publish('old', fitting(''), fitting(''));
    await feed.refresh();
    shelf.room = shelf.taken + 30_000;
    await publish('new', theirs, fitting(' changed'));
    expect(await feed.refresh()).toEqual({ kind: 'updated', version: 3 });
    expect(await contentOf(feed)).toEqual(NEW);
    expect(await partnersOf(feed)).toEqual(['piece 0 of a partner', 'piece 0 of a partner changed']);
    expect(await feed.status()).toMatchObject({ state: 'fresh', version: 3, problem: { code: 'ERR_FEED_PARTNER' } });

    const before = [...(await store.keys())].sort();
    expect(await feed.refresh()).toEqual({ kind: 'unchanged', version: 3 });
    expect([...(await store.keys())].sort()).toEqual(before);

    await publish('new', fitting(' at last'), fitting(' changed'));
    expect(await feed.refresh()).toEqual({ kind: 'updated', version: 4 });
    expect(await partnersOf(feed)).toEqual(['piece 0 of a partner at last', 'piece 0 of a partner changed']);
    expect((await feed.status()).problem).toBeUndefined();
  });

  it('given a team’s list that there is no room for, then nothing comes into force, not a partner’s either', async () => {
    const shelf = new SmallShelf();
    const store = new FeedStore(shelf);
    await publish('old', fitting(''), fitting(''));
    await feedOver(store).refresh();
    const before = [...(await store.keys())].sort();
    shelf.room = shelf.taken + 20_000;
    await repository.publish(
      { watchlist: tooLarge(), 'sites.json': text('new') },
      { partners: { harbour: { 'partners/harbour/watchlist': fitting(' changed') } } },
    );
    const feed = feedOver(store);
    expect(await feed.refresh()).toMatchObject({ kind: 'failed', code: 'ERR_FEED_STORAGE_FULL' });
    expect(await contentOf(feed)).toEqual(OLD);
    expect(await partnersOf(feed)).toEqual(['piece 0 of a partner', 'piece 0 of a partner']);
    expect([...(await store.keys())].sort()).toEqual(before);
  });
});

it('given a disk so full that not even the check can be noted, then the status says so all the same', async () => {
  const shelf = new MemoryShelf();
  await feedOver(new FeedStore(shelf)).refresh();
  await repository.publish({ watchlist: list(' changed'), 'sites.json': text('new') });
  const full = {
    read: (names: readonly Name[]) => shelf.read(names),
    contentKeys: () => shelf.contentKeys(),
    write: async () => {
      throw new DOMException('no room', 'QuotaExceededError');
    },
  };
  const feed = feedOver(new FeedStore(full));
  expect(await feed.refresh()).toMatchObject({ kind: 'failed', code: 'ERR_FEED_STORAGE_FULL' });
  expect(await feed.status()).toMatchObject({ state: 'fresh', problem: { code: 'ERR_FEED_STORAGE_FULL' } });
  expect(await contentOf(feed)).toEqual(OLD);
});

describe('mirrors', () => {
  const mirrors = ['https://first.example/feed', 'https://feed.example/'];

  it.each([
    ['is down', new Response('', { status: 503 })],
    ['shows a sign-in page', new Response('<html>')],
    ['lags behind with a part of the feed missing', new Response('', { status: 404 })],
  ])('given the first %s, then the second is asked', async (_, answer) => {
    const fetch: Fetch = async (url, init) =>
      url.startsWith('https://first') ? answer.clone() : repository.fetch(url, init);
    const feed = feedOver(memoryStore(), { mirrors, fetch });
    expect(await feed.refresh()).toEqual({ kind: 'updated', version: 1 });
    expect((await feed.status()).problem).toBeUndefined();
  });

  it('given one forged and one down, then what is told is the forgery', async () => {
    const fetch: Fetch = async (url) => new Response('{}', { status: url.startsWith('https://first') ? 503 : 200 });
    const feed = feedOver(memoryStore(), { mirrors, fetch });
    expect(await feed.refresh()).toMatchObject({ kind: 'failed', code: 'ERR_FEED_FORMAT' });
  });

  it('given no address at all, then it says whom to ask', async () => {
    const feed = feedOver(memoryStore(), { mirrors: [] });
    expect(await feed.refresh()).toMatchObject({ kind: 'failed', code: 'ERR_FEED_UNSET' });
    expect(await feed.status()).toMatchObject({ state: 'never-synced' });
  });
});

describe('what is derived from a list', () => {
  /** Says which pieces it was made from; and whether by patching. */
  function deriving(version: string) {
    const made: (readonly number[] | 'all')[] = [];
    const make = async (pieces: Pieces, earlier?: Earlier) => {
      made.push(earlier?.changed ?? 'all');
      return [text(`${version} of ${pieces.count}`), new Uint8Array()];
    };
    return { derive: { list: { version, make } }, made };
  }

  it('given an update, then it is made before readers see the list, from the one before and what changed', async () => {
    const store = memoryStore();
    const { derive, made } = deriving('1');
    await feedOver(store, { derive }).refresh();
    await repository.publish({ watchlist: list(' changed') });
    await feedOver(store, { derive }).refresh();
    const view = (await feedOver(store, { derive }).open())!;
    expect(await view.derived('watchlist')!.read([0, 1])).toEqual([text('1 of 40'), new Uint8Array()]);
    expect(made).toEqual(['all', [0, 9, 18, 27, 36]]);
  });

  it('given another Gamekeeper while the list stays, then it is made anew once, without a request, and kept', async () => {
    const store = memoryStore();
    await feedOver(store, { derive: deriving('1').derive }).refresh();
    repository.requests.length = 0;
    const { derive, made } = deriving('2');
    for (let start = 0; start < 3; start++) {
      const view = (await feedOver(store, { derive }).open())!;
      expect(await view.derived('watchlist')!.read([0])).toEqual([text('2 of 40')]);
    }
    expect(made).toEqual(['all']);
    expect(repository.requests).toEqual([]);
  });

  it('given a stored list of a form that only an older Gamekeeper read, then the next one takes its place', async () => {
    const shelf = new MemoryShelf();
    const store = new FeedStore(shelf);
    const { derive, made } = deriving('1');
    await feedOver(store, { derive }).refresh();
    const { key } = (await store.edition())!.files[0]!;
    const [index] = await store.content([key]);
    await store.stage(new Map([[key, index!.with(4, 0)]]));
    await repository.publish({ watchlist: list(' changed'), 'sites.json': text('new') });
    const feed = feedOver(store, { derive });
    expect(await feed.refresh()).toEqual({ kind: 'updated', version: 2 });
    expect(await contentOf(feed)).toEqual(NEW);
    expect(made).toEqual(['all', 'all']);
  });

  it('given a list that it cannot be made from, then that list is not put in force', async () => {
    const store = memoryStore();
    await feedOver(store).refresh();
    await repository.publish({ watchlist: list(' changed'), 'sites.json': text('new') });
    const make = async () => {
      throw new GamekeeperError('ERR_WATCHLIST_PIECE', 'Piece 3 is damaged.');
    };
    const feed = feedOver(store, { derive: { list: { version: '1', make } } });
    expect(await feed.refresh()).toMatchObject({ kind: 'failed', code: 'ERR_WATCHLIST_PIECE' });
    expect(await contentOf(feed)).toEqual(OLD);
  });
});

describe('one refresh at a time', () => {
  it('given two that overlap, then both get the outcome of one', async () => {
    const feed = feedOver(memoryStore());
    const [first, second] = await Promise.all([feed.refresh(), feed.refresh()]);
    expect(first).toBe(second);
    expect(repository.requests.filter((path) => path === 'timestamp.json')).toHaveLength(1);
    expect(await feed.refresh()).toEqual({ kind: 'unchanged', version: 1 });
  });
});

describe('the clock', () => {
  it.each(['2026-03-20', '2031-01-01'])(
    'given a clock that says %s and a server that does not, then the clock is named',
    async (day) => {
      repository.date = NOW;
      const feed = feedOver(memoryStore(), { clock: () => new Date(day) });
      expect(await feed.refresh()).toMatchObject({ kind: 'failed', code: 'ERR_FEED_CLOCK' });
      expect((await feed.status()).state).toBe('never-synced');
    },
  );

  it('given answers that a cache kept for weeks, then their hour says nothing of the clock', async () => {
    const fetch: Fetch = async (url, init) => {
      repository.date = url.endsWith('.root.json') ? NOW : new Date('2026-01-10');
      return repository.fetch(url, init);
    };
    const feed = feedOver(memoryStore(), { fetch });
    expect(await feed.refresh()).toMatchObject({ kind: 'updated' });
    expect((await feed.status()).problem).toBeUndefined();
  });

  it('given an expired feed and a server that agrees on the day, then the feed is what has expired', async () => {
    repository.date = new Date('2026-03-20');
    const feed = feedOver(memoryStore(), { clock: () => new Date('2026-03-20') });
    expect(await feed.refresh()).toMatchObject({ kind: 'failed', code: 'ERR_FEED_EXPIRED' });
    expect((await feed.status()).state).toBe('refused');
  });

  it('given a clock long before the list was made, then the list is used and the clock is named', async () => {
    await repository.publish({ watchlist: list() }, { custom: { published: '2026-03-01T11:00:00Z', entries: 40 } });
    const feed = feedOver(memoryStore(), { clock: () => new Date('2020-01-01T00:00:00Z') });
    expect(await feed.refresh()).toMatchObject({ kind: 'updated' });
    expect(await feed.status()).toMatchObject({ state: 'fresh', entries: 40, problem: { code: 'ERR_FEED_CLOCK' } });
  });

  it('given a clock long before the list was made and a server out of reach, as with a certificate not valid yet, then the clock is named', async () => {
    await repository.publish({ watchlist: list() }, { custom: { published: '2026-03-01T11:00:00Z', entries: 40 } });
    const store = memoryStore();
    await feedOver(store).refresh();
    const fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    const feed = feedOver(store, { fetch, clock: () => new Date('2020-01-01T00:00:00Z') });
    expect(await feed.refresh()).toMatchObject({ kind: 'failed', code: 'ERR_FEED_CLOCK' });
    expect(await feed.status()).toMatchObject({ state: 'fresh', entries: 40 });
  });

  it('given an expiry that passes while nobody refreshes, then the list in force is stale at use', async () => {
    const store = memoryStore();
    await feedOver(store).refresh();
    const later = new Date(Date.parse(repository.expires.timestamp));
    expect((await feedOver(store).status(later)).state).toBe('stale');
    expect((await feedOver(store).status(new Date(later.getTime() - 1))).state).toBe('fresh');
  });
});

describe('partners', () => {
  const partners = { harbour: { 'partners/harbour/watchlist': list(), 'partners/other/watchlist': list() } };

  it('given a delegated list, then it is read under its path, and no path that was not delegated is', async () => {
    await repository.publish({ watchlist: list() }, { partners });
    const feed = feedOver(memoryStore());
    await feed.refresh();
    const view = (await feed.open())!;
    expect(view.files.map(({ name, role }) => [name, role])).toEqual([
      ['watchlist', undefined],
      ['partners/harbour/watchlist', 'harbour'],
    ]);
    expect((await view.pieces('partners/harbour/watchlist'))!.count).toBe(40);
  });

  it('given a partner’s list that cannot be used though it is signed, then the team’s own is renewed', async () => {
    const store = memoryStore();
    const broken = { harbour: { 'partners/harbour/watchlist': text('no index of pieces') } };
    await repository.publish({ watchlist: list(' changed'), 'sites.json': text('new') }, { partners: broken });
    const feed = feedOver(store);
    expect(await feed.refresh()).toMatchObject({ kind: 'updated' });
    expect(await contentOf(feed)).toEqual(NEW);
    expect(await (await feed.open())!.pieces('partners/harbour/watchlist')).toBeUndefined();
    expect(await feed.refresh()).toMatchObject({ kind: 'unchanged' });
    expect(await feed.status()).toMatchObject({ state: 'fresh', problem: { code: 'ERR_FEED_PARTNER' } });
  });

  it('given that only a partner’s list is new, then what readers see is told apart though the version is the same', async () => {
    const feed = feedOver(memoryStore());
    await repository.publish({ watchlist: list() }, { partners });
    await feed.refresh();
    const before = (await feed.open())!;
    repository.versions.targets!--;
    await repository.publish(
      { watchlist: list() },
      { partners: { harbour: { 'partners/harbour/watchlist': list(' changed') } } },
    );
    expect(await feed.refresh()).toEqual({ kind: 'updated', version: before.version });
    expect((await feed.open())!.id).not.toBe(before.id);
  });

  it('given a partner who is trusted and has not signed yet, then nothing is wrong', async () => {
    repository.edit = (role, payload) =>
      role === 'snapshot' ? { ...payload, meta: { 'targets.json': payload.meta['targets.json'] } } : undefined;
    await repository.publish({ watchlist: list(), 'sites.json': text('old') }, { partners });
    const feed = feedOver(memoryStore());
    await feed.refresh();
    expect(await contentOf(feed)).toEqual(OLD);
    expect((await feed.status()).problem).toBeUndefined();
  });

  it('given a partner’s list that is signed wrongly, then its last stays and the team’s own is renewed', async () => {
    const store = memoryStore();
    await repository.publish({ watchlist: list() }, { partners });
    await feedOver(store).refresh();
    const key = repository.partnerKeys.harbour!;
    repository.partnerKeys.harbour = { ...key, private: testKey().private };
    await repository.publish({ watchlist: list(' changed'), 'sites.json': text('new') }, { partners });
    const feed = feedOver(store);
    expect(await feed.refresh()).toMatchObject({ kind: 'updated' });
    expect(await contentOf(feed)).toEqual(NEW);
    expect((await (await feed.open())!.pieces('partners/harbour/watchlist'))!.count).toBe(40);
    expect(await feed.status()).toMatchObject({ state: 'fresh', problem: { code: 'ERR_FEED_PARTNER' } });
  });
});

describe('the pinned root', () => {
  it('given a new root from policy, then the chain of trust starts from it', async () => {
    const store = memoryStore();
    await feedOver(store).refresh();
    const other = await Repository.create(NOW);
    await other.publish({ watchlist: list(' changed'), 'sites.json': text('new') });
    const feed = feedOver(store, { root: other.root, fetch: other.fetch });
    expect(await feed.refresh()).toMatchObject({ kind: 'updated' });
    expect(await contentOf(feed)).toEqual(NEW);
    expect(await feedOver(store, { root: other.root }).refresh()).toMatchObject({ code: 'ERR_FEED_SIGNATURE' });
  });

  it('given the same root as before, then the chain goes on from the newest that was trusted', async () => {
    const store = memoryStore();
    repository.rotate('root');
    await feedOver(store).refresh();
    repository.requests.length = 0;
    await feedOver(store).refresh();
    expect(repository.requests[0]).toBe('3.root.json');
  });
});

describe('names', () => {
  it('given targets named like parts of every object or like paths, then they do nothing', async () => {
    repository.edit = (role, payload) => {
      if (role !== 'targets') return undefined;
      const file = payload.targets['sites.json'];
      return {
        ...payload,
        targets: JSON.parse(
          JSON.stringify({ '../x': file, constructor: file, watch: file }).replace('watch', '__proto__'),
        ),
      };
    };
    await repository.publish({ 'sites.json': text('x') });
    const feed = feedOver(memoryStore());
    expect(await feed.refresh()).toMatchObject({ kind: 'unchanged' });
    const view = (await feed.open())!;
    expect(view.files).toEqual([]);
    for (const name of ['__proto__', 'constructor', '../x', 'toString']) {
      expect(await view.read(name)).toBeUndefined();
      expect(await view.pieces(name)).toBeUndefined();
    }
    expect(({} as Record<string, unknown>).length).toBeUndefined();
  });
});
