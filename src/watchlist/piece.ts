/**
 * One piece of the compiled watch list: some entries, each with the keys under which it is filed.
 *
 * Little endian: magic "GKWL" · format u32 · checksum of all that follows u32 · entries u32 · keys u32 · for each entry
 * the end of its keys u32 and the end of its JSON u32 · keys u32 · JSON in UTF-8.
 */
import { GamekeeperError } from '../errors.ts';
import type { Entry } from './entry.ts';
import { checksum } from './hash.ts';

const MAGIC = 0x4c574b47;
const FORMAT = 1;
const HEADER_WORDS = 5;
const CHECKED_FROM = 12;

export interface Filed {
  entry: Entry;
  keys: readonly number[];
}

export function encodePiece(filed: readonly Filed[]): Uint8Array<ArrayBuffer> {
  const texts = filed.map(({ entry }) => new TextEncoder().encode(JSON.stringify(entry)));
  const keyCount = filed.reduce((sum, { keys }) => sum + keys.length, 0);
  const words = HEADER_WORDS + filed.length * 2 + keyCount;
  const textBytes = texts.reduce((sum, text) => sum + text.length, 0);
  const bytes = new Uint8Array(words * 4 + textBytes);
  const view = new DataView(bytes.buffer);
  const put = (word: number, value: number) => view.setUint32(word * 4, value, true);

  put(3, filed.length);
  put(4, keyCount);
  let keyEnd = 0;
  let textEnd = 0;
  const firstKey = HEADER_WORDS + filed.length * 2;
  for (const [index, { keys }] of filed.entries()) {
    for (const key of keys) put(firstKey + keyEnd++, key);
    bytes.set(texts[index]!, words * 4 + textEnd);
    textEnd += texts[index]!.length;
    put(HEADER_WORDS + index * 2, keyEnd);
    put(HEADER_WORDS + index * 2 + 1, textEnd);
  }
  put(0, MAGIC);
  put(1, FORMAT);
  put(2, checksum(bytes, CHECKED_FROM));
  return bytes;
}

/** A piece opened for reading; entries are parsed only when asked for. */
export class Piece {
  readonly count: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #firstKey: number;
  readonly #firstText: number;

  /** Refuses a piece that is not whole, naming it by its place in the list. */
  constructor(bytes: Uint8Array, index: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < HEADER_WORDS * 4 || this.#word(0) !== MAGIC) throw damaged(index, 'is no piece of a watch list');
    if (this.#word(1) !== FORMAT) {
      throw new GamekeeperError(
        'ERR_WATCHLIST_FORMAT',
        `Piece ${index} of the watch list has format ${this.#word(1)}, this Gamekeeper reads format ${FORMAT}. Update Gamekeeper.`,
      );
    }
    if (this.#word(2) !== checksum(bytes, CHECKED_FROM)) throw damaged(index, 'is damaged or cut short');
    this.count = this.#word(3);
    this.#firstKey = HEADER_WORDS + this.count * 2;
    this.#firstText = (this.#firstKey + this.#word(4)) * 4;
  }

  /** All keys of the piece, with repeats. */
  keys(): Uint32Array {
    const keys = new Uint32Array(this.#word(4));
    for (let index = 0; index < keys.length; index++) keys[index] = this.#word(this.#firstKey + index);
    return keys;
  }

  /** Places in this piece of the entries filed under any of `wanted`. */
  find(wanted: ReadonlySet<number>): number[] {
    const found: number[] = [];
    for (let place = 0; place < this.count; place++) {
      for (let key = this.#start(place, 0); key < this.#end(place, 0); key++) {
        if (wanted.has(this.#word(this.#firstKey + key))) {
          found.push(place);
          break;
        }
      }
    }
    return found;
  }

  /** The entry's JSON, not yet checked against the schema. */
  json(place: number): unknown {
    const text = this.#bytes.subarray(this.#firstText + this.#start(place, 1), this.#firstText + this.#end(place, 1));
    return JSON.parse(new TextDecoder().decode(text));
  }

  #start(place: number, column: 0 | 1): number {
    return place === 0 ? 0 : this.#end(place - 1, column);
  }

  #end(place: number, column: 0 | 1): number {
    return this.#word(HEADER_WORDS + place * 2 + column);
  }

  #word(index: number): number {
    return this.#view.getUint32(index * 4, true);
  }
}

export function damaged(index: number, how: string): GamekeeperError {
  return new GamekeeperError(
    'ERR_WATCHLIST_PIECE',
    `Piece ${index} of the watch list ${how}. It must be fetched again.`,
  );
}
