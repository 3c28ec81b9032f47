/** What readers want ready beside a target: made in the browser when it arrives, kept with what it was made from. */
import type { Earlier, Parts, Pieces } from '../watchlist/pieces.ts';
import type { Bytes } from './bytes.ts';
import type { EditionFile, FeedStore } from './store.ts';
import { contents, openPieces, pieceKeys } from './stored-pieces.ts';

export interface Derive<Source> {
  /** Of the code that makes it: what another version made is made anew. */
  version: string;
  /** In parts, each of which is read by itself; the first is never empty. `earlier` spares most of the work after a small change. */
  make(source: Source, earlier?: Earlier): Promise<readonly Bytes[]>;
}

export interface Derivations {
  /** From the pieces of each list. */
  list?: Derive<Pieces>;
  /** From the bytes of other targets, by their names. */
  files?: Readonly<Record<string, Derive<Bytes>>>;
}

type Source = Pick<EditionFile, 'name' | 'key' | 'pieced'>;

/** The name under which it is stored: its own beneath that of the target. Undefined when nothing is derived from that. */
export function derivedKey(source: Source, derive: Derivations): string | undefined {
  const version = deriveOf(source, derive)?.version;
  return version && `${source.key}.${version}`;
}

/** The key of the target that stored content belongs to, whether derived from it or not. */
export function ownerOf(key: string): string {
  return key.split('.')[0]!;
}

/** Whether `held`, keys of stored content, has what is derived from it; all parts are stored at once. */
export function isMade(held: ReadonlySet<string>, derived: string): boolean {
  return held.has(partKey(derived, 0));
}

/**
 * Makes and stores it.
 * @param before key of the list that this one replaces
 */
export async function makeDerived(
  store: FeedStore,
  derive: Derivations,
  source: Source,
  before?: string,
): Promise<void> {
  await store.stage(toStore(derivedKey(source, derive)!, await make(store, derive, source, before)));
}

/** What is derived from a target, read from the store; what another version made of it is made anew, once. */
export class DerivedParts implements Parts {
  readonly #store: FeedStore;
  readonly #derive: Derivations;
  readonly #source: Source;
  /** Where there is no room for it. */
  #unstored: readonly Bytes[] | undefined;

  constructor(store: FeedStore, derive: Derivations, source: Source) {
    this.#store = store;
    this.#derive = derive;
    this.#source = source;
  }

  async read(parts: readonly number[], anew = false): Promise<Bytes[]> {
    const key = derivedKey(this.#source, this.#derive)!;
    if (!anew && !this.#unstored) {
      const [first, ...found] = await this.#store.content([0, ...parts].map((part) => partKey(key, part)));
      if (first) return found.map((bytes) => bytes ?? new Uint8Array());
    }
    const made = (!anew && this.#unstored) || (await make(this.#store, this.#derive, this.#source));
    this.#unstored = await this.#store.stage(toStore(key, made)).then(
      () => undefined,
      () => made,
    );
    return parts.map((part) => made[part] ?? new Uint8Array());
  }
}

function deriveOf({ name, pieced }: Source, { list, files }: Derivations) {
  return pieced ? list : files?.[name];
}

function partKey(derived: string, part: number): string {
  return `${derived}.${part}`;
}

function toStore(derived: string, made: readonly Bytes[]): Map<string, Bytes> {
  return new Map(made.map((bytes, part) => [partKey(derived, part), bytes]));
}

async function make(
  store: FeedStore,
  { list, files }: Derivations,
  { name, key, pieced }: Source,
  before?: string,
): Promise<readonly Bytes[]> {
  if (!pieced) return files![name]!.make((await contents(store, [key]))[0]!);
  const earlier = before === undefined ? undefined : await readEarlier(store, list!, key, before);
  return list!.make(await openPieces(store, key), earlier);
}

async function readEarlier(
  store: FeedStore,
  { version }: Derive<Pieces>,
  indexKey: string,
  before: string,
): Promise<Earlier | undefined> {
  const stored = await store.keys();
  const keys: string[] = [];
  const next = () => partKey(`${before}.${version}`, keys.length);
  while (stored.has(next())) keys.push(next());
  const derived = await store.content(keys);
  const [is, was] = await Promise.all([indexKey, before].map((key) => pieceKeys(store, key)));
  if (derived.includes(undefined) || !is || is.length !== was?.length) return undefined;
  return {
    derived: derived as Bytes[],
    changed: is.flatMap((key, place) => (key === was[place] ? [] : [place])),
  };
}
