/** Whatever happens to the bytes of a published feed on their way: what comes into force was signed, whole, or nothing does. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Repository } from '../../tests/fixtures/feed.ts';
import { reachable } from './edition.ts';
import { Feed } from './feed.ts';
import { sha256Hex } from './hash.ts';
import type { Fetch } from './http.ts';
import { MemoryShelf } from './memory-store.ts';
import { FeedStore } from './store.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const CASES = 10_000;
const NOW = new Date('2026-03-01T12:00:00Z');
const text = (value: string): Bytes => new TextEncoder().encode(value);

/** Mulberry32: the same cases on every machine. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Random = ReturnType<typeof seeded>;

const damages: Record<string, (bytes: Bytes, random: Random, other: Bytes) => Bytes> = {
  flip(bytes, random) {
    const copy = bytes.slice();
    for (let flips = 1 + random(3); flips > 0; flips--) copy[random(copy.length)]! ^= 1 << random(8);
    return copy;
  },
  drop(bytes, random) {
    const from = random(bytes.length);
    const to = from + 1 + random(Math.min(64, bytes.length - from));
    return new Uint8Array([...bytes.subarray(0, from), ...bytes.subarray(to)]);
  },
  swap(bytes, random) {
    const copy = bytes.slice();
    const length = 1 + random(Math.min(40, copy.length >> 1));
    const a = random(copy.length - length + 1);
    const b = random(copy.length - length + 1);
    const kept = copy.slice(a, a + length);
    copy.set(bytes.subarray(b, b + length), a);
    copy.set(kept, b);
    return copy;
  },
  truncate: (bytes, random) => bytes.slice(0, random(bytes.length)),
  replace: (_bytes, _random, other) => other,
  append: (bytes, random) => new Uint8Array([...bytes, ...Array.from({ length: 1 + random(100) }, () => random(256))]),
};

async function refreshed(store: FeedStore, repository: Repository, fetch: Fetch = repository.fetch) {
  const feed = new Feed({ store, root: repository.root, mirrors: [repository.base], fetch, clock: () => NOW });
  return feed.refresh();
}

/** Content already found to be what it is named for. */
const genuine = new WeakSet<Bytes>();

/** Everything a reader can see: content is immutable under its name, so names say all once each is what it is named for. */
async function visible(store: FeedStore): Promise<string> {
  const { version, files } = (await store.edition()) ?? {};
  const keep = [...(await reachable(store, files ?? []))].sort();
  for (const [at, bytes] of (await store.content(keep)).entries()) {
    const key = keep[at]!;
    if (bytes && genuine.has(bytes)) continue;
    if (!bytes || (await sha256Hex(bytes)) !== key) return `damaged content ${key}`;
    genuine.add(bytes);
  }
  return JSON.stringify([version, files, keep]);
}

describe('a feed tampered with', () => {
  let repository: Repository;
  /** Where a client stands before, what it sees then and after an honest update, and the files that the update asks for. */
  let starts: { shelf: MemoryShelf; before: string; after: string; paths: string[] }[];

  beforeAll(async () => {
    const list = (change: string) =>
      Array.from({ length: 20 }, (_, place) => text(`piece ${place}${place % 7 ? '' : change}`));
    repository = await Repository.create(NOW);
    await repository.publish({ watchlist: list(''), 'sites.json': text('old') });
    const synced = new MemoryShelf();
    await refreshed(new FeedStore(synced), repository);
    repository.rotate('snapshot');
    await repository.publish({ watchlist: list(' changed'), 'sites.json': text('new'), 'reporting.json': text('{}') });
    starts = [];
    for (const shelf of [new MemoryShelf(), synced]) {
      repository.requests.length = 0;
      const after = new FeedStore(new MemoryShelf(shelf));
      await refreshed(after, repository);
      const paths = [...new Set(repository.requests.map((request) => request.split(' ')[0]!))];
      starts.push({
        shelf,
        before: await visible(new FeedStore(shelf)),
        after: await visible(after),
        paths: paths.filter((path) => repository.files.has(path)),
      });
    }
    expect(starts[0]!.after).toBe(starts[1]!.after);
  });

  it(`given ${CASES.toLocaleString('en')} damaged answers, then none brings anything into force that was not signed`, async () => {
    const random = seeded(20_260_301);
    const kinds = Object.values(damages);
    const counts = { refused: 0, harmless: 0 };
    for (let number = 0; number < CASES; number++) {
      const start = starts[random(starts.length)]!;
      const path = start.paths[random(start.paths.length)]!;
      const other = repository.files.get(start.paths[random(start.paths.length)]!)!;
      const damage = kinds[random(kinds.length)]!;
      const fetch: Fetch = async (url, init) => {
        const response = await repository.fetch(url, init);
        if (!url.endsWith(path)) return response;
        const bytes = new Uint8Array(await response.arrayBuffer());
        return new Response(damage(bytes, random, other), { status: response.status });
      };
      const store = new FeedStore(new MemoryShelf(start.shelf));
      const outcome = await refreshed(store, repository, fetch);
      const refused = outcome.kind === 'failed';
      const told = refused ? outcome.code : 'updated';
      counts[refused ? 'refused' : 'harmless']++;
      if ((await visible(store)) !== (refused ? start.before : start.after))
        expect.fail(`case ${number}: ${path}, ${told}`);
      if (refused && !told.startsWith('ERR_FEED_')) expect.fail(`case ${number}: ${path}, ${outcome.message}`);
    }
    // Harmless: space between the words of JSON, a file in place of itself, pieces read over but not wanted.
    expect(counts.harmless).toBeLessThan(CASES / 10);
    console.log(`${counts.refused} refused, ${counts.harmless} harmless`);
  }, 600_000);
});
