/**
 * Which entries a key leads to: made by the browser from the pieces of a list when it arrives, and stored in parts, so that
 * a worker that has just woken reads the few pages that the keys of its people are on. A key that is not on the list is
 * answered here, without reading a piece (one that is by chance that of another entry leads to it in vain).
 *
 * Little endian words. Head: magic "GKWD" · format · numbers of pieces, photos, records and words of marks · the first key
 * of each page. Marks: two bits of one word for each lone key; most of those that are sought are on no list, and need no
 * page to be read. Photos: for each its entry and eight words of hash, since a photo that is only nearly the same has no
 * key. Pages: records of entry and key, by key. An entry is told by its piece with its place in it beneath.
 */
import { GamekeeperError } from '../errors.ts';
import { bitsSet, SAME_PHOTO, wordsOfHash } from '../profile/pdq.ts';
import { isLone } from './hash.ts';
import { filedKeys } from './keys.ts';
import { MOST_ENTRIES_BITS, Piece } from './piece.ts';
import type { Earlier, Parts, Pieces } from './pieces.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const MAGIC = 0x44574b47;
/** To be raised whenever the form above or the keys of an entry change: what browsers have stored is then made anew. */
const FORMAT = 5;
/** Numbers of parts. The head and the marks are read first; in parts of some ten thousand bytes a browser reads fastest. */
const HEAD_PARTS = [0, 1, 2, 3, 4];
const MARK_PARTS = HEAD_PARTS.length - 1;
const PHOTOS = 5;
const FIRST_PAGE = 6;
const HEAD_WORDS = 6;
const PHOTO_WORDS = 9;
const RECORD_WORDS = 2;
/** Four bits to a lone key: one in seven absent keys is looked for in vain. */
const KEYS_PER_MARK = 8;
const PAGE_WORDS = 2_048 * RECORD_WORDS;
/** The records of one key are followed over no more pages than that. */
const MOST_PAGES = 2;
/** Pieces are read in batches so that building holds little at a time. */
const BATCH = 128;
/** Words of pages that are kept at hand once read. */
const MOST_HELD = 2 ** 20;

type Visit = (piece: number, place: number) => void;

/** The directory of `pieces`, in parts to be stored beside them. From an earlier one only the changed pieces are read. */
export async function buildDirectory(pieces: Pieces, earlier?: Earlier): Promise<Bytes[]> {
  const old = earlier && opened(earlier.derived, pieces.count);
  const changed = old ? earlier.changed : Array.from({ length: pieces.count }, (_, at) => at);
  const fresh = await fileEntries(pieces, changed);
  const gone = new Uint8Array(pieces.count);
  for (const piece of changed) gone[piece] = 1;
  const stays = (entry: number) => !gone[entry >>> MOST_ENTRIES_BITS];

  const kept = old?.photos.filter((_, at) => stays(old.photos[at - (at % PHOTO_WORDS)]!));
  const photos = concat([...(kept ? [kept] : []), fresh.photos]);
  const records = old ? merged(old.records, stays, fresh.records) : fresh.records;
  const pages: Words[] = [];
  for (let at = 0; at < records.length; at += PAGE_WORDS) pages.push(records.slice(at, at + PAGE_WORDS));
  const marks = marksOf(records);
  const numbers = [pieces.count, photos.length / PHOTO_WORDS, records.length / RECORD_WORDS, marks.length];
  const firstKeys = Uint32Array.from(pages, (page) => page[1]!);
  const head = concat([Uint32Array.of(MAGIC, FORMAT, ...numbers), firstKeys]);
  const each = marks.length / MARK_PARTS;
  const markParts = Array.from({ length: MARK_PARTS }, (_, part) => marks.slice(part * each, (part + 1) * each));
  return [head, ...markParts, photos, ...pages].map(({ buffer }) => new Uint8Array(buffer));
}

/** How a browser has it ready before the first look-up, as `Derive` of src/feed/derived.ts. */
export const derivedDirectory = { version: `directory-${FORMAT}`, make: buildDirectory };

type Words = Uint32Array<ArrayBuffer>;

