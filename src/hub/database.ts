import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Kysely, PostgresDialect, type SqliteDatabase, SqliteDialect } from 'kysely';
import pg from 'pg';
import { GamekeeperError } from '../errors.ts';
import { migrate } from './migrations.ts';
import type { Action, State } from './states.ts';

/** The tables of the hub. Instants are milliseconds since the epoch; digests are SHA-256 in lower-case hex. */
export interface Tables {
  reports: {
    /** The idempotency key, which is also the id sealed inside. */
    id: string;
    receipt: string;
    received_at: number;
    digest: string;
    /** The age file, as it came. */
    sealed: Uint8Array;
    /** Tag of the profile it is about, once an analyst's browser has opened it. */
    person: string | null;
  };
  people: {
    person: string;
    /** What the desk shows of it, sealed under the desk's key. */
    card: string;
    reports: number;
    first_at: number;
    last_at: number;
    state: State;
    /** The last action on it; 0 for none. */
    last_seq: number;
  };
  words: { word: string; person: string };
  /** The desk's secret, sealed again each time that recipients were added. See `desk/shared-key.ts`. */
  desk_keys: { seq: number; fingerprint: string; sealed: string; recipients: string };
  /** The log of actions: rows are added, never changed or removed. */
  casework: {
    seq: number;
    at: number;
    analyst: string;
    person: string;
    action: Action;
    reason: string;
    draft: string | null;
    /** `hash` of the row before, and SHA-256 over this row with it. */
    previous: string;
    hash: string;
  };
  analysts: {
    name: string;
    token_digest: string;
    created_at: number;
    revoked_at: number | null;
  };
}

export type Database = Kysely<Tables>;

/**
 * Opens the hub's storage, its tables up to date: PostgreSQL at `databaseUrl` when given, else `hub.sqlite` in `dataDir`, a
 * folder that is made when absent and is open to its owner alone.
 */
export async function openStorage(dataDir: string, databaseUrl?: string): Promise<Database> {
  const dialect = databaseUrl
    ? new PostgresDialect({ pool: openPool(databaseUrl) })
    : new SqliteDialect({ database: await openSqlite(dataDir) });
  const db = new Kysely<Tables>({ dialect });
  try {
    await migrate(db, databaseUrl ? 'postgres' : 'sqlite');
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return db;
}

/** Node's own SQLite in the shape that Kysely drives. FULL: a commit has reached the disk when it returns. */
async function openSqlite(folder: string): Promise<SqliteDatabase> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const database = openFile(join(folder, 'hub.sqlite'));
  const statements = new Map<string, StatementSync>();
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = statements.get(sql) ?? database.prepare(sql);
      if (statements.size < 500) statements.set(sql, statement);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}

function openFile(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file, { timeout: 10_000 });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    return database;
  } catch (cause) {
    const remedy = 'Check its owner and mode, or move it away and fill a new one: gamekeeper restore.';
    throw new GamekeeperError('ERR_DATABASE', `${file} cannot be opened (${(cause as Error).message}). ${remedy}`, {
      cause,
    });
  }
}

function openPool(connectionString: string): pg.Pool {
  const types = new pg.TypeOverrides();
  // Milliseconds and counts fit a double; PostgreSQL's driver would hand them over as strings.
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    connectionString,
    types,
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
  });
  // A connection that breaks fails its query and is replaced on the next; its events, unheard, would end the process:
  // the pool's when it was idle, its own when it was in use.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
