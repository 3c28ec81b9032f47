import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import { writeWhole } from '../signing/files.ts';
import type { Database, Tables } from './database.ts';

/**
 * A backup is a text file of JSON lines: a head, one line for each row, and the number of rows. It is the same for both
 * storages, so that it also moves a hub from one to the other. Reports in it are as sealed as in the hub.
 */
const TABLES = {
  analysts: ['name'],
  reports: ['id'],
  people: ['person'],
  words: ['word', 'person'],
  desk_keys: ['seq'],
  casework: ['seq'],
} as const satisfies { [T in keyof Tables]: (keyof Tables[T])[] };

const PAGE = 200;
const HEAD = { format: 'gamekeeper-hub', version: 1 };

const headSchema = z.strictObject({ format: z.literal(HEAD.format), version: z.literal(HEAD.version) });
const rowSchema = z.strictObject({
  table: z.enum(Object.keys(TABLES) as (keyof Tables)[]),
  row: z.record(z.string(), z.union([z.string(), z.number(), z.null(), z.strictObject({ base64: z.base64() })])),
});
const endSchema = z.strictObject({ rows: z.int().nonnegative() });

/** Writes a consistent copy while the hub runs. The file takes its name when it is whole. @returns the number of rows */
export async function backup(db: Database, file: string): Promise<number> {
  let rows = 0;
  async function* lines(snapshot: Database) {
    yield lineOf(HEAD);
    for (const table of Object.keys(TABLES) as (keyof Tables)[]) {
      for await (const page of pagesOf(snapshot, table)) {
        const packed = page.map((row) => Object.entries(row).map(([name, value]) => [name, pack(value)]));
        yield packed.map((row) => lineOf({ table, row: Object.fromEntries(row) })).join('');
        rows += page.length;
      }
    }
    yield lineOf({ rows });
  }
  await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((snapshot) => writeWhole(file, lines(snapshot), { mode: 0o600 }));
  return rows;
}

/** Fills an empty hub from a backup, wholly or not at all. @throws ERR_BACKUP, ERR_NOT_EMPTY */
export async function restore(db: Database, file: string): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    for (const table of Object.keys(TABLES) as (keyof Tables)[]) {
      if (await transaction.selectFrom(table).selectAll().limit(1).executeTakeFirst()) {
        throw new GamekeeperError(
          'ERR_NOT_EMPTY',
          'This hub already holds data. Restore into a new folder or database.',
        );
      }
    }
    let count = -1;
    let rows: number | undefined;
    for await (const text of createInterface({ input: createReadStream(file) })) {
      const line = readLine(text, file, count);
      if ('rows' in line) rows = line.rows;
      else if ('row' in line) {
        const values = Object.entries(line.row).map(([name, value]) => [name, unpack(value)]);
        await transaction.insertInto(line.table).values(Object.fromEntries(values)).execute();
      }
      if (!('rows' in line)) count += 1;
    }
    if (rows !== count)
      throw new GamekeeperError('ERR_BACKUP', `${file} is cut off: ${count} rows of ${rows ?? 'unknown'}.`);
    return count;
  });
}

function readLine(text: string, file: string, count: number) {
  try {
    const json: unknown = JSON.parse(text);
    return count < 0 ? headSchema.parse(json) : z.union([rowSchema, endSchema]).parse(json);
  } catch (cause) {
    throw new GamekeeperError('ERR_BACKUP', `${file}:${count + 2} is no line of a hub's backup.`, { cause });
  }
}

async function* pagesOf(db: Database, table: keyof Tables): AsyncGenerator<Record<string, unknown>[]> {
  const keys: readonly string[] = TABLES[table];
  const ordered = sql.join(keys.map((key) => sql.ref(key)));
  for (let last: Record<string, unknown> | undefined; ; ) {
    const after = last && sql`where (${ordered}) > (${sql.join(keys.map((key) => last?.[key]))})`;
    const page = await sql<Record<string, unknown>>`
      select * from ${sql.table(table)} ${after ?? sql``} order by ${ordered} limit ${PAGE}`.execute(db);
    yield page.rows;
    if (page.rows.length < PAGE) return;
    last = page.rows.at(-1);
  }
}

const lineOf = (line: unknown) => `${JSON.stringify(line)}\n`;

const pack = (value: unknown) =>
  value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value;

function unpack(value: string | number | null | { base64: string }): unknown {
  return typeof value === 'object' && value !== null ? Buffer.from(value.base64, 'base64') : value;
}
