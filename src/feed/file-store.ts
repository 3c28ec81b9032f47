/** The feed in a folder, for Node: `<role>.json` as received, and beneath `feed/` what is in force. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Check, type Edition, type FeedStore, storageError } from './store.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export class FileFeedStore implements FeedStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  metadata(role: string): Promise<Bytes | undefined> {
    return this.#read(metadataFile(role));
  }

  /** Files are removed before others are written: an update cut off between the two trusts less, never more. */
  async keepMetadata(changes: ReadonlyMap<string, Bytes | null>): Promise<void> {
    const entries = [...changes].toSorted(([, a], [, b]) => Number(a !== null) - Number(b !== null));
    for (const [role, bytes] of entries) {
      await (bytes ? this.#write(metadataFile(role), bytes) : this.#remove(metadataFile(role)));
    }
  }

  async keys(): Promise<Set<string>> {
    try {
      return new Set(await readdir(join(this.#folder, 'feed/content')));
    } catch (error) {
      if (isMissing(error)) return new Set();
      throw storageError(error);
    }
  }

  async content(keys: readonly string[]): Promise<(Bytes | undefined)[]> {
    return Promise.all(keys.map((key) => this.#read(contentFile(key))));
  }

  async stage(contents: ReadonlyMap<string, Bytes>): Promise<void> {
    for (const [key, bytes] of contents) await this.#write(contentFile(key), bytes);
  }

  edition(): Promise<Edition | undefined> {
    return this.#readJson<Edition>('feed/edition');
  }

  async commit(edition: Edition | undefined, keep?: ReadonlySet<string>): Promise<void> {
    if (edition) await this.#write('feed/edition', JSON.stringify(edition));
    if (!keep) return;
    for (const key of await this.keys()) if (!keep.has(key)) await this.#remove(contentFile(key));
  }

  lastCheck(): Promise<Check | undefined> {
    return this.#readJson<Check>('feed/check');
  }

  noteCheck(check: Check): Promise<void> {
    return this.#write('feed/check', JSON.stringify(check));
  }

  async #read(file: string): Promise<Bytes | undefined> {
    try {
      return new Uint8Array(await readFile(join(this.#folder, file)));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw storageError(error);
    }
  }

  async #readJson<T>(file: string): Promise<T | undefined> {
    const bytes = await this.#read(file);
    return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as T);
  }

  /** By renaming, so that a reader sees the old file or the new. */
  async #write(file: string, content: string | Bytes): Promise<void> {
    const path = join(this.#folder, file);
    const part = `${path}.${process.pid}.part`;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(part, content);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw storageError(error);
    }
  }

  async #remove(file: string): Promise<void> {
    await rm(join(this.#folder, file), { force: true }).catch((error) => {
      throw storageError(error);
    });
  }
}

/** Role names are the publisher's to choose: none leads out of the folder. */
function metadataFile(role: string): string {
  return `${encodeURIComponent(role)}.json`;
}

function contentFile(key: string): string {
  return `feed/content/${encodeURIComponent(key)}`;
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
