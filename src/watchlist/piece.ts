/** One piece of the compiled watch list: its entries as JSON in UTF-8, one a line. */
import { GamekeeperError } from '../errors.ts';
import { type Entry, entrySchema } from './entry.ts';

const NEWLINE = 0x0a;

export function encodePiece(entries: readonly Entry[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
}

/** A piece opened for reading; an entry is parsed when it is asked for. */
export class Piece {
  readonly #bytes: Uint8Array;
  readonly #index: number;
  /** Where each line begins, and where the last one ends. */
  readonly #starts = [0];

  /** @param index the piece's place in the list, which errors name */
  constructor(bytes: Uint8Array, index: number) {
    this.#bytes = bytes;
    this.#index = index;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, end + 1)) this.#starts.push(end + 1);
    if (this.#starts.at(-1) !== bytes.length) throw this.#damaged();
  }

  /** Number of entries. */
  get count(): number {
    return this.#starts.length - 1;
  }

  /** @throws GamekeeperError ERR_WATCHLIST_PIECE */
  entry(place: number): Entry {
    try {
      const line = this.#bytes.subarray(this.#starts[place], this.#starts[place + 1]);
      return entrySchema.parse(JSON.parse(new TextDecoder().decode(line)));
    } catch {
      throw this.#damaged();
    }
  }

  entries(): Entry[] {
    return Array.from({ length: this.count }, (_, place) => this.entry(place));
  }

  #damaged(): GamekeeperError {
    return new GamekeeperError(
      'ERR_WATCHLIST_PIECE',
      `Piece ${this.#index} of the watch list is damaged, or holds something else than entries that this Gamekeeper reads. It is fetched again; if this lasts, update Gamekeeper.`,
    );
  }
}
