/** The pieces of a list as they are stored. */

import { GamekeeperError } from '../errors.ts';
import type { Pieces } from '../watchlist/pieces.ts';
import type { Bytes } from './bytes.ts';
import { sha256Hex } from './hash.ts';
import { decodeHeader, decodeIndex, headerBytes, inflatePiece, type PieceIndex, ROW } from './pieces.ts';
import type { FeedStore } from './store.ts';

export async function openPieces(store: FeedStore, indexKey: string): Promise<Pieces> {
  const index = decodeIndex((await contents(store, [indexKey]))[0]!);
  const headerKeys = index.blocks.map(({ key }) => key);
  // All of them at once, while their reader still works out which pieces it needs.
  let opening: Promise<Bytes[]> | undefined = contents(store, headerKeys);
  opening.catch(() => {});
  return {
    count: index.count,
    async read(indices) {
      opening ??= contents(store, headerKeys);
      const headers = await opening;
      const blockOf = (place: number) => Math.floor(place / index.perBlock);
      const blocks = new Set(indices.map(blockOf));
      const named = new Map(Array.from(blocks, (block) => [block, keysIn(headers[block]!, index, block)]));
      const keys = indices.map((place) => named.get(blockOf(place))![place % index.perBlock]!);
      const unpacked = async (bytes: Bytes | undefined, at: number) => {
        const piece = bytes && (await unpack(bytes, keys[at]!));
        if (piece) return piece;
        // Hashed only here: a look-up that finds all it needs does not pay for it.
        const block = blockOf(indices[at]!);
        const whole = (await sha256Hex(headers[block]!)) === headerKeys[block];
        if (!bytes && whole) throw superseded();
        // By the next time it may be mended.
        if (!whole) opening = undefined;
        // What was damaged where it is stored comes as bytes that are no piece, so that its reader refuses it by name.
        return Uint8Array.of(0);
      };
      return Promise.all((await store.content(keys)).map(unpacked));
    },
  };
}

/** Undefined when it was damaged where it is stored. */
async function unpack(bytes: Bytes, key: string): Promise<Bytes | undefined> {
  const [hash, piece] = await Promise.all([sha256Hex(bytes), inflatePiece(bytes).catch(() => undefined)]);
  return hash === key ? piece : undefined;
}

/** The names of a block's pieces. Where its header is so damaged that it gives none, its own stands for each of them. */
function keysIn(header: Bytes, index: PieceIndex, block: number): string[] {
  try {
    return decodeHeader(header, index, block).map(({ key }) => key);
  } catch {
    return Array(headerBytes(index, block) / ROW).fill(index.blocks[block]!.key);
  }
}

/** @throws GamekeeperError ERR_FEED_SUPERSEDED */
export async function contents(store: FeedStore, keys: readonly string[]): Promise<Bytes[]> {
  const found = await store.content(keys);
  if (found.includes(undefined)) throw superseded();
  return found as Bytes[];
}

function superseded(): GamekeeperError {
  return new GamekeeperError(
    'ERR_FEED_SUPERSEDED',
    'This version of the list has been replaced. Open the feed again to read the one in force.',
  );
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
  return headers.flatMap((header, block) => keysIn(header!, index, block));
}
