import 'fake-indexeddb/auto';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DRAFT } from '../../tests/fixtures/report.ts';
import { deliver, type Surroundings } from './deliver.ts';
import { Outbox, UNDO_MS } from './outbox.ts';
import type { Report } from './report.ts';
import { seal, stamp, unseal } from './seal.ts';

const START = Date.parse('2026-11-20T09:00:00Z');
const DAY_MS = 24 * 3_600_000;
const RECEIPT = '0123456789ABCDEFGHJKMNPQRS';
const HUB = { endpoint: 'https://hub.example/v1/reports', token: 'staff' };

let clock: number;
let dice: number;
let outbox: Outbox;
let requests: { url: string; key: string | null; token: string | null; body: Uint8Array }[];
/** Nobody answers at the hub's address. */
let away: boolean;
let answer: (key: string) => Response | Promise<Response>;
let databases = 0;

const identity = await generateIdentity();
const recipient = await identityToRecipient(identity);

const around: Surroundings = {
  now: () => clock,
  random: () => dice,
  fetch: async (url, init) => {
    const request = new Request(url as string, init);
    if (away) throw new TypeError('Failed to fetch');
    if (request.method === 'HEAD') return new Response(null, { status: 204 });
    const key = request.headers.get('Idempotency-Key');
    requests.push({ url: request.url, key, token: request.headers.get('Authorization'), body: await request.bytes() });
    return answer(key ?? '');
  },
};

beforeEach(async () => {
  clock = START;
  dice = 0.5;
  away = false;
  requests = [];
  answer = (key) => Response.json({ id: key, receipt: RECEIPT }, { status: 201 });
  databases += 1;
  outbox = await Outbox.open(`outbox-${databases}`);
});
afterEach(() => outbox.close());

async function report(note?: string): Promise<Report> {
  const stamped = stamp({ ...DRAFT, ...(note && { note }) }, new Date(clock));
  await outbox.add(stamped, await seal(stamped, [recipient]), new Date(clock));
  return stamped;
}

const deliverNow = () => deliver(outbox, HUB, around);
const first = async () => (await outbox.list(new Date(clock)))[0];

describe('a report in the outbox', () => {
  test('is held for ten seconds, in which the user can undo', async () => {
    const { id } = await report();
    expect(await first()).toMatchObject({ state: 'queued', withdrawable: true, heldUntil: '2026-11-20T09:00:10.000Z' });
    expect(await deliverNow()).toBe(START + UNDO_MS);
    expect(await outbox.withdraw(id)).toBe(true);
    clock += UNDO_MS;
    expect(await deliverNow()).toBeUndefined();
    expect(requests).toEqual([]);
  });

  test('leaves also when the clock is set back after it was saved, or after an attempt', async () => {
    await report();
    clock -= 2 * DAY_MS;
    away = true;
    const next = await deliverNow();
    expect(await first()).toMatchObject({ state: 'queued', trouble: 'unreachable' });
    expect(next).toBeLessThan(clock + 60_000);
    // It waits its turn by the clock that is.
    await deliverNow();
    expect((await outbox.waiting())[0]!.attempts).toBe(1);
    away = false;
    clock -= 2 * DAY_MS;
    await deliverNow();
    expect(await first()).toMatchObject({ state: 'received' });
  });

  test('then goes to the hub, sealed, under its own id, and keeps only the receipt', async () => {
    const sent = await report('They offered 400 pounds a page.');
    clock += UNDO_MS;
    expect(await deliverNow()).toBeUndefined();
    expect(requests).toMatchObject([{ url: HUB.endpoint, key: sent.id, token: 'Bearer staff' }]);
    expect(await unseal(requests[0]!.body, identity, sent.id)).toEqual(sent);
    expect(await first()).toMatchObject({ state: 'received', receipt: RECEIPT, withdrawable: false });
    expect(await outbox.waiting()).toEqual([]);
    expect(await outbox.withdraw(sent.id)).toBe(false);
  });

  test('survives a restart of the browser, sent or not', async () => {
    const { id } = await report();
    outbox.close();
    outbox = await Outbox.open(`outbox-${databases}`);
    await outbox.depart(id);
    outbox.close();
    outbox = await Outbox.open(`outbox-${databases}`);
    expect(await first()).toMatchObject({ id, state: 'sent', withdrawable: false });
    clock += UNDO_MS;
    await deliverNow();
    expect(requests).toMatchObject([{ key: id }]);
    expect(await first()).toMatchObject({ state: 'received' });
  });

  test('for which the device has no space left is refused by name, and nothing of it stays', async () => {
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('', 'QuotaExceededError');
    });
    await expect(report()).rejects.toMatchObject({ code: 'ERR_STORAGE_FULL' });
    full.mockRestore();
    expect(await first()).toBeUndefined();
    await report();
    expect(await first()).toMatchObject({ state: 'queued' });
  });

  test('shows no content to who reads the disk', async () => {
    await report('They offered 400 pounds a page.');
    const disk = JSON.stringify(
      (await outbox.waiting()).map((item) => ({ ...item, sealed: new TextDecoder().decode(item.sealed) })),
    );
    expect(disk).not.toMatch(/pounds|halden|linkedin/i);
  });
});

/** The body of an answer of which no more than the head arrives. */
const cut = () => new ReadableStream({ start: (stream) => stream.error(new TypeError('network error')) });