async function fileEntries(pieces: Pieces, indices: readonly number[]): Promise<{ records: Words; photos: Words }> {
  const records: Words[] = [];
  const photos: number[] = [];
  for (let start = 0; start < indices.length; start += BATCH) {
    const batch = indices.slice(start, start + BATCH);
    for (const [at, bytes] of (await pieces.read(batch)).entries()) {
      const piece = batch[at]!;
      for (const [place, entry] of new Piece(bytes, piece).entries().entries()) {
        const told = (piece << MOST_ENTRIES_BITS) | place;
        records.push(Uint32Array.from(filedKeys(entry).flatMap((key) => [told, key])));
        for (const { pdq } of entry.photos) photos.push(told, ...wordsOfHash(pdq));
      }
    }
  }
  return { records: sorted(concat(records)), photos: Uint32Array.from(photos) };
}

/** By key, then by entry: a record is one number of 64 bits with the key above. */
function sorted(records: Words): Words {
  new BigUint64Array(records.buffer).sort();
  return records;
}

/** Both by key: what stays of the old, and the fresh. */
function merged(old: Words, stays: (entry: number) => boolean, fresh: Words): Words {
  const all = new Uint32Array(old.length + fresh.length);
  let to = 0;
  let next = 0;
  for (let at = 0; at < old.length; at += RECORD_WORDS) {
    if (!stays(old[at]!)) continue;
    for (; next < fresh.length && fresh[next + 1]! <= old[at + 1]!; next += RECORD_WORDS) {
      all[to++] = fresh[next]!;
      all[to++] = fresh[next + 1]!;
    }
    all[to++] = old[at]!;
    all[to++] = old[at + 1]!;
  }
  all.set(fresh.subarray(next), to);
  return all.slice(0, to + fresh.length - next);
}

function marksOf(records: Words): Words {
  let lone = 0;
  for (let at = 1; at < records.length; at += RECORD_WORDS) if (isLone(records[at]!)) lone++;
  const size = 2 ** Math.round(Math.log2(1 + lone / KEYS_PER_MARK));
  const marks = new Uint32Array(Math.max(MARK_PARTS, size));
  for (let at = 1; at < records.length; at += RECORD_WORDS) {
    const key = records[at]!;
    if (isLone(key)) marks[key & (marks.length - 1)]! |= bitsOf(key);
  }
  return marks;
}

function bitsOf(key: number): number {
  return (1 << (key >>> 26)) | (1 << (key >>> 21));
}

