import { type Database, openStorage } from '../../hub/database.ts';

/** Opens the hub's storage for one piece of work: PostgreSQL if DATABASE_URL names one, else the file in `dir`. */
export async function withStorage<T>(dir: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openStorage(dir, process.env.DATABASE_URL);
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}
