import { GamekeeperError } from '../errors.ts';
import type { Pieces } from '../watchlist/pieces.ts';
import { decodeHeader, decodeIndex, inflatePiece } from './pieces.ts';
import { contentId, type Edition, type EditionFile, type FeedStore } from './store.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** One version of everything published, as readers see it. It stays whole while newer versions arrive. */
export class FeedView {
  readonly #store: FeedStore;
  readonly #edition: Edition;

  constructor(store: FeedStore, edition: Edition) {
    this.#store = store;
    this.#edition = edition;
  }

  /** Differs whenever anything to be read differs, also where only a partner's part is new and `version` is not. */
  get id(): string {
    return contentId(this.#edition.files);
  }

  /** Version of the top-level targets. */
  get version(): number {
    return this.#edition.version;
  }

  get files(): readonly EditionFile[] {
    return this.#edition.files;
  }

  /** The bytes of a target, undefined when nothing of that name is published. */
  async read(name: string): Promise<Bytes | undefined> {
    const file = this.#file(name, false);
    return file && content(this.#store, file.key);
  }

  /** A pieced target; each piece is read from the store when it is asked for. */
  async pieces(name: string): Promise<Pieces | undefined> {
    const file = this.#file(name, true);
    return file && openPieces(this.#store, file.key);
  }

  /** What was derived from a pieced target when it arrived, see FeedOptions.derive. */
  async derived(name: string): Promise<Bytes | undefined> {
    const file = this.#file(name, true);
    if (!file) return undefined;
    return (await this.#store.content([derivedKey(file.key)]))[0];
  }

  #file(name: string, pieced: boolean): EditionFile | undefined {
    return this.#edition.files.find((file) => file.name === name && file.pieced === pieced);
  }
}

/** Derived content depends on the index alone and shares its fate. */
export function derivedKey(indexKey: string): string {
  return `derived-${indexKey}`;
}

export async function openPieces(store: FeedStore, indexKey: string): Promise<Pieces> {
  const index = decodeIndex(await content(store, indexKey));
  return {
    count: index.count,
    async read(indices) {
      const blocks = [...new Set(indices.map((place) => Math.floor(place / index.perBlock)))];
      const headers = await contents(
        store,
        blocks.map((block) => index.blocks[block]!.key),
      );
      const parts = new Map(blocks.map((block, order) => [block, decodeHeader(headers[order]!, index, block)]));
      const keys = indices.map((place) => parts.get(Math.floor(place / index.perBlock))![place % index.perBlock]!.key);
      return Promise.all((await contents(store, keys)).map(inflatePiece));
    },
  };
}

async function content(store: FeedStore, key: string): Promise<Bytes> {
  return (await contents(store, [key]))[0]!;
}

async function contents(store: FeedStore, keys: readonly string[]): Promise<Bytes[]> {
  const found = await store.content(keys);
  if (found.includes(undefined)) {
    throw new GamekeeperError(
      'ERR_FEED_SUPERSEDED',
      'This version of the list has been replaced. Open the feed again to read the one in force.',
    );
  }
  return found as Bytes[];
}
