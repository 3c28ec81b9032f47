import type { HttpBindings } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { secureHeaders } from 'hono/secure-headers';
import { sql } from 'kysely';
import { z } from 'zod';
import { errorCode, GamekeeperError } from '../errors.ts';
import { isAgeFile } from './age-file.ts';
import type { Analysts } from './analysts.ts';
import { readBody } from './body.ts';
import { Casework } from './casework.ts';
import type { Database } from './database.ts';
import { deskApi } from './desk-api.ts';
import { RateLimit, tokenGate } from './gate.ts';
import { Intake } from './intake.ts';
import { type Log, logToStderr } from './log.ts';
import { Metrics } from './metrics.ts';
import { DESK_DIR, deskFiles, feedFiles } from './static.ts';

export interface AppOptions {
  /** The published feed. */
  feedDir: string;
  /** The desk's page, as it was built. */
  deskDir?: string;
  /** Largest sealed report in bytes: unless said, one with the largest screenshot fits. */
  maxReportBytes?: number;
  /** Deployment tokens, one of which a browser has from its policy; none: everyone may report. */
  reportTokens?: readonly string[];
  /** Reports of one address in one minute: 600 unless said, 0 for no limit. Many people may share an address. */
  reportsPerMinute?: number;
  /** Behind a proxy: the header that tells the address of who asks. */
  addressHeader?: string;
  /** The header in which a proxy names the analyst it has signed on; the proxy must remove it from outside. */
  ssoHeader?: string;
  log?: Log;
}

const STATUS: Partial<Record<string, 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503>> = {
  ERR_KEY_REQUIRED: 400,
  ERR_BODY_CUT: 400,
  ERR_INPUT: 400,
  ERR_TOKEN: 401,
  ERR_NOT_FOUND: 404,
  ERR_DESK_NOT_BUILT: 503,
  ERR_TOO_LARGE: 413,
  ERR_NOT_SEALED: 415,
  ERR_KEY_REUSED: 422,
  ERR_STALE: 409,
  ERR_LOG_BROKEN: 409,
  ERR_TWO_PEOPLE: 403,
  ERR_FOREIGN_PAGE: 403,
  ERR_TOO_MANY: 429,
};

