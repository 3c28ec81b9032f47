/**
 * The world outside the browser, on loopback: pages under the networks' own host names, and a record of everything that
 * the browser asked of anybody.
 */
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { generate } from 'selfsigned';
import type { Facts, Health, Surface } from '../../src/profile/facts.ts';
import type { Level } from '../../src/verdict/verdict.ts';

export interface Request {
  /** `https://host/path` as the browser asked for it, or `connect host:port` where only a tunnel was seen. */
  url: string;
  at: number;
}

export interface Network {
  /** Every host name leads here (`--host-resolver-rules`). */
  readonly port: number;
  /** The same for browsers that take a proxy but no host rules (Firefox). */
  readonly proxyPort: number;
  /** All requests so far, oldest first. */
  readonly requests: Request[];
  /** Serves `content` at an address from now on. */
  serve(url: string, content: string | Buffer, type?: string): void;
  close(): Promise<void>;
}

/** What the browser asks of its maker, with or without an extension. */
export const BROWSERS_OWN =
  /^(connect |https?:\/\/)[\w.-]*(mozilla\.(com|org|net)|firefox\.com|google\.com|gstatic\.com)/;

const NOT_FOUND = '<!doctype html><html lang="en"><title>Not found</title><body><h1>Page not found</h1></body></html>';

/** @param hosts names that the self-signed certificate carries; the browser ignores its faults anyway */
export async function startNetwork(
  hosts: readonly string[] = ['www.linkedin.com', 'www.xing.com', 'media.licdn.com'],
): Promise<Network> {
  const pages = new Map<string, { content: string | Buffer; type: string }>();
  const requests: Request[] = [];
  const certificate = await generate([{ name: 'commonName', value: hosts[0]! }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) }],
  });
  const server = createServer({ key: certificate.private, cert: certificate.cert }, (request, response) => {
    const url = new URL(request.url ?? '/', `https://${request.headers.host}`);
    url.port = '';
    requests.push({ url: url.href, at: Date.now() });
    const page = pages.get(key(url));
    response.writeHead(page ? 200 : 404, {
      'content-type': `${page?.type ?? 'text/html'}; charset=utf-8`,
      // What a network's own pages do: no script of theirs runs here, content scripts still must.
      'content-security-policy': "script-src 'none'; object-src 'none'",
      'cache-control': 'no-store',
    });
    response.end(page?.content ?? NOT_FOUND);
  });
  const proxy = createHttpServer((request, response) => {
    requests.push({ url: request.url ?? '', at: Date.now() });
    response.writeHead(404).end();
  });
  const tunnels = new Set<Socket>();
  proxy.on('connect', (request, client: Socket) => {
    if (!pagesHost(request.url, hosts)) requests.push({ url: `connect ${request.url}`, at: Date.now() });
    const upstream = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    for (const socket of [client, upstream]) {
      tunnels.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => tunnels.delete(socket));
    }
  });
  await Promise.all([listen(server), listen(proxy)]);
  return {
    port: (server.address() as AddressInfo).port,
    proxyPort: (proxy.address() as AddressInfo).port,
    requests,
    serve: (url, content, type = 'text/html') => void pages.set(key(new URL(url)), { content, type }),
    close: async () => {
      for (const socket of tunnels) socket.destroy();
      server.closeAllConnections();
      proxy.closeAllConnections();
      await Promise.all([new Promise((done) => server.close(done)), new Promise((done) => proxy.close(done))]);
    },
  };
}

const EXAMPLES = new URL('../fixtures/pages/', import.meta.url);

/** One page of `tests/fixtures/pages`: what it is and what a reader sees on it. */
export interface ExamplePage {
  url: string;
  file: string;
  what: string;
  /** The most serious level that a user must be shown there, with the example list in force. */
  level: Level;
  expect: { kind: string; state: Health['state']; subjects: { surface: Surface; facts: Facts }[] };
}

export async function examplePages(): Promise<ExamplePage[]> {
  return (await exampleIndex()).pages;
}

async function exampleIndex(): Promise<{ pages: ExamplePage[]; assets: Record<string, string> }> {
  return JSON.parse(await readFile(new URL('index.json', EXAMPLES), 'utf8'));
}

/** Serves the example pages of the project under the addresses that they have in the world. */
export async function serveExamplePages(network: Network): Promise<void> {
  const { pages, assets } = await exampleIndex();
  for (const { url, file } of pages) network.serve(url, await readFile(new URL(file, EXAMPLES), 'utf8'));
  for (const [url, file] of Object.entries(assets)) {
    network.serve(url, await readFile(new URL(file, EXAMPLES), 'utf8'), 'image/svg+xml');
  }
}

/** Query and fragment choose nothing on these pages. A handle may arrive encoded or not. */
function key(url: URL): string {
  return `${url.hostname}${decodeURIComponent(url.pathname).normalize('NFC').replace(/\/$/, '')}`;
}

function pagesHost(authority: string | undefined, hosts: readonly string[]): boolean {
  const host = authority?.replace(/:\d+$/, '');
  return hosts.some((known) => host === known || host?.endsWith(known.replace(/^www/, '')));
}

function listen(server: Server | ReturnType<typeof createHttpServer>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}
