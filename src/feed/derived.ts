/** What readers want ready beside a target: made in the browser when it arrives, kept with what it was made from. */

import type { Earlier, Pieces } from '../watchlist/pieces.ts';
import type { Bytes } from './bytes.ts';
import type { EditionFile, FeedStore } from './store.ts';
import { contents, openPieces, pieceKeys } from './stored-pieces.ts';

export interface Derive<Source> {
  /** Of the code that makes it: what another version made is made anew. */
  version: string;
  /** `earlier`, where it is known, spares most of the work after a small change. */
  make(source: Source, earlier?: Earlier): Promise<Bytes>;
}

export interface Derivations {
  /** From the pieces of each list. */
  list?: Derive<Pieces>;
  /** From the bytes of other targets, by their names. */
  files?: Readonly<Record<string, Derive<Bytes>>>;
}

type Source = Pick<EditionFile, 'name' | 'key' | 'pieced'>;

/** The name under which it is stored: its own beneath that of the target. Undefined when nothing is derived from that. */
export function derivedKey({ name, key, pieced }: Source, { list, files }: Derivations): string | undefined {
  const derive = pieced ? list : files?.[name];
  return derive && `${key}.${derive.version}`;
}

/** The key of the target that stored content belongs to, whether derived from it or not. */
export function ownerOf(key: string): string {
  return key.split('.')[0]!;
}

/** @param before key of the list that this one replaces */
export async function makeDerived(
  store: FeedStore,
  { list, files }: Derivations,
  { name, key, pieced }: Source,
  before?: string,
): Promise<Bytes> {
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
  const [derived] = await store.content([`${before}.${version}`]);
  const [is, was] = await Promise.all([indexKey, before].map((key) => pieceKeys(store, key)));
  if (!derived || !is || is.length !== was?.length) return undefined;
  return { derived, changed: is.flatMap((key, place) => (key === was[place] ? [] : [place])) };
}
