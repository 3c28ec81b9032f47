import { type DBSchema, deleteDB, type IDBPDatabase, openDB, unwrap } from 'idb';
import { KINDS, type Name, partsOf, type Shelf, type Value } from './store.ts';

interface Schema extends DBSchema {
  metadata: { key: string; value: Value };
  content: { key: string; value: Value };
  state: { key: string; value: Value };
}

/** The feed in IndexedDB. Opened at first use, and again should the browser close it. */
export class IdbShelf implements Shelf {
  readonly #name: string;
  #db: Promise<IDBPDatabase<Schema>> | undefined;

  constructor(name = 'gamekeeper-feed') {
    this.#name = name;
  }

  async read(names: readonly Name[]): Promise<(Value | undefined)[]> {
    if (names.length === 0) return [];
    // Not through the library: a page of people needs dozens of values, and a promise for each costs more than they do.
    const tx = unwrap((await this.#open()).transaction(KINDS));
    const requests = names.map((name) => {
      const [kind, key] = partsOf(name);
      return tx.objectStore(kind).get(key);
    });
    return new Promise((resolve, reject) => {
      // They are answered in turn.
      requests.at(-1)!.onsuccess = () => resolve(requests.map(({ result }) => result));
      tx.onabort = () => reject(tx.error);
    });
  }

  async write(changes: ReadonlyMap<Name, Value | null>): Promise<void> {
    const tx = (await this.#open()).transaction(KINDS, 'readwrite');
    const requests = [...changes].map(([name, value]) => {
      const [kind, key] = partsOf(name);
      return value ? tx.objectStore(kind).put(own(value), key) : tx.objectStore(kind).delete(key);
    });
    await Promise.all([...requests, tx.done]);
  }

  async contentKeys(): Promise<string[]> {
    return (await this.#open()).getAllKeys('content');
  }

  async close(): Promise<void> {
    const db = this.#db;
    this.#db = undefined;
    (await db)?.close();
  }

  /** Closes it and removes all that it holds. */
  async destroy(): Promise<void> {
    await this.close();
    await deleteDB(this.#name);
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    if (this.#db) return this.#db;
    const forget = () => {
      this.#db = undefined;
    };
    this.#db = openDB<Schema>(this.#name, 1, {
      upgrade(db) {
        for (const kind of KINDS) db.createObjectStore(kind);
      },
      terminated: forget,
    });
    this.#db.catch(forget);
    return this.#db;
  }
}

/** A view is stored with the whole buffer under it: only what is seen is copied out. */
function own(value: Value): Value {
  return value instanceof Uint8Array && value.byteLength !== value.buffer.byteLength ? value.slice() : value;
}
