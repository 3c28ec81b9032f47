import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { GamekeeperError } from '../errors.ts';

const YEAR = 'public, max-age=31536000, immutable';
/** Asked again each time; answered with 304 when unchanged. */
const ASK_AGAIN = 'no-cache';

/** What the publisher names by version or content, and therefore never changes. */
const FEED_FROZEN = /^\/(?:\d+\.[\w%.-]+\.json|targets\/[\w./-]+|pieces\/[0-9a-f]{2}\/[0-9a-f]{64})$/;

/** Names that the publisher makes. Anything else, dot files and encoded slashes included, is not found. */
const SAFE_PATH = /^(?:\/[A-Za-z0-9_-][\w.-]*)+$/;

/** The signed feed as static files; a CDN or an object store can stand in its place. */
export function feedFiles(folder: string): Hono {
  const files = serveStatic({
    root: folder,
    rewriteRequestPath: (path) => path.slice('/feed'.length),
    onFound: (_path, c) =>
      c.header('Cache-Control', FEED_FROZEN.test(c.req.path.slice('/feed'.length)) ? YEAR : ASK_AGAIN),
  });
  const app = new Hono();
  app.use('*', async (c, next) => {
    if (!SAFE_PATH.test(c.req.path)) return c.notFound();
    await next();
    // The next root is asked for before it exists: its absence must not be remembered.
    if (c.res.status === 404) c.header('Cache-Control', ASK_AGAIN);
  });
  // Replaced by renaming while others read it: read whole, so that length and content belong together.
  app.get('/timestamp.json', etag(), async (c) => {
    const content = await readFile(join(folder, 'timestamp.json')).catch(() => undefined);
    if (content === undefined) return c.notFound();
    return c.body(content, 200, { 'Content-Type': 'application/json', 'Cache-Control': ASK_AGAIN });
  });
  app.get('*', files);
  return app;
}

/** Where the desk's page is once it is built. */
export const DESK_DIR = fileURLToPath(new URL('../../.output/desk', import.meta.url));

/** The desk's page. Its scripts are named by content; the page itself is asked for each time. */
export function deskFiles(folder: string): Hono {
  const app = new Hono();
  if (!existsSync(join(folder, 'index.html'))) {
    const message = 'The desk’s page is not built. Run npm run build, and start the hub again.';
    return app.get('*', () => Promise.reject(new GamekeeperError('ERR_DESK_NOT_BUILT', message)));
  }
  app.get(
    '*',
    serveStatic({
      root: folder,
      rewriteRequestPath: (path) => path.slice('/desk'.length),
      onFound: (_path, c) => c.header('Cache-Control', c.req.path.startsWith('/desk/assets/') ? YEAR : ASK_AGAIN),
    }),
  );
  return app;
}
