import { errorCode } from '../errors.ts';
import type { Facts } from '../profile/facts.ts';
import { LEAST_QUALITY, type PhotoHash, wordsOfHash } from '../profile/pdq.ts';
import type { Evidence, Level } from '../verdict/verdict.ts';
import { buildDirectory, type Directory, type Leads, openDirectory } from './directory.ts';
import type { Entry } from './entry.ts';
import { evidenceOf } from './evidence.ts';
import { type Person, readPerson } from './keys.ts';
import { Piece } from './piece.ts';
import { type Parts, type Pieces, piecesInMemory } from './pieces.ts';

/** A look-up follows the keys of one person to at most this many pieces: namesakes must not make it read the whole list. */
const MOST_PIECES_EACH = 32;
/** … and reads at most this many in all. */
const MOST_PIECES = 256;

export interface WatchlistOptions {
  /** Made by `buildDirectory` when the list arrived; without it opening reads every piece. */
  directory?: Parts;
  /** The delegated partner whose list this is. */
  publisher?: string;
  /** The most serious level that an entry of this list may lead to; no bound for the team's own list. */
  cap?: Level;
  /** Told of a piece that cannot be read. A look-up goes on without it: one bad piece must not silence all the others. */
  onDamage?: (piece: number, error: unknown) => void;
}

/** @throws GamekeeperError ERR_WATCHLIST_PIECE, naming the piece, where there is no directory yet. */
export async function openWatchlist(
  pieces: Pieces | Promise<Pieces>,
  options: WatchlistOptions = {},
): Promise<Watchlist> {
  const parts = options.directory ?? piecesInMemory(await buildDirectory(await pieces));
  const [list, directory] = await Promise.all([
    pieces,
    openDirectory(
      parts,
      Promise.resolve(pieces).then(({ count }) => count),
    ),
  ]);
  return new Watchlist(list, directory, options);
}

/** One person sought, with the pieces that may hold a match and the places of the candidates in them. */
interface Query {
  person: Person;
  /** Hashes of the photo that show enough to tell. */
  photos: readonly PhotoHash[];
  leads: ReadonlyMap<number, ReadonlySet<number>>;
}

/** People whose candidates are being read. */
export interface Sought {
  /** The evidence against each, in the same order. Withdrawn and expired entries give none. */
  evidence(now: Date): Promise<Evidence[][]>;
}

export class Watchlist {
  readonly cap: Level | undefined;
  readonly #pieces: Pieces;
  readonly #directory: Directory;
  readonly #publisher: string | undefined;
  readonly #onDamage: NonNullable<WatchlistOptions['onDamage']>;

  constructor(pieces: Pieces, directory: Directory, { publisher, cap, onDamage = () => {} }: WatchlistOptions) {
    this.cap = cap;
    this.#pieces = pieces;
    this.#directory = directory;
    this.#publisher = publisher;
    this.#onDamage = onDamage;
  }

  /** Whether any entry names a photo. */
  get listsPhotos(): boolean {
    return this.#directory.photoCount > 0;
  }

  async lookUp(facts: readonly Facts[], now: Date, photos?: readonly (readonly PhotoHash[])[]): Promise<Evidence[][]> {
    return (await this.seek(facts.map(readPerson), photos)).evidence(now);
  }

  /**
   * Finds where candidates for `people` stand, and begins to read them.
   *
   * @param photos hashes of the same people's photos, one for each way in which a photo was seen
   */
  async seek(people: readonly Person[], photos: readonly (readonly PhotoHash[])[] = []): Promise<Sought> {
    const keys = people.flatMap((person) => person.keys);
    const leads = await this.#directory.open(keys, photos.length > 0);
    const queries = people.map((person, index) => query(leads, person, photos[index] ?? []));
    const reading = this.#read(queries);
    // Whoever awaits the evidence is told.
    reading.catch(() => {});
    return { evidence: async (now) => this.#compare(queries, await reading, now) };
  }

  #compare(queries: readonly Query[], pieces: ReadonlyMap<number, Piece>, now: Date): Evidence[][] {
    const today = now.toISOString().slice(0, 10);
    return queries.map(({ person, photos, leads }) => {
      const evidence: Evidence[] = [];
      for (const [index, places] of leads) {
        for (const place of places) {
          const entry = this.#whole(index, () => pieces.get(index)?.entry(place));
          if (entry && inForce(entry, today)) evidence.push(...evidenceOf(person, photos, entry, this.#publisher));
        }
      }
      return evidence;
    });
  }

  async #read(queries: readonly Query[]): Promise<ReadonlyMap<number, Piece>> {
    const leads = queries.map((each) => [...each.leads.keys()]);
    // The best of everybody first: the namesakes of some must not keep another's own account from being read.
    const inTurn = Array.from({ length: MOST_PIECES_EACH }, (_, turn) => leads.flatMap((each) => each[turn] ?? []));
    const indices = [...new Set(inTurn.flat())].slice(0, MOST_PIECES);
    const bytes = indices.length === 0 ? [] : await this.#pieces.read(indices);
    const pieces = new Map<number, Piece>();
    for (const [position, index] of indices.entries()) {
      const piece = this.#whole(index, () => new Piece(bytes[position]!, index));
      if (piece) pieces.set(index, piece);
    }
    return pieces;
  }

  #whole<T>(piece: number, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (errorCode(error) !== 'ERR_WATCHLIST_PIECE') throw error;
      this.#onDamage(piece, error);
      return undefined;
    }
  }
}

function query(directory: Leads, person: Person, photos: readonly PhotoHash[]): Query {
  const leads = new Map<number, Set<number>>();
  const follow = (piece: number, place: number) => {
    const places = leads.get(piece);
    if (places) places.add(place);
    else if (leads.size < MOST_PIECES_EACH) leads.set(piece, new Set([place]));
  };
  const telling = photos.filter(({ quality }) => quality >= LEAST_QUALITY);
  for (const { pdq } of telling) directory.findPhotos(wordsOfHash(pdq), follow);
  directory.find(person.keys, follow);
  return { person, photos: telling, leads };
}

/** Days are UTC. An entry matches through the day it expires, and no longer on the day it is withdrawn. */
function inForce(entry: Entry, today: string): boolean {
  return today <= entry.expires && (entry.withdrawn === undefined || today < entry.withdrawn);
}
