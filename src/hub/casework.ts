import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { GamekeeperError } from '../errors.ts';
import type { Decision } from '../reports/decisions.ts';
import { OUTCOMES } from '../reports/report.ts';
import type { Database, Tables } from './database.ts';
import { type Action, AFTER, type State } from './states.ts';

/** What an analyst's browser writes back of a report it has opened: tags and sealed text, nothing in clear. */
export interface Index {
  person: string;
  card: string;
  words: string[];
}

export interface NewAction {
  action: Action;
  /** Sealed under the desk's key. */
  reason: string;
  /** The entry to be, sealed; with `propose` only. */
  draft?: string;
  /** `seq` of the last action that the analyst has seen on this profile; 0 for none. */
  seen: number;
  /** How many reports of it the analyst has seen. */
  reports: number;
}

type LogRow = Tables['casework'];

/** Reported profiles, and the log of what was done with them. The log only grows: each line is chained to the one before. */
export class Casework {
  readonly #db: Database;
  readonly #now: () => number;

  constructor(db: Database, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** Files a report under its profile, once. @returns false when it was filed before */
  async file(id: string, { person, card, words }: Index): Promise<boolean> {
    return this.#db.transaction().execute(async (db) => {
      const filed = await db
        .updateTable('reports')
        .set({ person })
        .where('id', '=', id)
        .where('person', 'is', null)
        .returning('received_at')
        .executeTakeFirst();
      if (!filed) return false;
      const at = filed.received_at;
      await db
        .insertInto('people')
        .values({ person, card, reports: 1, first_at: at, last_at: at, state: 'open', last_seq: 0 })
        .onConflict((conflict) =>
          conflict.column('person').doUpdateSet(({ ref }) => ({
            reports: sql`${ref('people.reports')} + 1`,
            first_at: sql`case when ${ref('people.first_at')} < ${at} then ${ref('people.first_at')} else ${at} end`,
            last_at: sql`case when ${ref('people.last_at')} > ${at} then ${ref('people.last_at')} else ${at} end`,
            card,
            // Who dismissed it had not seen this report.
            state: sql`case when ${ref('people.state')} = 'dismissed' then 'open' else ${ref('people.state')} end`,
          })),
        )
        .execute();
      if (words.length > 0) {
        await db
          .insertInto('words')
          .values(words.map((word) => ({ word, person })))
          .onConflict((conflict) => conflict.columns(['word', 'person']).doNothing())
          .execute();
      }
      return true;
    });
  }

  /**
   * Adds an action to the log and moves the profile on.
   * @throws ERR_NOT_FOUND, ERR_STALE (someone else acted meanwhile, or what is dismissed was reported again), ERR_TWO_PEOPLE
   */
  async act(person: string, analyst: string, { action, reason, draft, seen, reports }: NewAction): Promise<void> {
    await this.#db.transaction().execute(async (db) => {
      const profile = await db
        .selectFrom('people')
        .select(['state', 'last_seq'])
        .where('person', '=', person)
        .executeTakeFirst();
      if (!profile) throw new GamekeeperError('ERR_NOT_FOUND', 'There is no reported profile of this tag.');
      if (profile.last_seq !== seen) throw stale();
      if (action === 'confirm') await requireSecond(db, profile, analyst);
      if ((action === 'propose') !== (draft !== undefined)) {
        throw new GamekeeperError('ERR_INPUT', 'A proposal comes with the draft of an entry, and nothing else does.');
      }
      const last = await db
        .selectFrom('casework')
        .select(['seq', 'hash'])
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      const row = {
        seq: (last?.seq ?? 0) + 1,
        at: this.#now(),
        analyst,
        person,
        action,
        reason,
        draft: draft ?? null,
        previous: last?.hash ?? '',
      };
      const added = await db
        .insertInto('casework')
        .values({ ...row, hash: hashOf(row) })
        .onConflict((conflict) => conflict.column('seq').doNothing())
        .executeTakeFirst();
      if (added.numInsertedOrUpdatedRows !== 1n) throw stale();
      const moved = await db
        .updateTable('people')
        .set({ state: AFTER[action], last_seq: row.seq })
        .where('person', '=', person)
        .where('last_seq', '=', seen)
        .$if(action === 'dismiss', (query) => query.where('reports', '<=', reports))
        .executeTakeFirst();
      if (moved.numUpdatedRows !== 1n) throw stale();
    });
  }

  /** What those who reported are told: receipt -> decision. What is open or proposed is nobody's business yet. */
  async decisions(): Promise<Record<string, Decision>> {
    const rows = await this.#db
      .selectFrom('reports')
      .innerJoin('people', 'people.person', 'reports.person')
      .innerJoin('casework', 'casework.seq', 'people.last_seq')
      .select(['reports.receipt', 'people.state', 'casework.at'])
      .orderBy('reports.receipt')
      .execute();
    return Object.fromEntries(
      rows.flatMap(({ receipt, state, at }) => {
        const outcome = OUTCOMES.find((each) => each === state);
        return outcome ? [[receipt, { outcome, date: new Date(at).toISOString().slice(0, 10) }]] : [];
      }),
    );
  }

  /** The whole log, oldest first. @throws ERR_LOG_BROKEN when a line is missing or was changed */
  async log(): Promise<LogRow[]> {
    const rows = await this.#db.selectFrom('casework').selectAll().orderBy('seq').execute();
    let previous = '';
    for (const [index, { hash, ...row }] of rows.entries()) {
      if (row.seq !== index + 1 || row.previous !== previous || hashOf(row) !== hash) {
        throw new GamekeeperError('ERR_LOG_BROKEN', `The desk’s log was changed at line ${index + 1}.`);
      }
      previous = hash;
    }
    return rows;
  }
}

/** Drafts of all profiles that two people decided to list, in the order of their confirmation. */
export function listingsIn(log: readonly LogRow[]) {
  const proposals = new Map(log.filter(({ action }) => action === 'propose').map((row) => [row.person, row]));
  const last = new Map(log.map((row) => [row.person, row.seq]));
  return log
    .filter(({ action, person, seq }) => action === 'confirm' && last.get(person) === seq)
    .map(({ person, analyst: confirmedBy, at }) => {
      const { draft, analyst: proposedBy } = proposals.get(person)!;
      return { draft: draft!, proposedBy, confirmedBy, at: new Date(at).toISOString() };
    });
}

export const stale = () =>
  new GamekeeperError('ERR_STALE', 'Someone else acted on this or reported it meanwhile. Look again, then decide.');

async function requireSecond(
  db: Database,
  profile: { state: State; last_seq: number },
  analyst: string,
): Promise<void> {
  if (profile.state !== 'proposed') throw new GamekeeperError('ERR_TWO_PEOPLE', 'There is no proposal to confirm.');
  const proposal = await db
    .selectFrom('casework')
    .select('analyst')
    .where('seq', '=', profile.last_seq)
    .executeTakeFirstOrThrow();
  if (proposal.analyst === analyst) {
    throw new GamekeeperError('ERR_TWO_PEOPLE', 'You proposed this listing. Another analyst has to confirm it.');
  }
}

function hashOf(row: Omit<LogRow, 'hash'>): string {
  const { seq, at, analyst, person, action, reason, draft, previous } = row;
  const line = JSON.stringify([seq, at, analyst, person, action, reason, draft, previous]);
  return hash('sha256', line);
}
