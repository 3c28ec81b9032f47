/**
 * Which entries a key leads to: made by the browser from the pieces of a list, opened cold as one ArrayBuffer. A key that is
 * not on the list is answered here, without reading a piece (a key that shares its known bits with a listed one leads to
 * an entry in vain).
 *
 * Little endian words: magic "GKWD" · format · number of pieces · bits of a place · numbers of buckets and photos · marks ·
 * buckets+1 starts · one record for each key · for each photo its entry and eight words of hash, since a photo that is only
 * nearly the same has no key. An entry is told by its piece with its place in it beneath. A key's high bits name its
 * bucket; its record is the key's low bits with the entry beneath. The marks are two bits of one word for each key: most keys
 * that are sought are on no list, and these few bytes, which fit a processor's cache, say so.
 */
import { GamekeeperError } from '../errors.ts';
import { bitsSet, SAME_PHOTO, wordsOfHash } from '../profile/pdq.ts';
import { filedKeys } from './keys.ts';
import { Piece } from './piece.ts';
import type { Earlier, Pieces } from './pieces.ts';

const MAGIC = 0x44574b47;
/** To be raised whenever the form below or the keys of an entry change: what browsers have stored is then made anew. */
const FORMAT = 3;
const HEADER_WORDS = 6;
const PHOTO_WORDS = 9;
const KEYS_PER_BUCKET = 4;
/** Words of marks to a bucket: 8 bits to a key, so that one in eighteen absent keys is looked for in vain. */
const MARK_WORDS = 1;
/** Pieces are read in batches so that building holds little at a time. */
const BATCH = 128;

/** The directory of `pieces`, as bytes to be stored beside them. From an earlier one only the changed pieces are read. */
export async function buildDirectory(pieces: Pieces, earlier?: Earlier): Promise<Uint8Array<ArrayBuffer>> {
  const old = earlier && opened(earlier.derived, pieces.count);
  const fresh = await fileEntries(pieces, old ? earlier.changed : Array.from({ length: pieces.count }, (_, at) => at));
  if (!old) return assemble(pieces.count, fresh);
  // Patched until the buckets suit no more.
  const crowding = (old.keyCount + fresh.keyCount) / old.buckets / KEYS_PER_BUCKET;
  const suits = fresh.placeBits <= old.placeBits && crowding < 2 && crowding > 0.25;
  return suits ? assemble(pieces.count, fresh, old, earlier.changed) : buildDirectory(pieces);
}

/** How a browser has it ready before the first look-up, as `Derive` of src/feed/derived.ts. */
export const derivedDirectory = { version: `directory-${FORMAT}`, make: buildDirectory };

/** What some pieces hold: for each the keys of its entries, each key with its place; and the photos with piece and place. */
interface Filed {
  keys: Map<number, Uint32Array>;
  keyCount: number;
  placeBits: number;
  photos: { piece: number; place: number; words: readonly number[] }[];
}

async function fileEntries(pieces: Pieces, indices: readonly number[]): Promise<Filed> {
  const filed: Filed = { keys: new Map(), keyCount: 0, placeBits: 0, photos: [] };
  for (let start = 0; start < indices.length; start += BATCH) {
    const batch = indices.slice(start, start + BATCH);
    for (const [at, bytes] of (await pieces.read(batch)).entries()) {
      const piece = batch[at]!;
      const entries = new Piece(bytes, piece).entries();
      const keys = Uint32Array.from(entries.flatMap((entry, place) => filedKeys(entry).flatMap((key) => [key, place])));
      filed.keys.set(piece, keys);
      filed.keyCount += keys.length / 2;
      filed.placeBits = Math.max(filed.placeBits, bitsFor(entries.length));
      for (const [place, { photos }] of entries.entries())
        for (const { pdq } of photos) filed.photos.push({ piece, place, words: wordsOfHash(pdq) });
    }
  }
  return filed;
}

/** @param old what to take over, but for what it says of the pieces `changed` */
function assemble(
  pieces: number,
  fresh: Filed,
  old?: Directory,
  changed: readonly number[] = [],
): Uint8Array<ArrayBuffer> {
  const placeBits = old?.placeBits ?? fresh.placeBits;
  const entryBits = bitsFor(pieces) + placeBits;
  const bucketBits = Math.round(Math.log2(Math.max(1, fresh.keyCount / KEYS_PER_BUCKET)));
  const buckets = old?.buckets ?? 2 ** Math.max(0, Math.min(24, bucketBits));
  const bucketOf = bucketFinder(buckets);
  const gone = new Uint8Array(pieces);
  for (const piece of changed) gone[piece] = 1;

  const eachRecord = (visit: (bucket: number, record: number) => void) => {
    old?.each((bucket, record, piece) => {
      if (!gone[piece]) visit(bucket, record);
    });
    for (const [piece, keys] of fresh.keys) {
      for (let at = 0; at < keys.length; at += 2) {
        const key = keys[at]!;
        visit(bucketOf(key), (key << entryBits) | (piece << placeBits) | keys[at + 1]!);
      }
    }
  };
  const photos = [
    ...(old?.photoRecords() ?? []).filter(([entry]) => !gone[entry! >>> placeBits]).map((record) => [...record]),
    ...fresh.photos.map(({ piece, place, words }) => [(piece << placeBits) | place, ...words]),
  ];

  // Counting sort: count, turn counts into ends, fill each bucket from its end down; then they are starts.
  const ends = new Uint32Array(buckets + 1);
  eachRecord((bucket) => ends[bucket]!++);
  for (let bucket = 1; bucket <= buckets; bucket++) ends[bucket]! += ends[bucket - 1]!;
  const photoWords = photos.length * PHOTO_WORDS;
  const words = new Uint32Array(HEADER_WORDS + buckets * MARK_WORDS + buckets + 1 + ends[buckets]! + photoWords);
  words.set([MAGIC, FORMAT, pieces, placeBits, buckets, photos.length]);
  words.set(photos.flat(), words.length - photoWords);
  const { marks, starts, records } = parts(words, buckets, photoWords);
  starts.set(ends);
  eachRecord((bucket, record) => {
    records[--starts[bucket]!] = record;
  });
  // Marks of what is gone stay: they cost a look in vain, no wrong answer.
  if (old) marks.set(old.marks);
  for (const keys of fresh.keys.values()) {
    for (let at = 0; at < keys.length; at += 2) {
      marks[markWord(keys[at]!, marks.length)]! |= markBits(keys[at]!);
    }
  }
  return new Uint8Array(words.buffer);
}

