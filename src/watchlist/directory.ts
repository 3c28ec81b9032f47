/**
 * Which piece a key leads to: built once when a list arrives, opened cold as one ArrayBuffer. A key that is not on the list
 * is answered here, without reading a piece (a key that shares its 32 bits with a listed one reads one piece in vain).
 *
 * Little endian words: magic "GKWD" · format · pieces · buckets · buckets+1 ends · one record per key. A key's high bits
 * name its bucket; its record is the key's low bits with the piece's number beneath.
 */
import { GamekeeperError } from '../errors.ts';
import { Piece } from './piece.ts';
import type { Pieces } from './pieces.ts';

const MAGIC = 0x44574b47;
const FORMAT = 1;
const HEADER_WORDS = 4;
const KEYS_PER_BUCKET = 4;
/** Pieces are read in batches so that building holds little at a time. */
const BATCH = 256;

/** The directory of `pieces`, as bytes to be stored beside them. Every piece is read and checked. */
export async function buildDirectory(pieces: Pieces): Promise<Uint8Array<ArrayBuffer>> {
  const keysOfPiece: Uint32Array[] = [];
  for (let start = 0; start < pieces.count; start += BATCH) {
    const indices = Array.from({ length: Math.min(BATCH, pieces.count - start) }, (_, offset) => start + offset);
    const batch = await pieces.read(indices);
    for (const [offset, bytes] of batch.entries()) keysOfPiece.push(new Piece(bytes, start + offset).keys());
  }

  const keyCount = keysOfPiece.reduce((sum, keys) => sum + keys.length, 0);
  const bucketBits = Math.max(0, Math.min(24, Math.round(Math.log2(Math.max(1, keyCount / KEYS_PER_BUCKET)))));
  const buckets = 2 ** bucketBits;
  const words = new Uint32Array(HEADER_WORDS + buckets + 1 + keyCount);
  words.set([MAGIC, FORMAT, pieces.count, buckets]);
  const ends = words.subarray(HEADER_WORDS, HEADER_WORDS + buckets + 1);
  const records = words.subarray(HEADER_WORDS + buckets + 1);
  const bucketOf = bucketFinder(buckets);
  const pieceBits = bitsFor(pieces.count);

  // Counting sort: count, turn counts into ends, fill each bucket from its end down; `ends` are then starts.
  for (const keys of keysOfPiece) for (const key of keys) ends[bucketOf(key)]!++;
  for (let bucket = 1; bucket <= buckets; bucket++) ends[bucket]! += ends[bucket - 1]!;
  for (const [piece, keys] of keysOfPiece.entries()) {
    for (const key of keys) records[--ends[bucketOf(key)]!] = (key << pieceBits) | piece;
  }
  return new Uint8Array(words.buffer);
}

export class Directory {
  readonly #ends: Uint32Array;
  readonly #records: Uint32Array;
  readonly #bucketOf: (key: number) => number;
  readonly #pieceBits: number;

  /** @param pieceCount of the list that this directory was built from. */
  constructor(bytes: Uint8Array<ArrayBuffer>, pieceCount: number) {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >>> 2);
    const buckets = words[3] ?? 0;
    if (
      words[0] !== MAGIC ||
      words[1] !== FORMAT ||
      words[2] !== pieceCount ||
      words[HEADER_WORDS + buckets] !== words.length - HEADER_WORDS - buckets - 1
    ) {
      throw new GamekeeperError(
        'ERR_WATCHLIST_DIRECTORY',
        'The directory of the watch list is damaged or belongs to another list. It must be built again from the pieces.',
      );
    }
    this.#ends = words.subarray(HEADER_WORDS, HEADER_WORDS + buckets + 1);
    this.#records = words.subarray(HEADER_WORDS + buckets + 1);
    this.#bucketOf = bucketFinder(buckets);
    this.#pieceBits = bitsFor(pieceCount);
  }

  /** Calls `visit` with each piece that may hold an entry filed under `key`. */
  find(key: number, visit: (piece: number) => void): void {
    const bucket = this.#bucketOf(key);
    const wanted = (key << this.#pieceBits) >>> this.#pieceBits;
    for (let index = this.#ends[bucket]!; index < this.#ends[bucket + 1]!; index++) {
      const record = this.#records[index]!;
      if (record >>> this.#pieceBits === wanted) visit(record & ((1 << this.#pieceBits) - 1));
    }
  }
}

function bucketFinder(buckets: number): (key: number) => number {
  const shift = 32 - Math.log2(buckets);
  return shift === 32 ? () => 0 : (key) => key >>> shift;
}

function bitsFor(count: number): number {
  return Math.max(0, Math.ceil(Math.log2(count)));
}
