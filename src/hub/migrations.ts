import type { Kysely } from 'kysely';
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
  };
}

/** Brings the tables up to date. Several processes may start at once: one migrates, the others wait. */
export async function migrate<T>(db: Kysely<T>, kind: Storage['kind']): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => steps(kind) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
