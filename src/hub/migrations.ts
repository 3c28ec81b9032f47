import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';

type Storage = 'sqlite' | 'postgres';

/** Statements that a database goes through, step by step. A step that has been released never changes. */
function steps(kind: Storage): Record<string, string[]> {
  const bytes = kind === 'postgres' ? 'bytea' : 'blob';
  return {
    '001_reports': [
      `create table reports (
        id text primary key,
        receipt text not null unique,
        received_at bigint not null,
        digest text not null,
        sealed ${bytes} not null
      )`,
      'create index reports_by_time on reports (received_at, id)',
      `create table analysts (
        name text primary key,
        token_digest text not null unique,
        created_at bigint not null,
        revoked_at bigint
      )`,
    ],
    '002_casework': [
      'alter table reports add column person text',
      'create index reports_by_person on reports (person, received_at)',
      `create table people (
        person text primary key,
        card text not null,
        reports integer not null,
        first_at bigint not null,
        last_at bigint not null,
        state text not null,
        last_seq integer not null
      )`,
      'create index people_by_state on people (state, last_at, person)',
      'create table words (word text not null, person text not null, primary key (word, person))',
      `create table casework (
        seq integer primary key,
        at bigint not null,
        analyst text not null,
        person text not null,
        action text not null,
        reason text not null,
        draft text,
        previous text not null,
        hash text not null
      )`,
      'create index casework_by_person on casework (person, seq)',
      ...APPEND_ONLY[kind],
    ],
    '003_desk_keys': [
      `create table desk_keys (
        seq integer primary key,
        fingerprint text not null,
        sealed text not null,
        recipients text not null
      )`,
    ],
  };
}

/** The database itself refuses to change or remove a line of the log. */
const APPEND_ONLY = {
  sqlite: ['update', 'delete'].map(
    (change) =>
      `create trigger casework_no_${change} before ${change} on casework begin select raise(abort, 'the log only grows'); end`,
  ),
  postgres: [
    `create function casework_only_grows() returns trigger language plpgsql as $$ begin raise exception 'the log only grows'; end $$`,
    'create trigger casework_only_grows before update or delete or truncate on casework execute function casework_only_grows()',
  ],
};

/** Brings the tables up to date. Several processes may start at once: one migrates, the others wait. */
export async function migrate<T>(db: Kysely<T>, kind: Storage): Promise<void> {
  const migrations = Object.entries(steps(kind)).map(([name, statements]) => {
    const up = async (step: Kysely<unknown>) => {
      for (const statement of statements) await sql.raw(statement).execute(step);
    };
    return [name, { up }] as const;
  });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => Object.fromEntries(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
