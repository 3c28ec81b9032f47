import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { GamekeeperError } from '../errors.ts';
import type { Decision } from './decisions.ts';
import type { Report, ReportSummary, Trouble } from './report.ts';

/** How long a report is held back after the click, so that the user can undo: milliseconds. */
export const UNDO_MS = 10_000;

/** How long the line of a closed report stays for the user to see: milliseconds. */
const HISTORY_MS = 365 * 24 * 3_600_000;

/** A report in the outbox. Instants are milliseconds since the epoch. */
export interface Item {
  /** Also the idempotency key. */
  id: string;
  createdAt: number;
  state: ReportSummary['state'];
  /** Not sent before this instant: the time to undo, then the back-off. */
  notBefore: number;
  /** Failed ones. */
  attempts: number;
  /** The age file. Absent once the hub has confirmed with a receipt. */
  sealed?: Uint8Array<ArrayBuffer>;
  receipt?: string;
  trouble?: Trouble;
  decision?: Decision;
}

/** A report that still has to reach the hub. */
export type WaitingItem = Item & { state: 'queued' | 'sent' };

interface Schema extends DBSchema {
  items: { key: string; value: Item; indexes: { createdAt: number } };
}

/**
 * Reports on their way, in IndexedDB: ciphertext and state, never content. Every write is `strict`: it is on disk before
 * the promise resolves, so that the page may say "saved".
 */
export class Outbox {
  readonly #db: IDBPDatabase<Schema>;
  private constructor(db: IDBPDatabase<Schema>) {
    this.#db = db;
  }

  static async open(name = 'gamekeeper-outbox'): Promise<Outbox> {
    return new Outbox(
      await openDB<Schema>(name, 1, {
        upgrade(db) {
          db.createObjectStore('items', { keyPath: 'id' }).createIndex('createdAt', 'createdAt');
        },
        blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
      }),
    );
  }

  /** Takes a sealed report. Adding the same id again changes nothing. @throws ERR_STORAGE_FULL */
  async add(report: Report, sealed: Uint8Array<ArrayBuffer>, now: Date): Promise<ReportSummary> {
    const item: Item = {
      id: report.id,
      createdAt: now.getTime(),
      state: 'queued',
      notBefore: now.getTime() + UNDO_MS,
      attempts: 0,
      sealed,
    };
    return summarise(await this.#change(report.id, (existing) => existing ?? item), now);
  }

  /** Newest first. */
  async list(now: Date): Promise<ReportSummary[]> {
    const items = await this.#db.getAllFromIndex('items', 'createdAt');
    return items.reverse().map((item) => summarise(item, now));
  }

  /** Reports that still have to reach the hub, oldest first. */
  async waiting(): Promise<WaitingItem[]> {
    return (await this.#db.getAllFromIndex('items', 'createdAt')).filter(isWaiting);
  }

  /**
   * Removes a report that waits here, or that the hub refused.
   * @returns false when it is on its way or has arrived
   */
  async withdraw(id: string): Promise<boolean> {
    let withdrawn = false;
    await this.#change(id, (item) => {
      withdrawn = item !== undefined && isWithdrawable(item);
      return withdrawn ? undefined : item;
    });
    return withdrawn;
  }

  /** Marks a report as leaving. @returns the item to send, or undefined when it was withdrawn meanwhile. */
  async depart(id: string): Promise<Item | undefined> {
    return this.#change(id, (item) => item?.sealed && { ...item, state: 'sent' });
  }

  /** The hub has it on disk. The ciphertext goes, the receipt stays. */
  async confirm(id: string, receipt: string): Promise<void> {
    await this.#change(id, (item) => {
      if (item === undefined) return undefined;
      const { sealed: _, trouble: __, ...rest } = item;
      return { ...rest, state: 'received', receipt };
    });
  }

  /**
   * It is tried again, not before that instant.
   * @param state `queued` when it is certain that the hub does not hold it, else `sent`
   */
  async postpone(id: string, state: 'queued' | 'sent', notBefore: number, trouble: Trouble): Promise<void> {
    await this.#change(id, (item) => item && { ...item, state, notBefore, trouble, attempts: item.attempts + 1 });
  }

  /** The hub will not take it. The user is told, and decides whether it goes. */
  async refuse(id: string, trouble: Trouble): Promise<void> {
    await this.#change(id, (item) => item && { ...item, state: 'refused', trouble });
  }

  /**
   * Applies the signed decisions, by receipt, and drops lines that were more than a year old when these were signed: the clock
   * of this computer may be wrong.
   *
   * @param signed milliseconds since the epoch; NaN where that is not known
   * @returns how many changed
   */
  async decide(decisions: ReadonlyMap<string, Decision>, signed: number): Promise<number> {
    const transaction = this.#db.transaction('items', 'readwrite', { durability: 'strict' });
    let changed = 0;
    for await (const cursor of transaction.store) {
      const item = cursor.value;
      const decision = item.receipt === undefined ? undefined : decisions.get(item.receipt);
      if (decision && (item.decision?.outcome !== decision.outcome || item.decision.date !== decision.date)) {
        changed += 1;
        await cursor.update({ ...item, state: 'decided', decision });
      } else if (item.receipt !== undefined && item.createdAt < signed - HISTORY_MS) {
        await cursor.delete();
      }
    }
    await transaction.done;
    return changed;
  }

  close(): void {
    this.#db.close();
  }

  /** Reads, changes and writes one item in one transaction; `undefined` deletes it. */
  async #change<T extends Item | undefined>(id: string, change: (item: Item | undefined) => T): Promise<T> {
    try {
      const transaction = this.#db.transaction('items', 'readwrite', { durability: 'strict' });
      const before = await transaction.store.get(id);
      const after = change(before);
      const written = after ? transaction.store.put(after) : before && transaction.store.delete(id);
      await Promise.all([written, transaction.done]);
      return after;
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === 'QuotaExceededError') {
        throw new GamekeeperError('ERR_STORAGE_FULL', 'The report was not saved: this device has no space left.', {
          cause,
        });
      }
      throw cause;
    }
  }
}

const isWaiting = (item: Item): item is WaitingItem => item.state === 'queued' || item.state === 'sent';

function isWithdrawable(item: Item): boolean {
  return item.state === 'queued' || item.state === 'refused';
}

function summarise(item: Item, now: Date): ReportSummary {
  const { id, state, receipt, trouble, decision, notBefore } = item;
  const held = item.attempts === 0 && state === 'queued' && notBefore > now.getTime();
  return {
    ...{ id, state, receipt, trouble, decision },
    createdAt: new Date(item.createdAt).toISOString(),
    withdrawable: isWithdrawable(item),
    heldUntil: held ? new Date(notBefore).toISOString() : undefined,
  };
}
