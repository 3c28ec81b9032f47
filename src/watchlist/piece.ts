/**
 * One piece of the compiled watch list: some entries, each with the keys under which it is filed.
 *
 * Little endian words: magic "GKWL" · format · checksum of all that follows · numbers of entries, keys and photos · for each
 * entry the end of its keys and the end of its JSON · keys · photo hashes, eight words each · JSON in UTF-8, filled up to a
 * whole word with zeros.
 */
import { GamekeeperError } from '../errors.ts';
import { wordsOfHash } from '../profile/pdq.ts';
import { type Entry, entrySchema } from './entry.ts';
import { checksum } from './hash.ts';

const MAGIC = 0x4c574b47;
const FORMAT = 1;
const HEADER_WORDS = 6;
const CHECKED_FROM = 3;
export const PHOTO_WORDS = 8;

export interface Filed {
  entry: Entry;
  keys: readonly number[];
}

export function encodePiece(filed: readonly Filed[]): Uint8Array<ArrayBuffer> {
  const texts = filed.map(({ entry }) => new TextEncoder().encode(JSON.stringify(entry)));
  const keyCount = filed.reduce((sum, { keys }) => sum + keys.length, 0);
  const firstKey = HEADER_WORDS + filed.length * 2;
  const photos = filed.flatMap(({ entry }) => entry.photos.flatMap(({ pdq }) => wordsOfHash(pdq)));
  const firstText = (firstKey + keyCount + photos.length) * 4;
  const textBytes = texts.reduce((sum, text) => sum + text.length, 0);
  const bytes = new Uint8Array(Math.ceil((firstText + textBytes) / 4) * 4);
  const words = new Uint32Array(bytes.buffer);

  words.set([MAGIC, FORMAT, 0, filed.length, keyCount, photos.length / PHOTO_WORDS]);
  words.set(photos, firstKey + keyCount);
  let keyEnd = 0;
  let textEnd = 0;
  for (const [index, { keys }] of filed.entries()) {
    words.set(keys, firstKey + keyEnd);
    bytes.set(texts[index]!, firstText + textEnd);
    keyEnd += keys.length;
    textEnd += texts[index]!.length;
    words.set([keyEnd, textEnd], HEADER_WORDS + index * 2);
  }
  words[2] = checksum(words.subarray(CHECKED_FROM));
  return bytes;
}

/** A piece opened for reading; entries are parsed only when asked for. */
export class Piece {
  readonly count: number;
  readonly #index: number;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #firstKey: number;
  readonly #firstPhoto: number;
  readonly #firstText: number;

  /** Refuses a piece that is not whole, naming it by its place in the list. */
  constructor(bytes: Uint8Array, index: number) {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >>> 2);
    const [magic, format, check, count = 0, keyCount = 0, photoCount = 0] = words;
    if (magic !== MAGIC || words.length < HEADER_WORDS) throw damaged(index, 'is no piece of a watch list');
    if (format !== FORMAT) {
      throw new GamekeeperError(
        'ERR_WATCHLIST_FORMAT',
        `Piece ${index} of the watch list has format ${format}, this Gamekeeper reads format ${FORMAT}. Update Gamekeeper.`,
      );
    }
    if (bytes.length % 4 !== 0 || check !== checksum(words.subarray(CHECKED_FROM)))
      throw damaged(index, 'is damaged or cut short');
    this.count = count;
    this.#index = index;
    this.#bytes = aligned;
    this.#words = words;
    this.#firstKey = HEADER_WORDS + count * 2;
    this.#firstPhoto = this.#firstKey + keyCount;
    this.#firstText = (this.#firstPhoto + photoCount * PHOTO_WORDS) * 4;
  }

  /** All keys of the piece, with repeats. */
  keys(): Uint32Array {
    return this.#words.subarray(this.#firstKey, this.#firstPhoto);
  }

  /** The hashes of all photos of the piece, eight words each. */
  photos(): Uint32Array {
    return this.#words.subarray(this.#firstPhoto, this.#firstText / 4);
  }

  /** Places in this piece of the entries filed under any of `wanted`. */
  find(wanted: ReadonlySet<number>): number[] {
    const found: number[] = [];
    for (let place = 0; place < this.count; place++) {
      for (let key = this.#start(place, 0); key < this.#end(place, 0); key++) {
        if (!wanted.has(this.#words[this.#firstKey + key]!)) continue;
        found.push(place);
        break;
      }
    }
    return found;
  }

  entry(place: number): Entry {
    const text = this.#bytes.subarray(this.#firstText + this.#start(place, 1), this.#firstText + this.#end(place, 1));
    const parsed = entrySchema.safeParse(JSON.parse(new TextDecoder().decode(text)));
    if (!parsed.success) throw damaged(this.#index, 'holds an entry of another shape');
    return parsed.data;
  }

  #start(place: number, column: 0 | 1): number {
    return place === 0 ? 0 : this.#end(place - 1, column);
  }

  #end(place: number, column: 0 | 1): number {
    return this.#words[HEADER_WORDS + place * 2 + column]!;
  }
}

function damaged(index: number, how: string): GamekeeperError {
  return new GamekeeperError(
    'ERR_WATCHLIST_PIECE',
    `Piece ${index} of the watch list ${how}. It must be fetched again.`,
  );
}
