import type { Parts, Pieces } from '../watchlist/pieces.ts';
import type { Bytes } from './bytes.ts';
import { type Derivations, DerivedParts, derivedKey } from './derived.ts';
import { publicationOf } from './status.ts';
import { contentId, type Edition, type EditionFile, type FeedStore } from './store.ts';
import { contents, openPieces } from './stored-pieces.ts';

/** One version of everything published, as readers see it. It stays whole while newer versions arrive. */
export class FeedView {
  readonly #store: FeedStore;
  readonly #edition: Edition;
  readonly #derive: Derivations;

  constructor(store: FeedStore, edition: Edition, derive: Derivations = {}) {
    this.#store = store;
    this.#edition = edition;
    this.#derive = derive;
  }

  /** Differs whenever anything to be read differs, also where only a partner's part is new and `version` is not. */
  get id(): string {
    return contentId(this.#edition.files);
  }

  /** Version of the top-level targets. */
  get version(): number {
    return this.#edition.version;
  }

  /** When its publisher made it, if that is said. */
  get published(): string | undefined {
    return publicationOf(this.#edition)?.published;
  }

  get files(): readonly EditionFile[] {
    return this.#edition.files;
  }

  /** The bytes of a target, undefined when nothing of that name is published. */
  async read(name: string): Promise<Bytes | undefined> {
    const file = this.#file(name);
    return file && (await contents(this.#store, [file.key]))[0];
  }

  /** A pieced target; each piece is read from the store when it is asked for. */
  async pieces(name: string): Promise<Pieces | undefined> {
    const file = this.#file(name);
    return file && openPieces(this.#store, file.key);
  }

  /** What FeedOptions.derive makes of a target. Undefined when nothing of that name is published, or derived. */
  derived(name: string): Parts | undefined {
    const file = this.#file(name);
    if (!file || derivedKey(file, this.#derive) === undefined) return undefined;
    return new DerivedParts(this.#store, this.#derive, file);
  }

  #file(name: string): EditionFile | undefined {
    return this.#edition.files.find((file) => file.name === name);
  }
}
