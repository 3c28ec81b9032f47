/** One piece of the compiled watch list: its entries as JSON in UTF-8, one a line. */
import { GamekeeperError } from '../errors.ts';
import { type Entry, entrySchema } from './entry.ts';

const NEWLINE = 0x0a;
/** A place in a piece takes no more bits. The compiler puts some hundred entries into one. */
export const MOST_ENTRIES_BITS = 12;
/** What an entry may leave out. */
const ABSENT = { aliases: [], accounts: [], photos: [] };

export function encodePiece(entries: readonly Entry[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
}

/** A piece opened for reading; an entry is found and parsed when it is asked for. */
export class Piece {
  readonly #bytes: Uint8Array;
  readonly #index: number;

  /** @param index the piece's place in the list, which errors name */
  constructor(bytes: Uint8Array, index: number) {
    this.#bytes = bytes;
    this.#index = index;
    if (bytes.length > 0 && bytes.at(-1) !== NEWLINE) throw this.#damaged();
  }

  /** @throws GamekeeperError ERR_WATCHLIST_PIECE */
  entry(place: number): Entry {
    let start = 0;
    for (let line = 0; line < place; line++) {
      start = this.#bytes.indexOf(NEWLINE, start) + 1;
      if (start === 0) throw this.#damaged();
    }
    const line = new TextDecoder().decode(this.#bytes.subarray(start, this.#bytes.indexOf(NEWLINE, start)));
    // Its schema was asked when the directory was made that led here, and the piece is the one it was made from.
    return { ...ABSENT, ...this.#read(line, (entry) => entry as Entry) };
  }

  /** All of them, checked. @throws GamekeeperError ERR_WATCHLIST_PIECE */
  entries(): Entry[] {
    const lines = new TextDecoder().decode(this.#bytes).split('\n').slice(0, -1);
    if (lines.length > 2 ** MOST_ENTRIES_BITS) throw this.#damaged();
    return lines.map((line) => this.#read(line, (entry) => entrySchema.parse(entry)));
  }

  #read(line: string, check: (entry: unknown) => Entry): Entry {
    try {
      return check(JSON.parse(line));
    } catch {
      throw this.#damaged();
    }
  }

  #damaged(): GamekeeperError {
    return new GamekeeperError(
      'ERR_WATCHLIST_PIECE',
      `Piece ${this.#index} of the watch list is damaged, or holds something else than entries that this Gamekeeper reads. It is fetched again; if this lasts, update Gamekeeper.`,
    );
  }
}
