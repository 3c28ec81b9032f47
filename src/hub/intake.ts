import { hash, randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { GamekeeperError } from '../errors.ts';
import type { Database } from './database.ts';

interface Arrival {
  id: string;
  sealed: Uint8Array;
  digest: string;
  settle: (receipt: string) => void;
  fail: (error: unknown) => void;
}

/** Reports written in one commit, at most. */
const BATCH = 64;

/**
 * Takes reports in. All that wait while one commit is on its way to the disk share the next one, so that the rate is
 * not bound to the time of one flush; nothing is answered before its commit has returned.
 */
export class Intake {
  readonly #db: Database;
  readonly #now: () => number;
  #queue: Arrival[] = [];
  #writing = false;

  constructor(db: Database, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /**
   * Stores a report, once: the same id with the same bytes gets the receipt it got before.
   * @returns the receipt, when the report is on disk
   * @throws ERR_KEY_REUSED when the id came with other bytes
   */
  store(id: string, sealed: Uint8Array): Promise<string> {
    return new Promise((settle, fail) => {
      this.#queue.push({ id, sealed, digest: hash('sha256', sealed), settle, fail });
      if (!this.#writing) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#writing = true;
    // What has already come in over other connections joins the first batch.
    await setImmediate();
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, BATCH);
      try {
        await this.#write(batch);
      } catch (error) {
        for (const arrival of batch) arrival.fail(error);
      }
      await setImmediate();
    }
    this.#writing = false;
  }

  async #write(batch: Arrival[]): Promise<void> {
    const now = this.#now();
    const rows = batch.map(({ id, sealed, digest }) => ({
      id,
      receipt: newReceipt(),
      received_at: now,
      digest,
      sealed,
    }));
    // In one order everywhere: two hubs that write the same reports would else wait for each other.
    rows.sort((one, other) => (one.id < other.id ? -1 : 1));
    const inserted = await this.#db
      .insertInto('reports')
      .values(rows)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning(['id', 'receipt', 'digest'])
      .execute();
    const known = new Map(inserted.map((row) => [row.id, row]));
    const repeated = batch.filter(({ id }) => !known.has(id)).map(({ id }) => id);
    if (repeated.length > 0) {
      const earlier = this.#db.selectFrom('reports').select(['id', 'receipt', 'digest']).where('id', 'in', repeated);
      for (const row of await earlier.execute()) known.set(row.id, row);
    }
    for (const { id, digest, settle, fail } of batch) {
      const row = known.get(id)!;
      if (row.digest === digest) settle(row.receipt);
      else fail(new GamekeeperError('ERR_KEY_REUSED', 'Another report was received under this Idempotency-Key.'));
    }
  }
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 130 random bits in Crockford's base 32: short enough to read out on the telephone, without I, L, O or U. */
function newReceipt(): string {
  return Array.from(randomBytes(26), (byte) => CROCKFORD[byte & 31]).join('');
}
