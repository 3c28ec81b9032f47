/**
 * Which piece a key leads to: built once when a list arrives, opened cold as one ArrayBuffer. A key that is not on the list
 * is answered here, without reading a piece (a key that shares its 32 bits with a listed one reads one piece in vain).
 *
 * Little endian words: magic "GKWD" · format · numbers of pieces, buckets and photos · marks · buckets+1 starts · one record
 * for each key · photo hashes, eight words each, since a photo that is only nearly the same has no key. A key's high
 * bits name its bucket; its record is the key's low bits with the piece's number beneath. The marks are one bit for each
 * key: most keys that are sought are on no list, and these few bytes, which fit a processor's cache, say so.
 */
import { GamekeeperError } from '../errors.ts';
import { bitsSet, SAME_PHOTO } from '../profile/pdq.ts';
import { PHOTO_WORDS, Piece } from './piece.ts';
import type { Pieces } from './pieces.ts';

const MAGIC = 0x44574b47;
const FORMAT = 1;
const HEADER_WORDS = 5;
const KEYS_PER_BUCKET = 4;
/** Words of marks to a bucket: 8 bits to a key, so that one in eight absent keys is looked for in vain. */
const MARK_WORDS = 1;
/** Pieces are read in batches so that building holds little at a time. */
const BATCH = 256;

/** The directory of `pieces`, as bytes to be stored beside them. Every piece is read and checked. */
export async function buildDirectory(pieces: Pieces): Promise<Uint8Array<ArrayBuffer>> {
  const keysOfPiece: Uint32Array[] = [];
  const photos: number[] = [];
  for (let start = 0; start < pieces.count; start += BATCH) {
    const indices = Array.from({ length: Math.min(BATCH, pieces.count - start) }, (_, offset) => start + offset);
    const batch = await pieces.read(indices);
    for (const [offset, bytes] of batch.entries()) {
      const piece = new Piece(bytes, start + offset);
      // A copy, or every piece of a large list would stay in memory until the end.
      keysOfPiece.push(piece.keys().slice());
      for (const word of piece.photos()) photos.push(word);
    }
  }

  const keyCount = keysOfPiece.reduce((sum, keys) => sum + keys.length, 0);
  const bucketBits = Math.max(0, Math.min(24, Math.round(Math.log2(Math.max(1, keyCount / KEYS_PER_BUCKET)))));
  const buckets = 2 ** bucketBits;
  const words = new Uint32Array(HEADER_WORDS + buckets * MARK_WORDS + buckets + 1 + keyCount + photos.length);
  words.set([MAGIC, FORMAT, pieces.count, buckets, photos.length / PHOTO_WORDS]);
  words.set(photos, words.length - photos.length);
  const { marks, starts, records } = parts(words, buckets, photos.length);
  const bucketOf = bucketFinder(buckets);
  const pieceBits = bitsFor(pieces.count);

  // Counting sort: count, turn counts into ends, fill each bucket from its end down; then they are starts.
  for (const keys of keysOfPiece) for (const key of keys) starts[bucketOf(key)]!++;
  for (let bucket = 1; bucket <= buckets; bucket++) starts[bucket]! += starts[bucket - 1]!;
  for (const [piece, keys] of keysOfPiece.entries()) {
    for (const key of keys) {
      records[--starts[bucketOf(key)]!] = (key << pieceBits) | piece;
      const mark = markOf(key, marks.length);
      marks[mark >>> 5]! |= 1 << (mark & 31);
    }
  }
  return new Uint8Array(words.buffer);
}

export class Directory {
  readonly #marks: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #records: Uint32Array;
  readonly #photos: Uint32Array;
  readonly #bucketOf: (key: number) => number;
  readonly #pieceBits: number;

  /** @param pieceCount of the list that this directory was built from. */
  constructor(bytes: Uint8Array<ArrayBuffer>, pieceCount: number) {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >>> 2);
    const [magic, format, pieces, buckets = 0, photoCount = 0] = words;
    const photoWords = photoCount * PHOTO_WORDS;
    const starts = HEADER_WORDS + buckets * MARK_WORDS;
    const whole = words[starts + buckets] === words.length - starts - buckets - 1 - photoWords;
    if (magic !== MAGIC || format !== FORMAT || pieces !== pieceCount || !whole) {
      throw new GamekeeperError(
        'ERR_WATCHLIST_DIRECTORY',
        'The directory of the watch list is damaged or belongs to another list. It must be built again from the pieces.',
      );
    }
    const open = parts(words, buckets, photoWords);
    this.#marks = open.marks;
    this.#starts = open.starts;
    this.#records = open.records;
    this.#photos = open.photos;
    this.#bucketOf = bucketFinder(buckets);
    this.#pieceBits = bitsFor(pieceCount);
  }

  /** Calls `visit` with each piece that may hold an entry filed under `key`. */
  find(key: number, visit: (piece: number) => void): void {
    const mark = markOf(key, this.#marks.length);
    if ((this.#marks[mark >>> 5]! & (1 << (mark & 31))) === 0) return;
    const bucket = this.#bucketOf(key);
    const wanted = (key << this.#pieceBits) >>> this.#pieceBits;
    for (let index = this.#starts[bucket]!; index < this.#starts[bucket + 1]!; index++) {
      const record = this.#records[index]!;
      if (record >>> this.#pieceBits === wanted) visit(record & ((1 << this.#pieceBits) - 1));
    }
  }

  get photoCount(): number {
    return this.#photos.length / PHOTO_WORDS;
  }

  /** The listed photos that are the same as one with these eight words of hash, each as its words. */
  findPhotos(words: readonly number[]): Uint32Array[] {
    const found: Uint32Array[] = [];
    for (let start = 0; start < this.#photos.length; start += PHOTO_WORDS) {
      let distance = 0;
      for (let word = 0; word < PHOTO_WORDS; word++) distance += bitsSet(this.#photos[start + word]! ^ words[word]!);
      if (distance <= SAME_PHOTO) found.push(this.#photos.subarray(start, start + PHOTO_WORDS));
    }
    return found;
  }
}

function parts(words: Uint32Array, buckets: number, photoWords: number) {
  const starts = HEADER_WORDS + buckets * MARK_WORDS;
  return {
    marks: words.subarray(HEADER_WORDS, starts),
    starts: words.subarray(starts, starts + buckets + 1),
    records: words.subarray(starts + buckets + 1, words.length - photoWords),
    photos: words.subarray(words.length - photoWords),
  };
}

/** The low bits, since the high ones name the bucket. */
function markOf(key: number, markWords: number): number {
  return key & (markWords * 32 - 1);
}

function bucketFinder(buckets: number): (key: number) => number {
  const shift = 32 - Math.log2(buckets);
  return shift === 32 ? () => 0 : (key) => key >>> shift;
}

function bitsFor(count: number): number {
  return Math.max(0, Math.ceil(Math.log2(count)));
}
