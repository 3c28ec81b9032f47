import 'fake-indexeddb/auto';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deliver, type Surroundings } from './deliver.ts';
import { Outbox, UNDO_MS } from './outbox.ts';
import type { Report } from './report.ts';
import { seal, stamp, unseal } from './seal.ts';

const START = Date.parse('2026-11-20T09:00:00Z');
const RECEIPT = '0123456789ABCDEFGHJKMNPQRS';
const HUB = { endpoint: 'https://hub.example/v1/reports', token: 'staff' };

let clock: number;
let dice: number;
let outbox: Outbox;
let requests: { url: string; key: string | null; token: string | null; body: Uint8Array }[];
let answer: (key: string) => Response | Promise<Response>;
let databases = 0;

const identity = await generateIdentity();
const recipient = await identityToRecipient(identity);

const around: Surroundings = {
  now: () => clock,
  random: () => dice,
  fetch: async (url, init) => {
    const request = new Request(url as string, init);
    const key = request.headers.get('Idempotency-Key');
    requests.push({ url: request.url, key, token: request.headers.get('Authorization'), body: await request.bytes() });
    return answer(key ?? '');
  },
};

beforeEach(async () => {
  clock = START;
  dice = 0.5;
  requests = [];
  answer = (key) => Response.json({ id: key, receipt: RECEIPT }, { status: 201 });
  databases += 1;
  outbox = await Outbox.open(`outbox-${databases}`);
});
afterEach(() => outbox.close());

async function report(note?: string): Promise<Report> {
  const subject = { key: '1', surface: 'profile' as const, facts: { site: 'linkedin', handle: 'mira-halden' } };
  const draft = {
    kind: 'approach' as const,
    pageUrl: '',
    subject,
    level: 'none' as const,
    evidence: [],
    listVersion: 1,
  };
  const stamped = stamp({ ...draft, ...(note && { note }) }, new Date(clock));
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

  test('shows no content to who reads the disk', async () => {
    await report('They offered 400 pounds a page.');
    const disk = JSON.stringify(
      (await outbox.waiting()).map((item) => ({ ...item, sealed: new TextDecoder().decode(item.sealed) })),
    );
    expect(disk).not.toMatch(/pounds|halden|linkedin/i);
  });
});

describe('while the hub does not answer', () => {
  beforeEach(async () => {
    await report();
    clock += UNDO_MS;
  });

  test.each([
    ['cannot be reached', () => Promise.reject(new TypeError('Failed to fetch')), /could not be reached/],
    ['is overloaded', () => new Response('', { status: 503 }), /busy/],
    ['is a captive portal', () => new Response('<html>Welcome</html>'), /other than the hub/],
    [
      'confirms another report',
      () => Response.json({ id: crypto.randomUUID(), receipt: RECEIPT }),
      /other than the hub/,
    ],
    ['never stops talking', () => new Response('x'.repeat(5_000)), /other than the hub/],
    ['does not know the token', () => new Response('', { status: 401 }), /token/],
  ])('because it %s, the report is kept and sent again under the same key', async (_why, failure, detail) => {
    answer = failure;
    expect(await deliverNow()).toBe(clock + 15_000);
    expect(await first()).toMatchObject({ state: 'queued', detail: expect.stringMatching(detail) });
    answer = (key) => Response.json({ id: key, receipt: RECEIPT });
    clock += 15_000;
    await deliverNow();
    expect(await first()).toMatchObject({ state: 'received', receipt: RECEIPT });
    expect(new Set(requests.map((request) => request.key)).size).toBe(1);
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
    [413, /size/],
    [422, /id/],
    [400, /read/],
  ])('a refusal (%i) is told to the user, who may remove the report', async (status, detail) => {
    answer = () => new Response('', { status });
    expect(await deliverNow()).toBeUndefined();
    const refused = await first();
    expect(refused).toMatchObject({ state: 'refused', withdrawable: true, detail: expect.stringMatching(detail) });
    expect(await outbox.withdraw(refused!.id)).toBe(true);
    expect(await first()).toBeUndefined();
  });
});

test('a decision is found by its receipt, may change, and closed reports go after a year', async () => {
  await report();
  clock += UNDO_MS;
  await deliverNow();
  const decide = (outcome: 'watching' | 'listed') =>
    outbox.decide(new Map([[RECEIPT, { outcome, date: '2026-11-21' }]]), new Date(clock));
  expect(await decide('watching')).toBe(1);
  expect(await decide('watching')).toBe(0);
  expect(await decide('listed')).toBe(1);
  expect(await first()).toMatchObject({ state: 'decided', decision: { outcome: 'listed', date: '2026-11-21' } });
  clock += 366 * 24 * 3_600_000;
  await outbox.decide(new Map(), new Date(clock));
  expect(await first()).toBeUndefined();
});
