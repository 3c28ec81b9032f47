/** The feed in a folder, for Node: `<role>.json` as received, and beneath `feed/` what is in force. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Name, partsOf, type Shelf, type Value } from './store.ts';

export class FileShelf implements Shelf {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(names: readonly Name[]): Promise<(Value | undefined)[]> {
    return Promise.all(
      names.map(async (name) => {
        const bytes = await ifThere(readFile(this.#path(name)));
        if (!bytes) return undefined;
        return name.startsWith('state/') ? JSON.parse(bytes.toString()) : new Uint8Array(bytes);
      }),
    );
  }

  /** One after the other, so that a change cut off in the middle trusts less, never more, and readers miss nothing. */
  async write(changes: ReadonlyMap<Name, Value | null>): Promise<void> {
    const rank = ([name, value]: [Name, Value | null]) => (value ? 1 : name.startsWith('content/') ? 2 : 0);
    for (const [name, value] of [...changes].toSorted((a, b) => rank(a) - rank(b))) {
      if (!value) await rm(this.#path(name), { force: true });
      else await this.#replace(this.#path(name), value instanceof Uint8Array ? value : JSON.stringify(value));
    }
  }

  async contentKeys(): Promise<string[]> {
    return (await ifThere(readdir(join(this.#folder, 'feed/content')))) ?? [];
  }

  /** By renaming, so that a reader sees the old file or the new. */
  async #replace(path: string, content: string | Uint8Array): Promise<void> {
    const part = `${path}.${process.pid}.part`;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(part, content);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  /** Role names are the publisher's to choose: none leads out of the folder. */
  #path(name: Name): string {
    const [kind, key] = partsOf(name);
    const file = encodeURIComponent(key);
    return join(
      this.#folder,
      { metadata: `${file}.json`, content: `feed/content/${file}`, state: `feed/${file}` }[kind],
    );
  }
}

function ifThere<T>(read: Promise<T>): Promise<T | undefined> {
  return read.catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}
