import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { GamekeeperError } from '../errors.ts';
import { Analysts } from './analysts.ts';
import { type AppOptions, createApp } from './app.ts';
import { type Database, openStorage } from './database.ts';
import { type Log, logToStderr } from './log.ts';
import { keepFeedFresh } from './renewal.ts';

interface HubOptions extends AppOptions {
  /** Folder of the embedded database; made when absent, readable by its owner only. */
  dataDir: string;
  /** 8787 unless said; a free port when it is taken, unless `strictPort`. */
  port?: number;
  strictPort?: boolean;
  /** Loopback unless said. */
  host?: string;
  /** `postgres://…`: PostgreSQL in place of the embedded database. */
  databaseUrl?: string;
  /** File of the online key: the hub keeps the feed's timestamp fresh with it. */
  onlineKey?: string;
  passphrase?: string;
  /** A request must have come whole after this time; milliseconds. */
  requestTimeout?: number;
}

export interface Hub {
  /** `http://127.0.0.1:8787`, without a slash at the end. */
  url: string;
  analysts: Analysts;
  /** Takes no more connections, finishes the requests under way, closes the database. */
  close(): Promise<void>;
}

/** Starts the hub in this process. It listens when the promise resolves. @throws GamekeeperError ERR_PORT_TAKEN */
export async function startHub(options: HubOptions): Promise<Hub> {
  const { dataDir, feedDir, port = 8787, strictPort = false, host = '127.0.0.1', log = logToStderr } = options;
  const { databaseUrl, requestTimeout = 30_000, onlineKey, passphrase } = options;
  await mkdir(feedDir, { recursive: true });
  const db = await openWhenThere(dataDir, databaseUrl, log);
  const analysts = new Analysts(db, Date.now);
  const app = createApp(db, analysts, options);
  const server = createServer((request, env) => app.fetch(request, env as HttpBindings), requestTimeout);
  let stopRenewal = () => {};
  try {
    if (onlineKey !== undefined) stopRenewal = await keepFeedFresh({ feedDir, onlineKey, passphrase, log });
    await listen(server, port, host, strictPort);
  } catch (error) {
    stopRenewal();
    await db.destroy();
    throw error;
  }
  const { port: actual } = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
  log({ level: 'info', event: 'hub started', url, storage: databaseUrl ? 'postgres' : 'sqlite' });
  return {
    url,
    analysts,
    async close() {
      stopRenewal();
      await finish(server);
      await db.destroy();
      log({ level: 'info', event: 'hub stopped' });
    },
  };
}

/** PostgreSQL may start later than the hub, or be restarting: that is waited for. Any other fault is for someone to mend. */
async function openWhenThere(dataDir: string, databaseUrl: string | undefined, log: Log): Promise<Database> {
  for (;;) {
    try {
      return await openStorage(dataDir, databaseUrl);
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      const away = /^(?:E[A-Z_]{4,}|57P..|08...)$/.test(code) || /timeout|terminated/.test(message);
      if (!databaseUrl || !away) throw error;
      log({ level: 'warn', event: 'waiting for the database', code });
      await pause(1_000);
    }
  }
}

function createServer(fetch: Hono['fetch'], requestTimeout: number): Server {
  return createAdaptorServer({
    fetch,
    serverOptions: {
      requestTimeout,
      headersTimeout: Math.min(10_000, requestTimeout),
      connectionsCheckingInterval: Math.min(1_000, requestTimeout),
      keepAliveTimeout: 15_000,
      maxHeaderSize: 16_384,
    },
  }) as Server;
}

function listen(server: Server, port: number, host: string, strict: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') reject(error);
      else if (!strict) listen(server, 0, host, true).then(resolve, reject);
      else {
        const message = `Something listens on port ${port} of ${host} already. End it, or choose another port: --port.`;
        reject(new GamekeeperError('ERR_PORT_TAKEN', message, { cause: error }));
      }
    });
    server.listen(port, host, () => resolve());
  });
}

/** Lets requests under way end, for ten seconds at most. */
async function finish(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // A connection whose answer was under way becomes idle after it, and would be kept for the next request.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const impatience = setTimeout(() => server.closeAllConnections(), 10_000);
  await closed;
  clearInterval(sweep);
  clearTimeout(impatience);
}
