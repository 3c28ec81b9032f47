import { errorCode } from '../errors.ts';
import type { Facts } from '../profile/facts.ts';
import { compareNames, type PersonName, readName } from '../profile/name.ts';
import type { Evidence, MatchedEntry } from '../verdict/verdict.ts';
import { buildDirectory, Directory } from './directory.ts';
import { type Entry, entrySchema } from './entry.ts';
import { type AccountMark, accountMarks, accountMarksOf, factsKeys } from './keys.ts';
import { damaged, Piece } from './piece.ts';
import type { Pieces } from './pieces.ts';

/** One look-up reads at most this many pieces: a page of namesakes must not make it read the whole list. */
const MOST_PIECES = 128;

export interface WatchlistOptions {
  /** From `buildDirectory`, stored when the list arrived; without it opening reads every piece. */
  directory?: Uint8Array<ArrayBuffer>;
  /** The delegated partner whose list this is. */
  publisher?: string;
}

/** @throws GamekeeperError ERR_WATCHLIST_PIECE or ERR_WATCHLIST_FORMAT, naming the piece; from look-ups too. */
export async function openWatchlist(pieces: Pieces, options: WatchlistOptions = {}): Promise<Watchlist> {
  return new Watchlist(pieces, await openDirectory(pieces, options.directory), options.publisher);
}

/** A stored directory that is damaged, or was built by an older Gamekeeper, is no reason to stop warning: build it anew. */
async function openDirectory(pieces: Pieces, stored: Uint8Array<ArrayBuffer> | undefined): Promise<Directory> {
  if (stored) {
    try {
      return new Directory(stored, pieces.count);
    } catch (error) {
      if (errorCode(error) !== 'ERR_WATCHLIST_DIRECTORY') throw error;
    }
  }
  return new Directory(await buildDirectory(pieces), pieces.count);
}

interface Query {
  marks: AccountMark[];
  name: PersonName | undefined;
  keys: Set<number>;
}

export class Watchlist {
  readonly #pieces: Pieces;
  readonly #directory: Directory;
  readonly #publisher: string | undefined;

  constructor(pieces: Pieces, directory: Directory, publisher: string | undefined) {
    this.#pieces = pieces;
    this.#directory = directory;
    this.#publisher = publisher;
  }

  /** The evidence against each of `facts`, in the same order. Withdrawn and expired entries give none. */
  async lookUp(facts: readonly Facts[], now: Date): Promise<Evidence[][]> {
    const queries = facts.map(toQuery);
    const pieces = await this.#read(this.#piecesFor(queries));
    const today = now.toISOString().slice(0, 10);
    return queries.map((query) => {
      const found = pieces.flatMap(({ piece, index }) =>
        piece.find(query.keys).map((place) => this.#entry(piece, index, place)),
      );
      return found.filter((entry) => inForce(entry, today)).flatMap((entry) => this.#compare(query, entry));
    });
  }

  #piecesFor(queries: readonly Query[]): number[] {
    const indices = new Set<number>();
    const visit = (piece: number) => {
      if (indices.size < MOST_PIECES) indices.add(piece);
    };
    for (const query of queries) for (const key of query.keys) this.#directory.find(key, visit);
    return [...indices];
  }

  async #read(indices: readonly number[]): Promise<{ piece: Piece; index: number }[]> {
    if (indices.length === 0) return [];
    const bytes = await this.#pieces.read(indices);
    return indices.map((index, position) => ({ index, piece: new Piece(bytes[position]!, index) }));
  }

  #entry(piece: Piece, index: number, place: number): Entry {
    const parsed = entrySchema.safeParse(piece.json(place));
    if (!parsed.success) throw damaged(index, 'holds an entry of another shape');
    return parsed.data;
  }

  #compare(query: Query, entry: Entry): Evidence[] {
    const evidence: Evidence[] = [];
    const matched = toMatched(entry, this.#publisher);
    const mark = sharedMark(query.marks, entry);
    if (mark) evidence.push({ kind: 'account', entry: matched, by: mark.by, value: mark.value });
    const name = query.name && entry.kind === 'profile' ? closestName(query.name, entry) : undefined;
    if (name) evidence.push({ kind: 'name', entry: matched, ...name });
    return evidence;
  }
}

function toQuery(facts: Facts): Query {
  const marks = accountMarks(facts);
  const name = facts.name === undefined ? undefined : readName(facts.name);
  return { marks, name, keys: new Set(factsKeys(marks, name)) };
}

/** Days are UTC. An entry matches through the day it expires, and no longer on the day it is withdrawn. */
function inForce(entry: Entry, today: string): boolean {
  return today <= entry.expires && (entry.withdrawn === undefined || today < entry.withdrawn);
}

function sharedMark(marks: readonly AccountMark[], entry: Entry): AccountMark | undefined {
  const listed = entry.accounts.flatMap(accountMarksOf);
  return marks.find((mark) =>
    listed.some(({ by, site, value }) => by === mark.by && site === mark.site && value === mark.value),
  );
}

function closestName(name: PersonName, entry: Entry) {
  let similar: { tier: 'similar'; shown: string; listed: string } | undefined;
  for (const listed of [...entry.names, ...entry.aliases]) {
    const other = readName(listed);
    const tier = other && compareNames(name, other);
    if (tier === 'same') return { tier, shown: name.shown, listed } as const;
    if (tier === 'similar') similar ??= { tier, shown: name.shown, listed };
  }
  return similar;
}

function toMatched(entry: Entry, publisher: string | undefined): MatchedEntry {
  const { id, kind, names, organisation, alert, reason, added, expires, dispute } = entry;
  return {
    id,
    kind,
    name: names[0]!,
    ...(organisation !== undefined && { organisation }),
    alert,
    reason,
    added,
    expires,
    dispute,
    ...(publisher !== undefined && { publisher }),
  };
}
