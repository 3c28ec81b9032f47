/** The pieces of a list as they are stored. */

import { GamekeeperError } from '../errors.ts';
import type { Pieces } from '../watchlist/pieces.ts';
import type { Bytes } from './bytes.ts';
import { sha256Hex } from './hash.ts';
import { decodeHeader, decodeIndex, inflatePiece, type PieceIndex } from './pieces.ts';
import type { FeedStore } from './store.ts';

export async function openPieces(store: FeedStore, indexKey: string): Promise<Pieces> {
  const index = decodeIndex((await contents(store, [indexKey]))[0]!);
  // All of them at once, while their reader still works out which pieces it needs.
  const opening = contents(
    store,
    index.blocks.map(({ key }) => key),
  );
  opening.catch(() => {});
  return {
    count: index.count,
    async read(indices) {
      const headers = await opening;
      const blocks = new Set(indices.map((place) => Math.floor(place / index.perBlock)));
      const parts = new Map(Array.from(blocks, (block) => [block, decodeHeader(headers[block]!, index, block)]));
      const keys = indices.map((place) => parts.get(Math.floor(place / index.perBlock))![place % index.perBlock]!.key);
      return Promise.all((await contents(store, keys)).map((bytes, at) => unpack(bytes, keys[at]!)));
    },
  };
}

/** What was damaged where it is stored comes as bytes that are no piece, so that its reader refuses it by name. */
async function unpack(bytes: Bytes, key: string): Promise<Bytes> {
  const [hash, piece] = await Promise.all([sha256Hex(bytes), inflatePiece(bytes).catch(() => undefined)]);
  return hash === key && piece ? piece : Uint8Array.of(0);
}

/** @throws GamekeeperError ERR_FEED_SUPERSEDED */
export async function contents(store: FeedStore, keys: readonly string[]): Promise<Bytes[]> {
  const found = await store.content(keys);
  if (found.includes(undefined)) {
    throw new GamekeeperError(
      'ERR_FEED_SUPERSEDED',
      'This version of the list has been replaced. Open the feed again to read the one in force.',
    );
  }
  return found as Bytes[];
}

/** Undefined when it is no longer stored, or of a form that only another version reads. */
export async function storedIndex(store: FeedStore, indexKey: string): Promise<PieceIndex | undefined> {
  const [bytes] = await store.content([indexKey]);
  try {
    return bytes && decodeIndex(bytes);
  } catch {
    return undefined;
  }
}

/** The names of all pieces of a list, undefined when it is not stored whole. */
export async function pieceKeys(store: FeedStore, indexKey: string): Promise<string[] | undefined> {
  const index = await storedIndex(store, indexKey);
  if (!index) return undefined;
  const headers = await store.content(index.blocks.map(({ key }) => key));
  if (headers.includes(undefined)) return undefined;
  return headers.flatMap((header, block) => decodeHeader(header!, index, block).map(({ key }) => key));
}
