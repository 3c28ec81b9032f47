import { errorCode } from '../errors.ts';
import type { Facts } from '../profile/facts.ts';
import { LEAST_QUALITY, type PhotoHash, wordsOfHash } from '../profile/pdq.ts';
import type { Evidence, Level } from '../verdict/verdict.ts';
import { buildDirectory, Directory } from './directory.ts';
import type { Entry } from './entry.ts';
import { evidenceOf } from './evidence.ts';
import { type Person, readPerson } from './keys.ts';
import { Piece } from './piece.ts';
import type { Pieces } from './pieces.ts';

/** A look-up follows the keys of one person to at most this many pieces: namesakes must not make it read the whole list. */
const MOST_PIECES_EACH = 32;
/** … and reads at most this many in all. */
const MOST_PIECES = 256;

export interface WatchlistOptions {
  /** From `buildDirectory`, stored when the list arrived; without it opening reads every piece. */
  directory?: Uint8Array<ArrayBuffer>;
  /** The delegated partner whose list this is. */
  publisher?: string;
  /** The most serious level that an entry of this list may lead to; no bound for the team's own list. */
  cap?: Level;
  /** Told of a piece that cannot be read. A look-up goes on without it: one bad piece must not silence all the others. */
  onDamage?: (piece: number, error: unknown) => void;
}

/** @throws GamekeeperError ERR_WATCHLIST_PIECE, naming the piece, where there is no directory yet. */
export async function openWatchlist(pieces: Pieces, options: WatchlistOptions = {}): Promise<Watchlist> {
  return new Watchlist(pieces, await openDirectory(pieces, options.directory), options);
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

/** One person sought, with the pieces that may hold a match and the places of the candidates in them. */
interface Query {
  person: Person;
  /** Hashes of the photo that show enough to tell. */
  photos: readonly PhotoHash[];
  leads: ReadonlyMap<number, ReadonlySet<number>>;
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

  lookUp(facts: readonly Facts[], now: Date, photos?: readonly (readonly PhotoHash[])[]): Promise<Evidence[][]> {
    return this.evidence(facts.map(readPerson), now, photos);
  }

  /**
   * The evidence against each of `people`, in the same order. Withdrawn and expired entries give none.
   *
   * @param photos hashes of the same people's photos, one for each way in which a photo was seen
   */
  async evidence(
    people: readonly Person[],
    now: Date,
    photos: readonly (readonly PhotoHash[])[] = [],
  ): Promise<Evidence[][]> {
    const queries = people.map((person, index) => this.#query(person, photos[index] ?? []));
    const pieces = await this.#read(queries);
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

  #query(person: Person, photos: readonly PhotoHash[]): Query {
    const leads = new Map<number, Set<number>>();
    const follow = (piece: number, place: number) => {
      const places = leads.get(piece);
      if (places) places.add(place);
      else if (leads.size < MOST_PIECES_EACH) leads.set(piece, new Set([place]));
    };
    const telling = photos.filter(({ quality }) => quality >= LEAST_QUALITY);
    for (const { pdq } of telling) this.#directory.findPhotos(wordsOfHash(pdq), follow);
    this.#directory.find(person.keys, follow);
    return { person, photos: telling, leads };
  }

  async #read(queries: readonly Query[]): Promise<ReadonlyMap<number, Piece>> {
    const indices = [...new Set(queries.flatMap(({ leads }) => [...leads.keys()]))].slice(0, MOST_PIECES);
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

/** Days are UTC. An entry matches through the day it expires, and no longer on the day it is withdrawn. */
function inForce(entry: Entry, today: string): boolean {
  return today <= entry.expires && (entry.withdrawn === undefined || today < entry.withdrawn);
}
