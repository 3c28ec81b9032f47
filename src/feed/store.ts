/** Where the feed keeps what it verified: IndexedDB in the browser, files in Node. */
import { GamekeeperError } from '../errors.ts';

type Bytes = Uint8Array<ArrayBuffer>;

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

/**
 * Content is named by its hash and invisible until an edition names it, so an update stores pieces as they come and goes
 * on where it was cut off; `commit` alone changes what readers see.
 *
 * Every method throws GamekeeperError ERR_FEED_STORAGE_FULL or ERR_FEED_STORAGE.
 */
export interface FeedStore {
  /** Trusted metadata of a role, as it was received. */
  metadata(role: string): Promise<Bytes | undefined>;
  /** All changes or none; null removes. */
  keepMetadata(changes: ReadonlyMap<string, Bytes | null>): Promise<void>;

  /** All keys of stored content. */
  keys(): Promise<Set<string>>;
  content(keys: readonly string[]): Promise<(Bytes | undefined)[]>;
  stage(contents: ReadonlyMap<string, Bytes>): Promise<void>;

  edition(): Promise<Edition | undefined>;
  /** In one step: `edition`, if given, is in force, and content not in `keep`, if given, is gone. */
  commit(edition: Edition | undefined, keep?: ReadonlySet<string>): Promise<void>;

  lastCheck(): Promise<Check | undefined>;
  noteCheck(check: Check): Promise<void>;
}

/** What a failed write means for the user. */
export function storageError(cause: unknown): GamekeeperError {
  if (cause instanceof GamekeeperError) return cause;
  const { name, code } = (cause ?? {}) as { name?: string; code?: string };
  if (name === 'QuotaExceededError' || code === 'ENOSPC' || code === 'EDQUOT') {
    return new GamekeeperError(
      'ERR_FEED_STORAGE_FULL',
      'There is no room for the new list on this device. The last list stays in force; free some space.',
      { cause },
    );
  }
  return new GamekeeperError(
    'ERR_FEED_STORAGE',
    `The list could not be stored (${String(cause).slice(0, 200)}). The last list stays in force; restart the browser if this lasts.`,
    { cause },
  );
}
