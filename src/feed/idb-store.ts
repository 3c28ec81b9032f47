import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';
import { type Check, type Edition, type FeedStore, storageError } from './store.ts';

type Bytes = Uint8Array<ArrayBuffer>;

interface Schema extends DBSchema {
  metadata: { key: string; value: Bytes };
  content: { key: string; value: Bytes };
  state: { key: 'edition' | 'check'; value: Edition | Check };
}

/** The feed in IndexedDB. Opened at first use, and again should the browser close it. */
export class IdbFeedStore implements FeedStore {
  readonly #name: string;
  #db: Promise<IDBPDatabase<Schema>> | undefined;

  constructor(name = 'gamekeeper-feed') {
    this.#name = name;
  }

  metadata(role: string): Promise<Bytes | undefined> {
    return this.#try((db) => db.get('metadata', role));
  }

  keepMetadata(changes: ReadonlyMap<string, Bytes | null>): Promise<void> {
    return this.#try(async (db) => {
      const tx = db.transaction('metadata', 'readwrite');
      for (const [role, bytes] of changes) void (bytes ? tx.store.put(own(bytes), role) : tx.store.delete(role));
      await tx.done;
    });
  }

  keys(): Promise<Set<string>> {
    return this.#try(async (db) => new Set(await db.getAllKeys('content')));
  }

  content(keys: readonly string[]): Promise<(Bytes | undefined)[]> {
    return this.#try((db) => {
      const { store } = db.transaction('content');
      return Promise.all(keys.map((key) => store.get(key)));
    });
  }

  stage(contents: ReadonlyMap<string, Bytes>): Promise<void> {
    return this.#try(async (db) => {
      const tx = db.transaction('content', 'readwrite');
      await Promise.all([...[...contents].map(([key, bytes]) => tx.store.put(own(bytes), key)), tx.done]);
    });
  }

  edition(): Promise<Edition | undefined> {
    return this.#try((db) => db.get('state', 'edition') as Promise<Edition | undefined>);
  }

  commit(edition: Edition | undefined, keep?: ReadonlySet<string>): Promise<void> {
    return this.#try(async (db) => {
      const tx = db.transaction(['state', 'content'], 'readwrite');
      const content = tx.objectStore('content');
      const stale = keep ? (await content.getAllKeys()).filter((key) => !keep.has(key)) : [];
      await Promise.all([
        ...stale.map((key) => content.delete(key)),
        edition && tx.objectStore('state').put(edition, 'edition'),
        tx.done,
      ]);
    });
  }

  lastCheck(): Promise<Check | undefined> {
    return this.#try((db) => db.get('state', 'check') as Promise<Check | undefined>);
  }

  noteCheck(check: Check): Promise<void> {
    return this.#try(async (db) => {
      await db.put('state', check, 'check');
    });
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

  async #try<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    try {
      this.#db ??= this.#open();
      return await work(await this.#db);
    } catch (error) {
      throw storageError(error);
    }
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    const forget = () => {
      this.#db = undefined;
    };
    const opening = openDB<Schema>(this.#name, 1, {
      upgrade(db) {
        for (const name of ['metadata', 'content', 'state'] as const) db.createObjectStore(name);
      },
      terminated: forget,
    });
    opening.catch(forget);
    return opening;
  }
}

/** A view is stored with the whole buffer under it: only what is seen is copied out. */
function own(bytes: Bytes): Bytes {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}
