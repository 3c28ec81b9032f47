/** What look-ups want ready beside a pieced target: made in the browser, kept with the list that it was made from. */
import type { Earlier, Pieces } from '../watchlist/pieces.ts';
import type { FeedStore } from './store.ts';
import { openPieces, pieceKeys } from './stored-pieces.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Derive {
  /** Of the code that makes it: what another version made is made anew. */
  version: string;
  /** `earlier`, where it is known, spares most of the work after a small change. */
  make(pieces: Pieces, earlier?: Earlier): Promise<Bytes>;
}

/** The name under which it is stored: its own beneath that of the list. */
export function derivedKey(indexKey: string, { version }: Derive): string {
  return `${indexKey}.${version}`;
}

/** The key of the list that stored content belongs to, whether derived from it or not. */
export function ownerOf(key: string): string {
  return key.split('.')[0]!;
}

/** @param before key of the list that this one replaces */
export async function makeDerived(
  store: FeedStore,
  derive: Derive,
  indexKey: string,
  before: string | undefined,
): Promise<Bytes> {
  const earlier = before === undefined ? undefined : await readEarlier(store, derive, indexKey, before);
  return derive.make(await openPieces(store, indexKey), earlier);
}

async function readEarlier(
  store: FeedStore,
  derive: Derive,
  indexKey: string,
  before: string,
): Promise<Earlier | undefined> {
  const [derived] = await store.content([derivedKey(before, derive)]);
  const [is, was] = await Promise.all([indexKey, before].map((key) => pieceKeys(store, key)));
  if (!derived || !is || is.length !== was?.length) return undefined;
  return { derived, changed: is.flatMap((key, place) => (key === was[place] ? [] : [place])) };
}
