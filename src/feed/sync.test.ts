import { beforeEach, describe, expect, it } from 'vitest';
import { Repository } from '../../tests/fixtures/feed.ts';
import { encodePieces } from '../publisher/encode-pieces.ts';
import type { Fetch } from './http.ts';
import { memoryStore } from './memory-store.ts';
import { decodeIndex, headerBytes, type PieceIndex } from './pieces.ts';
import type { FeedStore } from './store.ts';
import { openPieces } from './stored-pieces.ts';
import { syncPieces } from './sync.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Pieces that do not shrink, so that gaps between them are as wide as they look. */
function noise(place: number, edition: number): Bytes {
  const bytes = new Uint8Array(3_000);
  let state = place * 7919 + edition * 104_729 + 1;
  for (let offset = 0; offset < bytes.length; offset++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[offset] = state >>> 16;
  }
  return bytes;
}

const list = (count: number, changed: readonly number[] = []) =>
  Array.from({ length: count }, (_, place) => noise(place, changed.includes(place) ? 2 : 1));

let repository: Repository;
let store: FeedStore;

beforeEach(async () => {
  repository = await Repository.create();
  store = memoryStore();
});

async function publish(pieces: Bytes[]): Promise<{ index: PieceIndex; key: string }> {
  const { index, files } = encodePieces(pieces);
  for (const { path, bytes } of files) repository.files.set(path, bytes);
  const key = `index of ${pieces.length}`;
  await store.stage(new Map([[key, index]]));
  return { index: decodeIndex(index), key };
}

async function sync(index: PieceIndex, first: boolean, fetch: Fetch = repository.fetch): Promise<string[]> {
  repository.requests.length = 0;
  repository.sent = 0;
  await syncPieces(index, { store, fetch, base: repository.base, first }, await store.keys());
  return repository.requests;
}

/** Every answer with one byte other than it was, at `place`, counted from the end if negative. */
const forging =
  (place: number): Fetch =>
  async (url, init) => {
    const response = await repository.fetch(url, init);
    const bytes = new Uint8Array(await response.arrayBuffer());
    bytes[place < 0 ? bytes.length + place : place]! ^= 1;
    return new Response(bytes, { status: response.status });
  };

const refused = (code: string) => expect.objectContaining({ code });

describe('a first sync', () => {
  it('asks for whole blocks, one request each', async () => {
    const { index, key } = await publish(list(100));
    expect(await sync(index, true)).toHaveLength(index.blocks.length);
    const pieces = await openPieces(store, key);
    expect(await pieces.read([99, 0, 42, 42])).toEqual([99, 0, 42, 42].map((place) => noise(place, 1)));
  });

  it.each([
    ['its header', 4],
    ['the length in its header', 0],
    ['its last piece', -1],
  ])('given a block forged in %s, then it is refused and nothing of it is kept', async (_, place) => {
    const { index } = await publish(list(10));
    await expect(sync(index, true, forging(place))).rejects.toThrow(refused('ERR_FEED_HASH'));
    expect([...(await store.keys())]).toEqual(['index of 10']);
  });

  it.each([
    ['is not there', 404, 'ERR_FEED_MISSING'],
    ['is cut short', 200, 'ERR_FEED_HASH'],
  ])('given a block that %s, then the sync ends', async (_, status, code) => {
    const { index } = await publish(list(10));
    await expect(sync(index, true, async () => new Response('x', { status }))).rejects.toThrow(refused(code));
  });

  it('given one block that is not there, then what is under way is kept and nothing more is begun', async () => {
    const { index } = await publish(list(400));
    let answers = 0;
    const fetch: Fetch = async (url, init) =>
      answers++ === 0 ? new Response('', { status: 404 }) : repository.fetch(url, init);
    await expect(sync(index, true, fetch)).rejects.toThrow(refused('ERR_FEED_MISSING'));
    expect(answers).toBeLessThan(index.blocks.length / 2);
    const kept = (await store.keys()).size;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await store.keys()).size).toBe(kept);
  });

  it('given a block longer than was signed, then no more than that is read', async () => {
    const { index } = await publish(list(10));
    const { key, length } = index.blocks[0]!;
    const path = `pieces/${key.slice(0, 2)}/${key}`;
    repository.files.set(path, new Uint8Array([...repository.files.get(path)!, 0]));
    await expect(sync(index, true)).rejects.toThrow(refused('ERR_FEED_TOO_LARGE'));
    expect(repository.sent).toBe(length + 1);
  });
});

describe('an update', () => {
  beforeEach(async () => {
    await sync((await publish(list(64))).index, true);
  });

  it('given one changed piece, then it reads one header and that piece', async () => {
    const { index } = await publish(list(64, [20]));
    expect(await sync(index, false)).toHaveLength(2);
    expect(repository.sent).toBeLessThan(headerBytes(index, 0) + 3_100);
  });

  it('given neighbours and near neighbours, then they are read in one range', async () => {
    const { index } = await publish(list(64, [20, 21, 23]));
    expect(await sync(index, false)).toHaveLength(2);
  });

  it('given changes far apart in a block, then a range is asked for each, and nothing between them', async () => {
    const { index, key } = await publish(list(64, [0, 2, 7, 15]));
    const { length } = index.blocks[0]!;
    expect(await sync(index, false)).toHaveLength(1 + 3);
    expect(repository.sent).toBeLessThan(length / 2);
    expect(await (await openPieces(store, key)).read([0, 1, 15])).toEqual([noise(0, 2), noise(1, 1), noise(15, 2)]);
  });

  it('given an answer longer than the range asked for, then no more than that is read', async () => {
    const { index } = await publish(list(64, [20]));
    const { key, length } = index.blocks[1]!;
    const fetch: Fetch = async (url, init) => {
      await repository.fetch(url, init);
      return new Response(repository.files.get(`pieces/${key.slice(0, 2)}/${key}`), { status: 206 });
    };
    await expect(sync(index, false, fetch)).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_FEED_TOO_LARGE',
        message: expect.stringContaining(` ${headerBytes(index, 1)} bytes`),
      }),
    );
    expect(headerBytes(index, 1)).toBeLessThan(length);
  });

  it('given a piece forged in a range, then it is refused and not kept', async () => {
    const { index } = await publish(list(64, [20]));
    const before = (await store.keys()).size;
    let answers = 0;
    const fetch: Fetch = async (url, init) => (++answers === 2 ? forging(7)(url, init) : repository.fetch(url, init));
    await expect(sync(index, false, fetch)).rejects.toThrow(refused('ERR_FEED_HASH'));
    expect((await store.keys()).size).toBe(before);
  });

  it('given the same list again, then nothing is asked for', async () => {
    const { index } = await publish(list(64));
    expect(await sync(index, false)).toEqual([]);
  });
});