describe('while the hub does not answer', () => {
  beforeEach(async () => {
    await report();
    clock += UNDO_MS;
  });

  const deliveredLater = async () => {
    away = false;
    answer = (key) => Response.json({ id: key, receipt: RECEIPT });
    clock += 15_000;
    await deliverNow();
    expect(await first()).toMatchObject({ state: 'received', receipt: RECEIPT });
    expect(new Set(requests.map((request) => request.key)).size).toBe(1);
  };

  test('because it cannot be reached, nothing leaves, and the user can still take the report back', async () => {
    away = true;
    expect(await deliverNow()).toBe(clock + 15_000);
    expect(await first()).toMatchObject({ state: 'queued', withdrawable: true, trouble: 'unreachable' });
    expect(requests).toEqual([]);
    await deliveredLater();
  });

  test.each([
    ['does not know the token', () => new Response('', { status: 401 }), 'token'],
    ['has had too many from here', () => new Response('', { status: 429 }), 'busy'],
  ] as const)('because it %s, it does not hold the report, which can be taken back', async (_why, failure, trouble) => {
    answer = failure;
    expect(await deliverNow()).toBe(clock + 15_000);
    expect(await first()).toMatchObject({ state: 'queued', withdrawable: true, trouble });
    await deliveredLater();
  });

  test.each([
    ['the line is cut', () => Promise.reject(new TypeError('Failed to fetch')), 'unreachable'],
    ['it is overloaded', () => new Response('', { status: 503 }), 'busy'],
    ['it is overloaded, and the line is cut', () => new Response(cut(), { status: 503 }), 'busy'],
    ['a captive portal answers', () => new Response('<html>Welcome</html>'), 'stranger'],
    ['another report is confirmed', () => Response.json({ id: crypto.randomUUID(), receipt: RECEIPT }), 'stranger'],
    ['the answer never ends', () => new Response('x'.repeat(5_000)), 'stranger'],
  ] as const)('because %s, the hub may hold the report, which cannot be taken back', async (_why, failure, trouble) => {
    answer = failure;
    expect(await deliverNow()).toBe(clock + 15_000);
    expect(await first()).toMatchObject({ state: 'sent', withdrawable: false, trouble });
    await deliveredLater();
  });

  test('what may have arrived cannot be taken back, whatever later attempts meet', async () => {
    answer = () => Promise.reject(new TypeError('Failed to fetch'));
    await deliverNow();
    clock += 3_600_000;
    answer = () => new Response('', { status: 401 });
    await deliverNow();
    expect(await first()).toMatchObject({ state: 'sent', withdrawable: false, trouble: 'token' });
    clock += 3_600_000;
    away = true;
    await deliverNow();
    expect(await first()).toMatchObject({ state: 'sent', withdrawable: false, trouble: 'unreachable' });
  });

  test('for a month, the report is still tried every hour, and arrives', async () => {
    away = true;
    let attempts = 0;
    for (const end = clock + 30 * 24 * 3_600_000; clock < end; attempts += 1) clock = (await deliverNow()) ?? end;
    expect(attempts).toBeGreaterThan(24 * 30);
    await deliveredLater();
  });

  test('the pause doubles, with full jitter, up to an hour', async () => {
    answer = () => new Response('', { status: 500 });
    const longest: number[] = [];
    dice = 0.999999;
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const next = (await deliverNow()) ?? 0;
      longest.push(Math.round((next - clock) / 1_000));
      clock = next;
    }
    expect(longest).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
    dice = 0;
    expect(await deliverNow()).toBe(clock);
  });

  test.each([
    ['seconds', '120', 120_000],
    ['a date', new Date(START + UNDO_MS + 300_000).toUTCString(), 300_000],
    ['more than a day', '9999999', 24 * 3_600_000],
    ['nonsense', 'soon', 0],
  ])('Retry-After in %s is honoured', async (_form, header, pause) => {
    answer = () => new Response('', { status: 429, headers: { 'Retry-After': header } });
    dice = 0;
    expect(await deliverNow()).toBe(clock + pause);
  });

  test.each([
    [413, 'too-large'],
    [422, 'id-taken'],
    [400, 'unreadable'],
  ] as const)('a refusal (%i) is told to the user, who may remove the report', async (status, trouble) => {
    answer = () => new Response('', { status });
    expect(await deliverNow()).toBeUndefined();
    const refused = await first();
    expect(refused).toMatchObject({ state: 'refused', withdrawable: true, trouble });
    expect(await outbox.withdraw(refused!.id)).toBe(true);
    expect(await first()).toBeUndefined();
  });
});

test('a decision is found by its receipt, may change, and closed reports go after a year', async () => {
  await report();
  clock += UNDO_MS;
  await deliverNow();
  const decide = (outcome: 'watching' | 'listed') =>
    outbox.decide(new Map([[RECEIPT, { outcome, date: '2026-11-21' }]]), clock);
  expect(await decide('watching')).toBe(1);
  expect(await decide('watching')).toBe(0);
  expect(await decide('listed')).toBe(1);
  expect(await first()).toMatchObject({ state: 'decided', decision: { outcome: 'listed', date: '2026-11-21' } });
  clock += 366 * 24 * 3_600_000;
  await outbox.decide(new Map(), clock);
  expect(await first()).toBeUndefined();
});
