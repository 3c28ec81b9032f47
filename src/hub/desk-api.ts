import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { sql } from 'kysely';
import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import type { Analysts } from './analysts.ts';
import { readBody } from './body.ts';
import { type Casework, listingsIn, stale } from './casework.ts';
import type { Database, Tables } from './database.ts';
import { ACTIONS, STATES } from './states.ts';

interface DeskContext {
  db: Database;
  analysts: Analysts;
  casework: Casework;
  ssoHeader: string | undefined;
}

/** What the desk gets are rows of the tables as they are. */
export type DeskReport = Pick<Tables['reports'], 'id' | 'receipt' | 'received_at'> & {
  /** Bytes of ciphertext. */
  size: number;
};
/** All reports about one account. Its `last_seq` is to be sent back with the next action. */
export type DeskPerson = Tables['people'];
export type DeskAction = Tables['casework'];
/** A line of the whole log, with the profile it is about. */
export type LoggedAction = DeskAction & Pick<DeskPerson, 'card'>;

const PAGE = 50;
const LARGEST_BODY = 131_072;
const tag = z.string().regex(/^[0-9a-f]{64}$/);
const sealedText = z.base64().max(40_000);
const cursor = z.string().regex(/^\d{1,16}\.[0-9a-f-]{36,64}$/);

const reportsQuery = z.object({
  before: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(PAGE),
  unread: z.stringbool().default(false),
});
const peopleQuery = z.object({
  before: cursor.optional(),
  state: z.enum(STATES).optional(),
  words: z.string().optional(),
});
const indexBody = z.strictObject({ person: tag, card: sealedText, words: z.array(tag).max(100) });
const keyBody = z.strictObject({
  fingerprint: tag,
  sealed: z.base64().max(20_000),
  recipients: z
    .string()
    .regex(/^age1[\w-]+(?: age1[\w-]+)*$/)
    .max(4_000),
});
const actionBody = z.strictObject({
  action: z.enum(ACTIONS),
  reason: sealedText,
  draft: sealedText.optional(),
  seen: z.int().nonnegative(),
  reports: z.int().nonnegative(),
});