/** Undefined when it is damaged, of an older Gamekeeper or of another list: then it is made anew. */
function opened(bytes: Uint8Array<ArrayBuffer>, pieces: number): Directory | undefined {
  try {
    return new Directory(bytes, pieces);
  } catch {
    return undefined;
  }
}

export class Directory {
  readonly placeBits: number;
  readonly buckets: number;
  readonly marks: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #records: Uint32Array;
  readonly #photos: Uint32Array;
  readonly #bucketOf: (key: number) => number;
  readonly #entryBits: number;

  /** @param pieceCount of the list that this directory was built from. */
  constructor(bytes: Uint8Array<ArrayBuffer>, pieceCount: number) {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >>> 2);
    const [magic, format, pieces, placeBits = 0, buckets = 0, photoCount = 0] = words;
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
    this.placeBits = placeBits;
    this.buckets = buckets;
    this.marks = open.marks;
    this.#starts = open.starts;
    this.#records = open.records;
    this.#photos = open.photos;
    this.#bucketOf = bucketFinder(buckets);
    this.#entryBits = bitsFor(pieceCount) + placeBits;
  }

  get keyCount(): number {
    return this.#records.length;
  }

  /** Calls `visit` with each entry that may be filed under one of `keys`: its piece, and its place in that. */
  find(keys: readonly number[], visit: (piece: number, place: number) => void): void {
    // Nearly all are answered here, thousands of them by a worker that has just woken: nothing is called for those.
    const { marks } = this;
    const last = marks.length - 1;
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at]!;
      const bits = (1 << (key & 31)) | (1 << (key >>> 27));
      if ((marks[(key >>> 5) & last]! & bits) === bits) this.#find(key, visit);
    }
  }

  #find(key: number, visit: (piece: number, place: number) => void): void {
    const bucket = this.#bucketOf(key);
    const wanted = (key << this.#entryBits) >>> this.#entryBits;
    for (let index = this.#starts[bucket]!; index < this.#starts[bucket + 1]!; index++) {
      const record = this.#records[index]!;
      if (record >>> this.#entryBits === wanted) this.#visit(record, visit);
    }
  }

  get photoCount(): number {
    return this.#photos.length / PHOTO_WORDS;
  }

  /** Calls `visit` with each entry that has the same photo as one with these eight words of hash. */
  findPhotos(words: readonly number[], visit: (piece: number, place: number) => void): void {
    for (let photo = 0; photo < this.#photos.length; photo += PHOTO_WORDS) {
      let distance = 0;
      for (let word = 1; word < PHOTO_WORDS; word++)
        distance += bitsSet(this.#photos[photo + word]! ^ words[word - 1]!);
      if (distance <= SAME_PHOTO) this.#visit(this.#photos[photo]!, visit);
    }
  }

  each(visit: (bucket: number, record: number, piece: number) => void): void {
    const mask = 2 ** this.#entryBits - 1;
    for (let bucket = 0; bucket < this.buckets; bucket++) {
      for (let index = this.#starts[bucket]!; index < this.#starts[bucket + 1]!; index++) {
        const record = this.#records[index]!;
        visit(bucket, record, (record & mask) >>> this.placeBits);
      }
    }
  }

  photoRecords(): Uint32Array[] {
    return Array.from({ length: this.photoCount }, (_, photo) =>
      this.#photos.subarray(photo * PHOTO_WORDS, (photo + 1) * PHOTO_WORDS),
    );
  }

  #visit(record: number, visit: (piece: number, place: number) => void): void {
    const entry = record & (2 ** this.#entryBits - 1);
    visit(entry >>> this.placeBits, entry & (2 ** this.placeBits - 1));
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

/** Keys of one word of marks stand in many buckets. */
function markWord(key: number, markWords: number): number {
  return (key >>> 5) & (markWords - 1);
}

function markBits(key: number): number {
  return (1 << (key & 31)) | (1 << (key >>> 27));
}

function bucketFinder(buckets: number): (key: number) => number {
  const shift = 32 - Math.log2(buckets);
  return shift === 32 ? () => 0 : (key) => key >>> shift;
}

function bitsFor(count: number): number {
  return Math.max(0, Math.ceil(Math.log2(count)));
}
