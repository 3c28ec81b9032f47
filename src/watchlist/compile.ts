import { GamekeeperError } from '../errors.ts';
import type { Entry } from './entry.ts';
import { hash32 } from './hash.ts';
import { encodePiece } from './piece.ts';

/** Entries in one piece: few, so that a look-up and a changed entry touch little; not so few that they compress badly. */
const PIECE_ENTRIES = 96;
/** The number of pieces stays while the mean is within this factor of the aim, so that growth seldom moves every entry. */
const SLACK = 4;

/**
 * The watch list as an ordered list of pieces, a power of two of them. An entry stands in the piece that the hash of its id
 * names: one changed entry changes one piece.
 *
 * @param previousCount how many pieces the list in force has; the new list keeps that number if it still suits.
 */
export function compileWatchlist(entries: readonly Entry[], previousCount?: number): Uint8Array<ArrayBuffer>[] {
  const count = pieceCount(entries.length, previousCount);
  const pieces: Entry[][] = Array.from({ length: count }, () => []);
  const ids = new Set<string>();
  for (const entry of entries.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (ids.has(entry.id)) {
      throw new GamekeeperError(
        'ERR_WATCHLIST_ID',
        `Two entries have the id ${entry.id}. Give one of them another id.`,
      );
    }
    ids.add(entry.id);
    pieces[hash32(entry.id) & (count - 1)]!.push(entry);
  }
  return pieces.map(encodePiece);
}

function pieceCount(entries: number, previous: number | undefined): number {
  const suits =
    previous !== undefined &&
    Number.isInteger(Math.log2(previous)) &&
    entries < previous * PIECE_ENTRIES * SLACK &&
    entries > (previous * PIECE_ENTRIES) / SLACK;
  return suits ? previous : 2 ** Math.max(0, Math.round(Math.log2(entries / PIECE_ENTRIES)));
}