/** What the desk asks of the hub; every route needs an analyst. */
export function deskApi({ db, analysts, casework, ssoHeader }: DeskContext) {
  const app = new Hono<{ Bindings: HttpBindings; Variables: { analyst: string } }>();
  app.use(async (c, next) => {
    // Where a proxy signs analysts on, their browser would act for any page that asks it to.
    const from = c.req.header('Sec-Fetch-Site') ?? 'none';
    if (from !== 'none' && from !== 'same-origin') {
      throw new GamekeeperError('ERR_FOREIGN_PAGE', 'Only the desk’s own page may ask this.');
    }
    const signedOn = ssoHeader === undefined ? undefined : c.req.header(ssoHeader);
    const name = await (signedOn ? analysts.require(signedOn) : analysts.identify(c.req.header('Authorization')));
    c.set('analyst', name);
    await next();
    c.header('Cache-Control', 'no-store');
  });

  app.get('/me', (c) => c.json({ name: c.get('analyst') }));

  /** All reports, or those that no analyst's browser has opened yet; newest first. */
  app.get('/reports', async (c) => {
    const { before, limit, unread } = parse(reportsQuery, c.req.query());
    const rows = await reportsOf(db)
      .$if(unread, (query) => query.where('person', 'is', null))
      .$if(before !== undefined, (query) => query.where(olderThan('received_at', 'id', before!)))
      .limit(limit)
      .execute();
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return c.json({ reports: rows, ...(last && { next: `${last.received_at}.${last.id}` }) });
  });
  app.get('/reports/:id/sealed', async (c) => {
    const row = await db.selectFrom('reports').select('sealed').where('id', '=', c.req.param('id')).executeTakeFirst();
    if (row === undefined) throw notFound();
    return c.body(Uint8Array.from(row.sealed), 200, { 'Content-Type': 'application/octet-stream' });
  });
  app.put('/reports/:id/index', async (c) => {
    return c.json({ filed: await casework.file(c.req.param('id'), parse(indexBody, await jsonOf(c.env.incoming))) });
  });

  app.get('/keys', async (c) => c.json({ keys: await keys(db).execute() }));
  /** Another sealing of the same secret; the first of all says which. */
  app.post('/keys', async (c) => {
    const key = parse(keyBody, await jsonOf(c.env.incoming));
    const known = await keys(db).execute();
    if (known[0] && known[0].fingerprint !== key.fingerprint) throw stale();
    const added = await db
      .insertInto('desk_keys')
      .values({ seq: known.length + 1, ...key })
      .onConflict((conflict) => conflict.column('seq').doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows !== 1n) throw stale();
    return c.json({ added: true });
  });

  /** Reported profiles, the most recently reported first; those that carry all the words, when any are asked for. */
  app.get('/people', async (c) => {
    const { before, state, words } = parse(peopleQuery, c.req.query());
    const wanted = words ? parse(z.array(tag).max(10), words.split(',')) : [];
    const rows = await db
      .selectFrom('people')
      .selectAll()
      .$if(state !== undefined, (query) => query.where('state', '=', state!))
      .$if(before !== undefined, (query) => query.where(olderThan('last_at', 'person', before!)))
      .$if(wanted.length > 0, (query) =>
        query.where('person', 'in', (eb) =>
          eb
            .selectFrom('words')
            .select('words.person')
            .where('word', 'in', wanted)
            .groupBy('words.person')
            .having(eb.fn.countAll(), '=', wanted.length),
        ),
      )
      .orderBy('last_at', 'desc')
      .orderBy('person', 'desc')
      .limit(PAGE)
      .execute();
    const last = rows.length === PAGE ? rows.at(-1) : undefined;
    return c.json({ people: rows, ...(last && { next: `${last.last_at}.${last.person}` }) });
  });
  app.get('/people/:person', async (c) => {
    const person = c.req.param('person');
    const row = await db.selectFrom('people').selectAll().where('person', '=', person).executeTakeFirst();
    if (row === undefined) throw notFound();
    const all = await reportsOf(db).where('person', '=', person).limit(200).execute();
    const actions = await db.selectFrom('casework').selectAll().where('person', '=', person).orderBy('seq').execute();
    return c.json({ ...row, all, actions });
  });
  app.post('/people/:person/actions', async (c) => {
    const action = parse(actionBody, await jsonOf(c.env.incoming));
    await casework.act(c.req.param('person'), c.get('analyst'), action);
    return c.json({ done: true });
  });

  app.get('/log', async (c) => {
    await casework.log();
    const log = await db
      .selectFrom('casework')
      .innerJoin('people', 'people.person', 'casework.person')
      .selectAll('casework')
      .select('people.card')
      .orderBy('seq', 'desc')
      .limit(200)
      .execute();
    return c.json({ log });
  });

  /** For `gamekeeper pull`. The log is checked whole first: nothing is published from a log that was changed. */
  app.get('/outcome', async (c) => {
    const listings = listingsIn(await casework.log());
    return c.json({ keys: await keys(db).execute(), decisions: await casework.decisions(), listings });
  });
  return app;
}

const keys = (db: Database) => db.selectFrom('desk_keys').selectAll().orderBy('seq');
const notFound = () => new GamekeeperError('ERR_NOT_FOUND', 'There is nothing of this id.');

const reportsOf = (db: Database) =>
  db
    .selectFrom('reports')
    .select(({ fn, ref }) => ['id', 'receipt', 'received_at', fn<number>('length', [ref('sealed')]).as('size')])
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc');

/** Rows after the last line of the page before, which is named `<time>.<id>`. */
function olderThan(time: string, id: string, before: string) {
  const [at, key] = before.split('.') as [string, string];
  return sql<boolean>`(${sql.ref(time)}, ${sql.ref(id)}) < (${Number(at)}, ${key})`;
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request, LARGEST_BODY);
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new GamekeeperError('ERR_INPUT', 'The body is no JSON.');
  }
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new GamekeeperError('ERR_INPUT', `${issue.path.join('.')}: ${issue.message}`);
}
