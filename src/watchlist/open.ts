import { errorCode } from '../errors.ts';
import type { Facts } from '../profile/facts.ts';
import { compareNames, type PersonName, readName } from '../profile/name.ts';
import { compareOrganisations, type Organisation, readOrganisation } from '../profile/organisation.ts';
import { LEAST_QUALITY, type PhotoHash, photoDistance, SAME_PHOTO, wordsOfHash } from '../profile/pdq.ts';
import type { Evidence, Level, MatchedEntry } from '../verdict/verdict.ts';
import { buildDirectory, Directory } from './directory.ts';
import type { Entry } from './entry.ts';
import { type AccountMark, accountMarks, type Person, readPerson, seekKeys } from './keys.ts';
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

  /**
   * The evidence against each of `facts`, in the same order. Withdrawn and expired entries give none.
   *
   * @param photos hashes of the same people's photos, one for each way in which a photo was seen
   */
  async lookUp(
    facts: readonly Facts[],
    now: Date,
    photos: readonly (readonly PhotoHash[])[] = [],
  ): Promise<Evidence[][]> {
    const queries = facts.map((each, index) => this.#query(readPerson(each), photos[index] ?? []));
    const pieces = await this.#read(queries);
    const today = now.toISOString().slice(0, 10);
    return queries.map(({ person, photos, leads }) => {
      const evidence: Evidence[] = [];
      for (const [index, places] of leads) {
        for (const place of places) {
          const entry = this.#whole(index, () => pieces.get(index)?.entry(place));
          if (entry && inForce(entry, today)) evidence.push(...this.#compare(person, photos, entry));
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
    seekKeys(person, (key) => this.#directory.find(key, follow));
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

  #compare(person: Person, photos: readonly PhotoHash[], entry: Entry): Evidence[] {
    const evidence: Evidence[] = [];
    const matched = toMatched(entry, this.#publisher);
    const mark = sharedMark(person.marks, entry);
    if (mark) evidence.push({ kind: 'account', entry: matched, by: mark.by, value: mark.value });
    const distance = Math.min(
      ...photos.flatMap((photo) => entry.photos.map(({ pdq }) => photoDistance(photo.pdq, pdq))),
    );
    if (distance <= SAME_PHOTO) evidence.push({ kind: 'photo', entry: matched, distance });
    const listed = [...entry.names, ...entry.aliases];
    if (entry.kind === 'organisation') {
      const front = closestEmployer(person.employers, listed);
      if (front) evidence.push({ kind: 'organisation', role: 'front', entry: matched, ...front });
      return evidence;
    }
    const name = person.name && closestName(person.name, listed);
    if (name) evidence.push({ kind: 'name', entry: matched, ...name });
    // Working for a firm that a listed profile claims says nothing by itself: the firm may be a well-known one.
    if (evidence.length > 0 && entry.organisation !== undefined) {
      const claimed = closestEmployer(person.employers, [entry.organisation]);
      if (claimed) evidence.push({ kind: 'organisation', role: 'claimed', entry: matched, ...claimed });
    }
    return evidence;
  }
}

/** Days are UTC. An entry matches through the day it expires, and no longer on the day it is withdrawn. */
function inForce(entry: Entry, today: string): boolean {
  return today <= entry.expires && (entry.withdrawn === undefined || today < entry.withdrawn);
}

function sharedMark(marks: readonly AccountMark[], entry: Entry): AccountMark | undefined {
  const listed = entry.accounts.flatMap(accountMarks);
  return marks.find((mark) =>
    listed.some(({ by, site, value }) => by === mark.by && site === mark.site && value === mark.value),
  );
}

interface Likeness {
  tier: 'same' | 'similar';
  shown: string;
  listed: string;
}

function closestName(name: PersonName, listed: readonly string[]): Likeness | undefined {
  return closest(
    listed.map((each) => {
      const other = readName(each);
      const tier = other && compareNames(name, other);
      return tier && { tier, shown: name.shown, listed: each };
    }),
  );
}

function closestEmployer(employers: readonly Organisation[], listed: readonly string[]): Likeness | undefined {
  const organisations = listed.map(readOrganisation).filter((each) => each !== undefined);
  return closest(
    employers.flatMap((employer) =>
      organisations.map((other) => {
        const tier = compareOrganisations(employer, other);
        return tier && { tier, shown: employer.shown, listed: other.shown };
      }),
    ),
  );
}

function closest(found: readonly (Likeness | undefined)[]): Likeness | undefined {
  return found.find((each) => each?.tier === 'same') ?? found.find((each) => each !== undefined);
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