function concat(lists: readonly Words[]): Words {
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

/** Undefined when it is damaged, of an older Gamekeeper or of another list: then it is made anew. */
function opened(parts: readonly Bytes[], pieces: number): { photos: Words; records: Words } | undefined {
  try {
    const head = new Head(parts, pieces);
    const pages = parts.slice(FIRST_PAGE).map((bytes, page) => head.words(FIRST_PAGE + page, bytes));
    return { photos: head.words(PHOTOS, parts[PHOTOS]!), records: concat(pages) };
  } catch {
    return undefined;
  }
}

class Head {
  readonly photoCount: number;
  readonly #records: number;
  readonly #marks: Words;
  readonly #firstKeys: Words;

  /** @param parts `HEAD_PARTS`, and any others after them */
  constructor(parts: readonly Bytes[], pieceCount: number) {
    const [head = new Uint32Array(), ...markParts] = parts.slice(0, HEAD_PARTS.length).map(asWords);
    const [magic, format, pieces, photos = 0, records = 0, marks = 0] = head;
    this.photoCount = photos;
    this.#records = records;
    this.#firstKeys = head.subarray(HEAD_WORDS);
    this.#marks = concat(markParts);
    const pages = Math.ceil((records * RECORD_WORDS) / PAGE_WORDS);
    const whole = this.#firstKeys.length === pages && this.#marks.length === marks;
    if (magic !== MAGIC || format !== FORMAT || pieces !== pieceCount || !whole) throw damaged();
  }

  /** Calls `visit` with each page that records of `key` may be on. */
  eachPage(key: number, visit: (page: number) => void): void {
    if (isLone(key)) {
      const bits = bitsOf(key);
      if ((this.#marks[key & (this.#marks.length - 1)]! & bits) !== bits) return;
    }
    const keys = this.#firstKeys;
    const first = Math.max(0, firstFrom(keys, 0, 1, key) - 1);
    for (let page = first; page < keys.length && page < first + MOST_PAGES && keys[page]! <= key; page++) visit(page);
  }

  /** @throws GamekeeperError ERR_WATCHLIST_DIRECTORY when they are not those of `part` */
  words(part: number, bytes: Bytes): Words {
    const before = (part - FIRST_PAGE) * PAGE_WORDS;
    const expected =
      part === PHOTOS ? this.photoCount * PHOTO_WORDS : Math.min(PAGE_WORDS, this.#records * RECORD_WORDS - before);
    const words = asWords(bytes);
    if (words.length !== expected) throw damaged();
    return words;
  }
}

/** @param pieceCount of the list that `parts` were built from. Those that are damaged or of another list are made anew. */
export async function openDirectory(parts: Parts, pieceCount: Promise<number>): Promise<Directory> {
  const [head, count] = await Promise.all([parts.read(HEAD_PARTS), pieceCount]);
  try {
    return new Directory(parts, new Head(head, count));
  } catch {
    return new Directory(parts, new Head(await parts.read(HEAD_PARTS, true), count));
  }
}

/** Stored parts, read as they are needed. */
export class Directory {
  readonly #parts: Parts;
  readonly #head: Head;
  /** Pages that were read before. */
  readonly #held = new Map<number, Words>();
  #heldWords = 0;

  constructor(parts: Parts, head: Head) {
    this.#parts = parts;
    this.#head = head;
  }

  get photoCount(): number {
    return this.#head.photoCount;
  }

  /** What stands there under `keys`, and of photos where they are asked for. */
  async open(keys: readonly number[], photos: boolean): Promise<Leads> {
    const found = new Map<number, Words>();
    const wanted = new Set<number>();
    const need = (page: number) => {
      const held = this.#held.get(page);
      if (held) found.set(page, held);
      else wanted.add(page);
    };
    for (const key of keys) this.#head.eachPage(key, need);
    const parts = Array.from(wanted, (page) => FIRST_PAGE + page);
    const read = await this.#read(photos ? [...parts, PHOTOS] : parts);
    let at = 0;
    for (const page of wanted) found.set(page, this.#hold(page, read[at++]!));
    return new Leads(this.#head, found, photos ? read.at(-1)! : new Uint32Array());
  }

  #hold(page: number, words: Words): Words {
    if (this.#heldWords > MOST_HELD) {
      this.#held.clear();
      this.#heldWords = 0;
    }
    this.#held.set(page, words);
    this.#heldWords += words.length;
    return words;
  }

  async #read(parts: readonly number[]): Promise<Words[]> {
    if (parts.length === 0) return [];
    const words = (all: readonly Bytes[]) => all.map((bytes, at) => this.#head.words(parts[at]!, bytes));
    const stored = await this.#parts.read(parts);
    try {
      return words(stored);
    } catch {
      return words(await this.#parts.read(parts, true));
    }
  }
}

/** Some pages of a directory, and its photos. */
export class Leads {
  readonly #head: Head;
  readonly #pages: ReadonlyMap<number, Words>;
  readonly #photos: Words;

  constructor(head: Head, pages: ReadonlyMap<number, Words>, photos: Words) {
    this.#head = head;
    this.#pages = pages;
    this.#photos = photos;
  }

  /** Calls `visit` with each entry that is filed under one of `keys`: its piece, and its place in that. */
  find(keys: readonly number[], visit: Visit): void {
    for (const key of keys) {
      this.#head.eachPage(key, (number) => {
        const page = this.#pages.get(number)!;
        const first = firstFrom(page, 1, RECORD_WORDS, key) * RECORD_WORDS;
        for (let at = first; at < page.length && page[at + 1] === key; at += RECORD_WORDS) tell(page[at]!, visit);
      });
    }
  }

  /** Calls `visit` with each entry that has the same photo as one with these eight words of hash. */
  findPhotos(words: readonly number[], visit: Visit): void {
    const photos = this.#photos;
    for (let photo = 0; photo < photos.length; photo += PHOTO_WORDS) {
      let distance = 0;
      for (let word = 1; word < PHOTO_WORDS; word++) distance += bitsSet(photos[photo + word]! ^ words[word - 1]!);
      if (distance <= SAME_PHOTO) tell(photos[photo]!, visit);
    }
  }
}

function tell(entry: number, visit: Visit): void {
  visit(entry >>> MOST_ENTRIES_BITS, entry & (2 ** MOST_ENTRIES_BITS - 1));
}

/** Of numbers in ascending order, at `offset` and from there in each `step`: how many are below `least`. */
function firstFrom(words: Words, offset: number, step: number, least: number): number {
  let low = 0;
  let high = words.length / step;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (words[middle * step + offset]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function asWords(bytes: Bytes): Words {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >>> 2);
}

function damaged(): GamekeeperError {
  return new GamekeeperError(
    'ERR_WATCHLIST_DIRECTORY',
    'The directory of the watch list is damaged or belongs to another list. It must be built again from the pieces.',
  );
}
