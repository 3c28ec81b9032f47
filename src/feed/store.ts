/** Where the feed keeps what it verified: IndexedDB in the browser; in Node memory, or files for the conformance suite. */

import { GamekeeperError } from '../errors.ts';
import type { Bytes } from './bytes.ts';

/** One published file as it is in force. */
export interface EditionFile {
  /** Name of the target, such as `watchlist` or `partners/harbour/watchlist`. */
  name: string;
  /** Names its content: SHA-256 in hexadecimal. */
  key: string;
  /** An index over pieces, see pieces.ts. */
  pieced: boolean;
  /** What the publisher signed beside it. */
  custom?: Record<string, unknown>;
  /** The delegated role whose keys signed it; absent for the security team's own. */
  role?: string;
}

/** What readers see: one whole version of everything published. */
export interface Edition {
  /** Version of the top-level targets. */
  version: number;
  /** ISO instant at which the first of the four top-level roles expires. */
  expires: string;
  files: EditionFile[];
  /** What the edition before still needs, so that a reader in the middle of it can finish. */
  before?: EditionFile[];
}

/** Tells one content from another: what readers would see, whatever its version is called. */
export function contentId(files: readonly EditionFile[] = []): string {
  return files.map(({ name, key }) => `${name} ${key}`).join('\n');
}

/** How the last refresh went. */
export interface Check {
  /** ISO instant. */
  at: string;
  problem?: { code: `ERR_${string}`; message: string };
}

/** A kind and a key: `metadata/root`, `content/<hash>`, `state/edition`. */
export type Name = `${(typeof KINDS)[number]}/${string}`;
export const KINDS = ['metadata', 'content', 'state'] as const;
/** Bytes; of the kind `state` what JSON can say. */
export type Value = Bytes | Edition | Check;

/** Values by name. */
export interface Shelf {
  read(names: readonly Name[]): Promise<(Value | undefined)[]>;
  /** All changes or none; null removes. */
  write(changes: ReadonlyMap<Name, Value | null>): Promise<void>;
  contentKeys(): Promise<string[]>;
}

export function partsOf(name: Name): [kind: (typeof KINDS)[number], key: string] {
  const [kind] = name.split('/', 1);
  return [kind as (typeof KINDS)[number], name.slice(kind!.length + 1)];
}

/**
 * Content is named by its hash and invisible until an edition names it, so an update stores pieces as they come and goes
 * on where it was cut off; `commit` alone changes what readers see.
 *
 * Every method throws GamekeeperError ERR_FEED_STORAGE_FULL or ERR_FEED_STORAGE.
 */
export class FeedStore {
  readonly #shelf: Shelf;
  /** As last read or committed: nobody else writes to the shelf meanwhile. */
  #edition: Promise<Edition | undefined> | undefined;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  /** Trusted metadata of a role, as it was received. */
  async metadata(role: string): Promise<Bytes | undefined> {
    return (await this.#read<Bytes>([`metadata/${role}`]))[0];
  }

  /** All changes or none; null removes. */
  keepMetadata(changes: ReadonlyMap<string, Bytes | null>): Promise<void> {
    return this.#write([...changes].map(([role, bytes]) => [`metadata/${role}`, bytes]));
  }

  /** All keys of stored content. */
  async keys(): Promise<Set<string>> {
    return new Set(await this.#shelf.contentKeys().catch(refuse));
  }

  content(keys: readonly string[]): Promise<(Bytes | undefined)[]> {
    return this.#read(keys.map((key): Name => `content/${key}`));
  }

  stage(contents: ReadonlyMap<string, Bytes>): Promise<void> {
    return this.#write([...contents].map(([key, bytes]) => [`content/${key}`, bytes]));
  }

  edition(): Promise<Edition | undefined> {
    if (this.#edition) return this.#edition;
    const reading = this.#read<Edition>(['state/edition']).then(([edition]) => edition);
    this.#edition = reading;
    reading.catch(() => {
      this.#edition = undefined;
    });
    return reading;
  }

  /** In one step: `edition`, if given, is in force, and content not in `keep`, if given, is gone. */
  async commit(edition: Edition | undefined, keep?: ReadonlySet<string>): Promise<void> {
    const gone = keep ? [...(await this.keys())].filter((key) => !keep.has(key)) : [];
    await this.#write([
      ...gone.map((key): [Name, null] => [`content/${key}`, null]),
      ...(edition ? [['state/edition', edition] as [Name, Edition]] : []),
    ]);
    if (edition) this.#edition = Promise.resolve(edition);
  }

  async lastCheck(): Promise<Check | undefined> {
    return (await this.#read<Check>(['state/check']))[0];
  }

  noteCheck(check: Check): Promise<void> {
    return this.#write([['state/check', check]]);
  }

  #read<T extends Value>(names: readonly Name[]): Promise<(T | undefined)[]> {
    return this.#shelf.read(names).catch(refuse) as Promise<(T | undefined)[]>;
  }

  #write(changes: Iterable<[Name, Value | null]>): Promise<void> {
    return this.#shelf.write(new Map(changes)).catch(refuse);
  }
}

/** What a failed write means for the user. */
function refuse(cause: unknown): never {
  const { name, code } = (cause ?? {}) as { name?: string; code?: string };
  if (name === 'QuotaExceededError' || code === 'ENOSPC' || code === 'EDQUOT') {
    throw new GamekeeperError(
      'ERR_FEED_STORAGE_FULL',
      'There is no room for the new list on this device. The last list stays in force; free some space.',
      { cause },
    );
  }
  throw new GamekeeperError(
    'ERR_FEED_STORAGE',
    `The list could not be stored (${String(cause).slice(0, 200)}). The last list stays in force; restart the browser if this lasts.`,
    { cause },
  );
}