/** Every route of the hub. Errors leave as `{code, message}`. */
export function createApp(db: Database, analysts: Analysts, options: AppOptions): Hono<{ Bindings: HttpBindings }> {
  const { maxReportBytes = 4_200 * 1_024, addressHeader, log = logToStderr } = options;
  const app = new Hono<{ Bindings: HttpBindings }>();
  const metrics = new Metrics(db);
  const mayReport = tokenGate(options.reportTokens ?? []);
  const rateLimit = new RateLimit(options.reportsPerMinute ?? 600, Date.now);
  const intake = new Intake(db, Date.now);
  const casework = new Casework(db, Date.now);
  app.use(
    '*',
    counted(metrics, log),
    secureHeaders({
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
      // Only pages run under these: the desk has them, and a feed is asked too often to carry them along.
      crossOriginOpenerPolicy: false,
      crossOriginResourcePolicy: false,
      originAgentCluster: false,
      xDnsPrefetchControl: false,
      xDownloadOptions: false,
      xPermittedCrossDomainPolicies: false,
      xXssProtection: false,
    }),
  );
  // Neither needs a cookie, and the extension asks for no permission for the hub: any origin may send and fetch.
  const open = cors({
    origin: '*',
    allowMethods: ['GET', 'HEAD', 'POST'],
    allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-None-Match', 'Range'],
    // By the date a browser tells a clock that is plainly wrong.
    exposeHeaders: ['Content-Range', 'Date', 'ETag', 'Retry-After'],
    maxAge: 7_200,
  });
  app.use('/v1/*', open);
  app.use('/feed/*', open);

  app.get('/healthz', async (c) => {
    await sql`select 1`.execute(db);
    return c.json({ status: 'ok' });
  });
  // Not for everyone: who approached somebody could watch here whether it was reported.
  app.get('/metrics', async (c) => {
    await analysts.identify(c.req.header('Authorization'));
    return c.text(await metrics.render());
  });
  // Browsers ask whether anybody is there before they let a report go.
  app.get('/v1/reports', (c) => c.body(null, 204));
  app.post('/v1/reports', async (c) => {
    const address = (addressHeader && c.req.header(addressHeader)) ?? c.env.incoming.socket.remoteAddress;
    const wait = rateLimit.admit(address ?? '');
    if (wait > 0) {
      c.header('Retry-After', String(wait));
      throw new GamekeeperError('ERR_TOO_MANY', `Too many reports from one address. Try again in ${wait} seconds.`);
    }
    if (!mayReport(c.req.header('Authorization'))) {
      throw new GamekeeperError('ERR_TOKEN', 'This hub takes reports from browsers with the deployment token.');
    }
    const key = z.uuid().safeParse(c.req.header('Idempotency-Key'));
    if (!key.success) throw new GamekeeperError('ERR_KEY_REQUIRED', 'Idempotency-Key is missing or no UUID.');
    const sealed = await readBody(c.env.incoming, maxReportBytes);
    if (!isAgeFile(sealed)) throw new GamekeeperError('ERR_NOT_SEALED', 'The body is not a binary age file.');
    const id = key.data.toLowerCase();
    const receipt = await intake.store(id, sealed);
    return c.json({ id, receipt }, 201, { 'Cache-Control': 'no-store' });
  });
  app.route('/feed', feedFiles(options.feedDir));
  app.get('/desk', (c) => c.redirect('/desk/'));
  app.use('/desk/*', secureHeaders({ contentSecurityPolicy: DESK_POLICY, xFrameOptions: 'DENY' }));
  app.route('/desk/api', deskApi({ db, analysts, casework, ssoHeader: options.ssoHeader }));
  app.route('/desk', deskFiles(options.deskDir ?? DESK_DIR));

  app.notFound((c) => c.json({ code: 'ERR_NOT_FOUND', message: 'There is nothing at this address.' }, 404));
  app.onError((error, c) => {
    const code = errorCode(error);
    const status = STATUS[code];
    if (error instanceof GamekeeperError && status !== undefined) {
      // The rest of a body that is too large is not read: nothing else can come over this connection.
      if (status === 413) c.header('Connection', 'close');
      if (status === 401) c.header('WWW-Authenticate', 'Bearer');
      return c.json({ code, message: error.message }, status);
    }
    log({ level: 'error', event: 'request failed', code, reason: error.name, at: placeOf(error) });
    c.header('Retry-After', '5');
    return c.json({ code: 'ERR_UNAVAILABLE', message: 'The hub cannot do this just now. Try again later.' }, 503);
  });
  return app;
}

/** Where an error came from: a line of code. Its message may quote what somebody sent, and stays out of the log. */
const placeOf = (error: Error) =>
  error.stack
    ?.split('\n')
    .find((line) => line.startsWith('    at '))
    ?.trim();

/** Nothing but the desk's own script and style; no frame, no form, no foreign host. */
const DESK_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  connectSrc: ["'self'"],
  frameAncestors: ["'none'"],
  formAction: ["'none'"],
  baseUri: ["'none'"],
  requireTrustedTypesFor: ["'script'"],
};

/** Counts each request, and logs those that failed: by area, never the address asked for, or who asked. */
function counted(metrics: Metrics, log: Log): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const area = /^\/(?:healthz|metrics|v1\/reports|feed|desk\/api|desk)(?=\/|$)/.exec(c.req.path)?.[0] ?? 'other';
    const { status } = c.res;
    metrics.count(area, status);
    // Every check of every browser asks for a next root, which is hardly ever there.
    const usual = status === 404 && /^\/feed\/\d+\.root\.json$/.test(c.req.path);
    if (status >= 400 && !usual) log({ level: 'warn', event: 'request refused', method: c.req.method, area, status });
  };
}
