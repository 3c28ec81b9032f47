import { Hono } from 'hono';
import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import type { Analysts } from './analysts.ts';
import type { Database } from './database.ts';

export interface DeskContext {
  db: Database;
  analysts: Analysts;
  /** Header in which a proxy in front of the hub names the analyst it has signed on; the proxy must remove it from outside. */
  ssoHeader: string | undefined;
}

/** One line of the desk's list. */
export interface DeskReport {
  id: string;
  receipt: string;
  /** ISO instant. */
  receivedAt: string;
  /** Bytes of ciphertext. */
  size: number;
}

const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** `<received at>.<id>` of the last line of the page before. */
  before: z
    .string()
    .regex(/^\d{1,16}\.[0-9a-f-]{36}$/)
    .optional(),
});

/** What the desk asks of the hub; every route needs an analyst's token. */
export function deskApi({ db, analysts, ssoHeader }: DeskContext): Hono<{ Variables: { analyst: string } }> {
  const app = new Hono<{ Variables: { analyst: string } }>();
  app.use(async (c, next) => {
    const signedOn = ssoHeader === undefined ? undefined : c.req.header(ssoHeader);
    const name = await (signedOn ? analysts.require(signedOn) : analysts.identify(c.req.header('Authorization')));
    c.set('analyst', name);
    await next();
    c.header('Cache-Control', 'no-store');
  });

  app.get('/me', (c) => c.json({ name: c.get('analyst') }));

  app.get('/reports', async (c) => {
    const { limit, before } = parse(pageSchema, c.req.query());
    let query = db
      .selectFrom('reports')
      .select(({ fn, ref }) => ['id', 'receipt', 'received_at', fn<number>('length', [ref('sealed')]).as('size')])
      .orderBy('received_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit);
    if (before !== undefined) {
      const [time, id] = before.split('.') as [string, string];
      query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('received_at', 'id'), '<', tuple(Number(time), id)));
    }
    const rows = await query.execute();
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const reports: DeskReport[] = rows.map((row) => ({
      id: row.id,
      receipt: row.receipt,
      receivedAt: new Date(row.received_at).toISOString(),
      size: row.size,
    }));
    return c.json({ reports, ...(last && { next: `${last.received_at}.${last.id}` }) });
  });

  app.get('/reports/:id/sealed', async (c) => {
    const row = await db.selectFrom('reports').select('sealed').where('id', '=', c.req.param('id')).executeTakeFirst();
    if (row === undefined) throw new GamekeeperError('ERR_NOT_FOUND', 'There is no report of this id.');
    return c.body(Uint8Array.from(row.sealed), 200, { 'Content-Type': 'application/octet-stream' });
  });
  return app;
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new GamekeeperError('ERR_INPUT', `${issue.path.join('.')}: ${issue.message}`);
}
