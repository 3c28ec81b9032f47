/** Reading from servers that do as they please, over real HTTP. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { get, serverDate } from './http.ts';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
}

const refused = (code: string) => expect.objectContaining({ code });

it('given a file within its bound, then it is read whole', async () => {
  const url = await serve((_, response) => response.end('content'));
  expect(new TextDecoder().decode((await get(fetch, { url, limit: 7 }))!.bytes)).toBe('content');
});

it.each([
  ['Sun, 01 Mar 2026 12:00:00 GMT', new Date('2026-03-01T12:00:00Z')],
  ['soon', undefined],
  [undefined, undefined],
])('given the date %s, then the server’s clock says %s', (date, expected) => {
  expect(serverDate(new Response('', { headers: date ? { date } : {} }))).toEqual(expected);
});

it.each([404, 403])('given %i, then there is no such file', async (status) => {
  const url = await serve((_, response) => response.writeHead(status).end('a long page '.repeat(10_000)));
  expect(await get(fetch, { url, limit: 7 })).toBeUndefined();
});

it('given one byte too many, then nothing is taken', async () => {
  const url = await serve((_, response) => response.end('contents'));
  await expect(get(fetch, { url, limit: 7 })).rejects.toThrow(refused('ERR_FEED_TOO_LARGE'));
});

it('given little that unpacks to much, then the bound holds for what comes out', async () => {
  const url = await serve((_, response) =>
    response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(50_000_000))),
  );
  await expect(get(fetch, { url, limit: 100_000 })).rejects.toThrow(refused('ERR_FEED_TOO_LARGE'));
});

it('given a redirect, then no other host is contacted', async () => {
  const asked: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url);
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  await expect(get(fetch, { url, limit: 7 })).rejects.toThrow(refused('ERR_FEED_UNREACHABLE'));
  expect(asked).toEqual(['/file']);
});

it('given a line that breaks in the middle, then it counts as out of reach', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': 7 }).write('con');
    setImmediate(() => response.destroy());
  });
  await expect(get(fetch, { url, limit: 7 })).rejects.toThrow(refused('ERR_FEED_UNREACHABLE'));
});

it('says nothing of who asks: no cookies, no referrer; and lets only the timestamp be revalidated', async () => {
  const asked: RequestInit[] = [];
  const record = async (_: string, init: RequestInit) => {
    asked.push(init);
    return new Response('x');
  };
  await get(record, { url: 'https://feed.example/1.root.json', limit: 1 });
  await get(record, { url: 'https://feed.example/timestamp.json', limit: 1, cache: 'no-cache' });
  const silent = { credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error', headers: {} };
  expect(asked[0]).toMatchObject({ ...silent, cache: 'no-store' });
  expect(asked[1]).toMatchObject({ ...silent, cache: 'no-cache' });
});
