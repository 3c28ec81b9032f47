import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Storage } from './database.ts';

/** Steps that a database goes through, in the order of their names. A step that has been released never changes. */
function steps(kind: Storage['kind']): Record<string, Migration> {
  const bytes = kind === 'postgres' ? 'bytea' : 'blob';
  return {
    '001_reports': {
      async up(db: Kysely<unknown>) {
        await db.schema
          .createTable('reports')
          .addColumn('id', 'text', (column) => column.primaryKey())
          .addColumn('receipt', 'text', (column) => column.notNull().unique())
          .addColumn('received_at', 'bigint', (column) => column.notNull())
          .addColumn('digest', 'text', (column) => column.notNull())
          .addColumn('sealed', bytes, (column) => column.notNull())
          .execute();
        await db.schema.createIndex('reports_by_time').on('reports').columns(['received_at', 'id']).execute();
        await db.schema
          .createTable('analysts')
          .addColumn('name', 'text', (column) => column.primaryKey())
          .addColumn('token_digest', 'text', (column) => column.notNull().unique())
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addColumn('revoked_at', 'bigint')
          .execute();
      },
    },
    '002_casework': {
      async up(db: Kysely<unknown>) {
        const { schema } = db;
        await schema.alterTable('reports').addColumn('person', 'text').execute();
        await schema.createIndex('reports_by_person').on('reports').columns(['person', 'received_at']).execute();
        await schema
          .createTable('people')
          .addColumn('person', 'text', (column) => column.primaryKey())
          .addColumn('card', 'text', (column) => column.notNull())
          .addColumn('reports', 'integer', (column) => column.notNull())
          .addColumn('first_at', 'bigint', (column) => column.notNull())
          .addColumn('last_at', 'bigint', (column) => column.notNull())
          .addColumn('state', 'text', (column) => column.notNull())
          .addColumn('last_seq', 'integer', (column) => column.notNull())
          .execute();
        await schema.createIndex('people_by_state').on('people').columns(['state', 'last_at', 'person']).execute();
        await schema
          .createTable('words')
          .addColumn('word', 'text', (column) => column.notNull())
          .addColumn('person', 'text', (column) => column.notNull())
          .addPrimaryKeyConstraint('words_key', ['word', 'person'])
          .execute();
        await schema
          .createTable('casework')
          .addColumn('seq', 'integer', (column) => column.primaryKey())
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('analyst', 'text', (column) => column.notNull())
          .addColumn('person', 'text', (column) => column.notNull())
          .addColumn('action', 'text', (column) => column.notNull())
          .addColumn('reason', 'text', (column) => column.notNull())
          .addColumn('draft', 'text')
          .addColumn('previous', 'text', (column) => column.notNull())
          .addColumn('hash', 'text', (column) => column.notNull())
          .execute();
        await schema.createIndex('casework_by_person').on('casework').columns(['person', 'seq']).execute();
        for (const statement of kind === 'postgres' ? APPEND_ONLY.postgres : APPEND_ONLY.sqlite) {
          await sql.raw(statement).execute(db);
        }
      },
    },
    '003_desk_keys': {
      async up(db: Kysely<unknown>) {
        await db.schema
          .createTable('desk_keys')
          .addColumn('seq', 'integer', (column) => column.primaryKey())
          .addColumn('fingerprint', 'text', (column) => column.notNull())
          .addColumn('sealed', 'text', (column) => column.notNull())
          .addColumn('recipients', 'text', (column) => column.notNull())
          .execute();
      },
    },
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
export async function migrate<T>(db: Kysely<T>, kind: Storage['kind']): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => steps(kind) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
