import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildDesk } from '../../scripts/desk.ts';
import { DRAFT } from '../../tests/fixtures/report.ts';
import { Postgres } from '../../tests/postgres.ts';
import type { Facts } from '../profile/facts.ts';
import { type Decisions, decisionsSchema } from '../reports/decisions.ts';
import { seal, stamp, unseal } from '../reports/seal.ts';
import { backup, restore } from './backup.ts';
import { Casework } from './casework.ts';
import { openStorage } from './database.ts';
import { DeskKeys } from './desk/keys.ts';
import { indexOf } from './desk/reader.ts';
import { openSharedKey, type SealedKey, sealSharedKey } from './desk/shared-key.ts';
import type { DeskPerson, DeskReport, LoggedAction } from './desk-api.ts';
import { type Hub, startHub } from './hub.ts';
import type { LogEntry } from './log.ts';

const identity = await generateIdentity();
const recipient = await identityToRecipient(identity);
const keys = await DeskKeys.from(identity);
const postgres = await Postgres.start();
const deskDir = await buildDesk(await mkdtemp(join(tmpdir(), 'desk-')));
afterAll(async () => {
  if (postgres instanceof Postgres) await postgres.stop();
  await rm(deskDir, { recursive: true });
});

/** The same suite for both storages; where there is no PostgreSQL, the skipped suite is named after the reason. */
const storages: { name: string; skip: boolean; databaseUrl?: string }[] = [
  { name: 'on SQLite', skip: false },
  postgres instanceof Postgres
    ? { name: 'on PostgreSQL', skip: false, databaseUrl: postgres.url }
    : { name: `on PostgreSQL: ${postgres}`, skip: true },
];

for (const { name, skip, databaseUrl } of storages) describe.skipIf(skip)(name, () => suite(databaseUrl));

function suite(databaseUrl: string | undefined) {
  let folder: string;
  let hub: Hub;
  let token: string;
  const lines: LogEntry[] = [];

  const options = () => ({
    dataDir: join(folder, 'data'),
    feedDir: join(folder, 'feed'),
    deskDir,
    port: 0,
    requestTimeout: 1_000,
    maxReportBytes: 65_536,
    log: (entry: LogEntry) => void lines.push(entry),
    ...(databaseUrl !== undefined && { databaseUrl }),
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-'));
    await mkdir(join(folder, 'feed', 'targets'), { recursive: true });
    await writeFile(join(folder, 'secret'), 'outside the feed');
    await writeFile(join(folder, 'feed', '.hidden'), 'hidden');
    await writeFile(join(folder, 'feed', '1.root.json'), '{"root":1}');
    await writeFile(join(folder, 'feed', 'timestamp.json'), '{"version":1}');
    await writeFile(join(folder, 'feed', 'targets', `${'a'.repeat(64)}.watchlist`), '0123456789');
    hub = await startHub(options());
    token = await hub.analysts.add('ada');
  });
  afterAll(async () => {
    await hub.close();
    await rm(folder, { recursive: true });
  });

  /** What another process sees in the storage. */
  async function stored() {
    const db = await openStorage(join(folder, 'data'), databaseUrl);
    const reports = await db.selectFrom('reports').selectAll().execute();
    const analysts = await db.selectFrom('analysts').selectAll().execute();
    const people = await db.selectFrom('people').selectAll().execute();
    await db.destroy();
    return { reports, analysts, people };
  }

  async function aReport(note?: string, facts: Facts = DRAFT.subject.facts) {
    const draft = { ...DRAFT, subject: { ...DRAFT.subject, facts }, ...(note !== undefined && { note }) };
    const report = stamp(draft, new Date());
    return { report, sealed: await seal(report, [recipient]) };
  }

  const post = (key: string | undefined, body: BodyInit, url = hub.url) =>
    fetch(`${url}/v1/reports`, { method: 'POST', headers: key === undefined ? {} : { 'Idempotency-Key': key }, body });

  const desk = (path: string, bearer = token) =>
    fetch(`${hub.url}/desk/api/${path}`, { headers: { Authorization: `Bearer ${bearer}` } });

  const listed = async () => ((await (await desk('reports')).json()) as { reports: DeskReport[] }).reports;

  /** Sends bytes that no HTTP client would, and gives the status line of the answer. */
  function raw(text: string): Promise<string> {
    const { hostname, port } = new URL(hub.url);
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(Number(port), hostname, () => socket.write(text));
      socket.on('data', (part) => {
        answer += part;
        if (answer.includes('\r\n')) socket.destroy();
      });
      socket.on('close', () => resolve(answer.split('\r\n')[0]!));
      socket.on('error', reject);
    });
  }

  describe('a report', () => {
    test('is answered with its id and a receipt, is on disk, and is opened by the analyst as it was written', async () => {
      const { report, sealed } = await aReport('<script>alert(1)</script>');
      const response = await post(report.id, sealed);
      expect(response.status).toBe(201);
      const { id, receipt } = (await response.json()) as { id: string; receipt: string };
      expect(id).toBe(report.id);
      expect(receipt).toMatch(/^[0-9A-Z]{26}$/);
      expect((await listed())[0]).toMatchObject({ id, receipt, size: sealed.length });
      const kept = await (await desk(`reports/${id}/sealed`)).bytes();
      expect(await unseal(kept, identity, id)).toEqual(report);
      const rows = (await stored()).reports.filter((row) => row.id === id);
      expect(rows.map((row) => Buffer.from(row.sealed))).toEqual([Buffer.from(sealed)]);
    });

    test('that is sent again gets the same receipt, also at the same moment, after a restart, and from another hub', async () => {
      const { report, sealed } = await aReport();
      const before = (await listed()).length;
      const answers = await Promise.all(Array.from({ length: 20 }, () => post(report.id, sealed)));
      const receipts = new Set(
        await Promise.all(answers.map(async (answer) => ((await answer.json()) as { receipt: string }).receipt)),
      );
      expect(receipts.size).toBe(1);
      await hub.close();
      hub = await startHub(options());
      const second = await startHub(options());
      const elsewhere = (await (await post(report.id, sealed, second.url)).json()) as { receipt: string };
      expect(receipts).toContain(elsewhere.receipt);
      await second.close();
      const again = (await (await post(report.id, sealed)).json()) as { receipt: string };
      expect(receipts).toContain(again.receipt);
      expect(await listed()).toHaveLength(before + 1);
    });

    test('under a key that belongs to another report is refused', async () => {
      const [one, other] = [await aReport(), await aReport()];
      await post(one.report.id, one.sealed);
      const response = await post(one.report.id, other.sealed);
      expect([response.status, await response.json()]).toMatchObject([422, { code: 'ERR_KEY_REUSED' }]);
    });

    test.each([
      ['without a key', undefined, 400, 'ERR_KEY_REQUIRED'],
      ['with a key that is no UUID', "'; drop table reports; --", 400, 'ERR_KEY_REQUIRED'],
    ])('%s is refused', async (_what, key, status, code) => {
      const { sealed } = await aReport();
      const response = await post(key, sealed);
      expect([response.status, await response.json()]).toMatchObject([status, { code }]);
    });

    test.each([
      ['in clear', () => '{"kind":"approach"}'],
      ['that is empty', () => ''],
      ['with a header and no content', (sealed: Uint8Array) => sealed.slice(0, 180)],
      ['in ASCII armour', () => '-----BEGIN AGE ENCRYPTED FILE-----\n'],
      ['with a broken header', (sealed: Uint8Array) => sealed.map((byte, index) => (index === 30 ? 0 : byte))],
    ])('%s is refused, and nothing is stored', async (_what, spoil) => {
      const before = (await listed()).length;
      const { report, sealed } = await aReport();
      const response = await post(report.id, spoil(sealed) as BodyInit);
      expect([response.status, await response.json()]).toMatchObject([415, { code: 'ERR_NOT_SEALED' }]);
      expect(await listed()).toHaveLength(before);
    });

    test('of more than 64 KiB is refused, whether its length is announced or not', async () => {
      const body = new Uint8Array(65_537);
      expect((await post(crypto.randomUUID(), body)).status).toBe(413);
      const streamed = new Blob([body]).stream();
      const headers = { 'Idempotency-Key': crypto.randomUUID() };
      const init = { method: 'POST', headers, body: streamed, duplex: 'half' } as RequestInit;
      expect((await fetch(`${hub.url}/v1/reports`, init)).status).toBe(413);
    });

    test('that trickles in is cut off, and the hub goes on', async () => {
      const head = `POST /v1/reports HTTP/1.1\r\nHost: hub\r\nIdempotency-Key: ${crypto.randomUUID()}\r\nContent-Length: 1000\r\n\r\nage-`;
      expect(await raw(head)).toMatch(/ 408 /);
      expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);
    });

    test('that many begin and never end fills no memory: others are told to come again', async () => {
      const large = await startHub({ ...options(), maxReportBytes: 2 ** 27, requestTimeout: 30_000 });
      const port = Number(new URL(large.url).port);
      const sockets = Array.from({ length: 3 }, () => {
        const socket = connect(port, '127.0.0.1').on('error', () => {});
        const key = crypto.randomUUID();
        socket.write(
          `POST /v1/reports HTTP/1.1\r\nHost: hub\r\nIdempotency-Key: ${key}\r\nContent-Length: ${2 ** 27}\r\n\r\n`,
        );
        socket.write(Buffer.alloc(2 ** 27 - 1));
        return socket;
      });
      await vi.waitFor(() => expect(lines.at(-1)).toMatchObject({ area: '/v1/reports', status: 503 }), 10_000);
      for (const socket of sockets) socket.destroy();
      const { report, sealed } = await aReport();
      await vi.waitFor(async () => expect((await post(report.id, sealed, large.url)).status).toBe(201));
      await large.close();
    });

    test('that is on its way when the hub is told to stop is still taken', async () => {
      const { report, sealed } = await aReport();
      const stopping = await startHub(options());
      const { hostname, port } = new URL(stopping.url);
      const socket = connect(Number(port), hostname);
      const head = `POST /v1/reports HTTP/1.1\r\nHost: hub\r\nIdempotency-Key: ${report.id}\r\nContent-Length: ${sealed.length}\r\n\r\n`;
      socket.write(Buffer.concat([Buffer.from(head), sealed.subarray(0, 100)]));
      await pause(100);
      const closed = stopping.close();
      socket.write(sealed.subarray(100));
      expect(await text(socket)).toMatch(/^HTTP\/1.1 201 /);
      await closed;
      expect((await stored()).reports.some(({ id }) => id === report.id)).toBe(true);
    });

    test('needs the deployment token where there is one, and no more than its share of a minute', async () => {
      const strict = await startHub({ ...options(), reportTokens: ['staff'], reportsPerMinute: 3 });
      const send = async (authorization?: string) => {
        const { report, sealed } = await aReport();
        const headers = { 'Idempotency-Key': report.id, ...(authorization && { Authorization: authorization }) };
        return fetch(`${strict.url}/v1/reports`, { method: 'POST', headers, body: sealed });
      };
      expect((await send()).status).toBe(401);
      expect((await send('Bearer stuff')).status).toBe(401);
      expect((await send('Bearer staff')).status).toBe(201);
      const last = await send('Bearer staff');
      expect([last.status, Number(last.headers.get('Retry-After'))]).toEqual([
        429,
        expect.toSatisfy((s) => s > 0 && s <= 60),
      ]);
      await strict.close();
    });

    test('may be sent from any origin, without a cookie', async () => {
      const preflight = await fetch(`${hub.url}/v1/reports`, {
        method: 'OPTIONS',
        headers: { Origin: 'chrome-extension://abc', 'Access-Control-Request-Method': 'POST' },
      });
      expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe('*');
      expect(preflight.headers.get('Access-Control-Allow-Headers')).toMatch(/Idempotency-Key/);
      expect(preflight.headers.has('Access-Control-Allow-Credentials')).toBe(false);
      const asked = await fetch(`${hub.url}/v1/reports`, { method: 'HEAD', headers: { Origin: 'null' } });
      expect([asked.status, asked.headers.get('Access-Control-Allow-Origin')]).toEqual([204, '*']);
      expect(asked.headers.get('Cross-Origin-Resource-Policy')).toBeNull();
      const page = await fetch(`${hub.url}/desk/`);
      expect(page.headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
    });
  });

  test('a backup, taken while the hub runs, fills a new hub on the other storage', async () => {
    const { report, sealed } = await aReport();
    const { receipt } = (await (await post(report.id, sealed)).json()) as { receipt: string };
    const file = join(folder, 'backup.jsonl');
    const from = await openStorage(join(folder, 'data'), databaseUrl);
    const rows = await backup(from, file);
    await expect(restore(from, file)).rejects.toMatchObject({ code: 'ERR_NOT_EMPTY' });
    await from.destroy();
    const onto = await openStorage(join(folder, 'restored'));
    await writeFile(join(folder, 'cut.jsonl'), (await readFile(file, 'utf8')).split('\n').slice(0, -2).join('\n'));
    await expect(restore(onto, join(folder, 'cut.jsonl'))).rejects.toMatchObject({ code: 'ERR_BACKUP' });
    await expect(restore(onto, join(folder, 'secret'))).rejects.toMatchObject({ code: 'ERR_BACKUP' });
    expect(await restore(onto, file)).toBe(rows);
    await onto.destroy();
    const second = await startHub({ ...options(), dataDir: join(folder, 'restored'), databaseUrl: undefined });
    const again = (await (await post(report.id, sealed, second.url)).json()) as { receipt: string };
    expect(again.receipt).toBe(receipt);
    await second.close();
  });

  describe('casework', () => {
    const send = (path: string, method: string, body: unknown, bearer = token) =>
      fetch(`${hub.url}/desk/api/${path}`, {
        method,
        headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });

    /** Sends a report about the handle, and files it as an analyst's browser does. */
    async function filed(handle: string, name: string) {
      const { report, sealed } = await aReport(undefined, { site: 'linkedin', handle, name });
      const { receipt } = (await (await post(report.id, sealed)).json()) as { receipt: string };
      const person = await keys.personTag(report.subject.facts, '');
      const index = { person, card: await keys.seal({ name }), words: await keys.wordTags(`${name} ${handle}`) };
      expect(await (await send(`reports/${report.id}/index`, 'PUT', index)).json()).toEqual({ filed: true });
      expect(await (await send(`reports/${report.id}/index`, 'PUT', index)).json()).toEqual({ filed: false });
      return { person, receipt };
    }

    const act = async (
      person: string,
      action: string,
      seen: number,
      { bearer = token, draft = '', reports = 1 } = {},
    ) => {
      const reason = await keys.seal('because');
      return send(
        `people/${person}/actions`,
        'POST',
        { action, reason, seen, reports, ...(draft && { draft }) },
        bearer,
      );
    };
    const people = async (query: string) =>
      ((await (await desk(`people${query}`)).json()) as { people: DeskPerson[] }).people;
    const outcome = async () =>
      (await (await desk('outcome')).json()) as { decisions: Decisions['decisions']; listings: unknown[] };

    test('reports about one account are one line, found by whole words, without the hub knowing either', async () => {
      const first = await filed('mira-halden-2', 'Mira Halden');
      const second = await filed('MIRA-Halden-2', 'Mira H.');
      expect(second.person).toBe(first.person);
      const line = (await people('')).find(({ person }) => person === first.person)!;
      expect(line).toMatchObject({ reports: 2, state: 'open', last_seq: 0 });
      expect(line.first_at <= line.last_at).toBe(true);
      expect(await keys.open(line.card)).toEqual({ name: 'Mira H.' });
      const words = (await keys.wordTags('halden MIRA')).join();
      expect((await people(`?words=${words}`)).map(({ person }) => person)).toEqual([first.person]);
      expect(await people(`?words=${words},${await keys.wordTags('nobody')}`)).toEqual([]);
      expect(JSON.stringify(await stored())).not.toMatch(/halden/i);
    });

    test('no report is too long to be filed, whatever a stranger wrote into it', async () => {
      const long = { site: '\0'.repeat(64), name: '\0'.repeat(300), headline: '\0'.repeat(1_000) };
      const { report, sealed } = await aReport(undefined, long);
      await post(report.id, sealed);
      const index = await indexOf({ ...report, pageUrl: '\0'.repeat(4_000) }, keys);
      expect((await send(`reports/${report.id}/index`, 'PUT', index)).status).toBe(200);
    });

    test('a listing takes two people; only then those who reported are told, and the draft is handed out', async () => {
      const { person, receipt } = await filed('tomas-reed-2', 'Tomas Reed');
      const bea = await hub.analysts.add('bea');
      expect((await act(person, 'confirm', 0)).status).toBe(403);
      const draft = await keys.seal({ id: 'desk-1' });
      expect((await act(person, 'propose', 0)).status).toBe(400);
      expect((await act(person, 'propose', 0, { draft })).status).toBe(200);
      const { last_seq } = (await people('?state=proposed'))[0]!;
      expect(await outcome()).not.toHaveProperty(`decisions.${receipt}`);
      expect((await act(person, 'confirm', last_seq)).status).toBe(403);
      expect((await act(person, 'confirm', 0, { bearer: bea })).status).toBe(409);
      expect((await act(person, 'confirm', last_seq, { bearer: bea })).status).toBe(200);
      const told = await outcome();
      expect(told.decisions[receipt]).toEqual({ outcome: 'listed', date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
      expect(told.listings).toMatchObject([{ draft, proposedBy: 'ada', confirmedBy: 'bea' }]);
      expect(decisionsSchema.parse({ version: 1, decisions: told.decisions }).decisions).toEqual(told.decisions);
    });

    test('a profile that was dismissed is open again when it is reported again', async () => {
      const { person } = await filed('noel-harding', 'Noel Harding');
      await act(person, 'dismiss', 0);
      expect((await people('?state=dismissed')).map((line) => line.person)).toContain(person);
      const { receipt } = await filed('noel-harding', 'Noel Harding');
      expect((await people('?state=open')).map((line) => line.person)).toContain(person);
      expect(await outcome()).not.toHaveProperty(`decisions.${receipt}`);
    });

    test('what was reported again meanwhile is not dismissed unread', async () => {
      const { person } = await filed('petra-lund', 'Petra Lund');
      await filed('petra-lund', 'Petra Lund');
      expect((await act(person, 'dismiss', 0, { reports: 1 })).status).toBe(409);
      expect((await people('?state=open')).map((line) => line.person)).toContain(person);
      expect((await act(person, 'dismiss', 0, { reports: 2 })).status).toBe(200);
    });

    test('every action stands in the log, with who took it', async () => {
      const { person } = await filed('olga-winter', 'Olga Winter');
      await act(person, 'watch', 0);
      const { log } = (await (await desk('log')).json()) as { log: LoggedAction[] };
      expect(log[0]).toMatchObject({ person, action: 'watch', analyst: 'ada' });
      expect(await keys.open(log[0]!.card)).toEqual({ name: 'Olga Winter' });
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => log.length - index));
    });

    test('of two who act at the same moment one is told to look again', async () => {
      const { person } = await filed('ines-marlow', 'Ines Marlow');
      const answers = await Promise.all([act(person, 'dismiss', 0), act(person, 'watch', 0)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect((await act(person, 'reopen', 0)).status).toBe(409);
    });

    test('the log cannot be changed through the database, and a change around it is noticed', async () => {
      const db = await openStorage(join(folder, 'data'), databaseUrl);
      await expect(db.updateTable('casework').set({ analyst: 'eve' }).execute()).rejects.toThrow(/only grows/);
      await expect(db.deleteFrom('casework').execute()).rejects.toThrow(/only grows/);
      const casework = new Casework(db, Date.now);
      expect((await casework.log()).length).toBeGreaterThan(2);
      const disarm = databaseUrl ? 'alter table casework disable trigger user' : 'drop trigger casework_no_update';
      await sql.raw(disarm).execute(db);
      await db.updateTable('casework').set({ analyst: 'eve' }).where('seq', '=', 1).execute();
      await expect(casework.log()).rejects.toMatchObject({ code: 'ERR_LOG_BROKEN' });
      const told = await desk('outcome');
      expect([told.status, await told.json()]).toMatchObject([409, { code: 'ERR_LOG_BROKEN' }]);
      await db.destroy();
    });

    test('broken input is refused', async () => {
      expect((await send('reports/x/index', 'PUT', { person: 'Mira', card: '', words: [] })).status).toBe(400);
      expect((await act('0'.repeat(64), 'dismiss', 0)).status).toBe(404);
      const words = Array.from({ length: 101 }, (_, index) => index.toString(16).padStart(64, '0'));
      const [person, card] = ['0'.repeat(64), await keys.seal({})];
      expect((await send('reports/x/index', 'PUT', { person, card, words })).status).toBe(400);
      const aMillionKeys = Object.fromEntries(Array.from({ length: 1_000_000 }, (_, index) => [`key${index}`, 1]));
      expect((await send('reports/x/index', 'PUT', aMillionKeys)).status).toBe(413);
      expect((await desk(`people?words=${words.join()}`)).status).toBe(400);
      expect((await desk('people?state=__proto__')).status).toBe(400);
      const headers = { Authorization: `Bearer ${token}` };
      const broken = { method: 'POST', headers, body: '{' };
      expect((await fetch(`${hub.url}/desk/api/people/x/actions`, broken)).status).toBe(400);
    });
  });

  describe('the feed', () => {
    const get = (path: string, headers: Record<string, string> = {}) => fetch(`${hub.url}/feed/${path}`, { headers });

    test('what is named by version or content may be kept for ever, in whole or in parts', async () => {
      const path = `targets/${'a'.repeat(64)}.watchlist`;
      expect((await get(path)).headers.get('Cache-Control')).toMatch(/immutable/);
      expect((await get('1.root.json')).headers.get('Cache-Control')).toMatch(/immutable/);
      const part = await get(path, { Range: 'bytes=2-4' });
      expect([part.status, part.headers.get('Content-Range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
    });

    test('the timestamp is asked for each time, and answered briefly when unchanged', async () => {
      const first = await get('timestamp.json');
      expect(first.headers.get('Cache-Control')).toBe('no-cache');
      expect(await first.json()).toEqual({ version: 1 });
      expect((await get('timestamp.json', { 'If-None-Match': first.headers.get('ETag')! })).status).toBe(304);
    });

    test('that there is no newer root is not remembered', async () => {
      const response = await get('2.root.json');
      expect([response.status, response.headers.get('Cache-Control')]).toEqual([404, 'no-cache']);
    });

    test.each([
      '/feed/../secret',
      '/feed/..%2fsecret',
      '/feed/%2e%2e/secret',
      '/feed/..\\secret',
      '/feed//etc/passwd',
      '/feed/%00timestamp.json',
      '/feed/.hidden',
      '/feed/targets/../../secret',
      '/feed/....//secret',
      '/feed',
      '/feed/targets',
    ])('%s leads nowhere', async (path) => {
      expect(await raw(`GET ${path} HTTP/1.1\r\nHost: hub\r\n\r\n`)).toMatch(/ 40[04] /);
    });
  });

  describe('the desk', () => {
    test('opens for a token, until it is revoked; only a digest of it is kept', async () => {
      const bea = await hub.analysts.add('bea');
      expect(await (await desk('me', bea)).json()).toEqual({ name: 'bea' });
      await hub.analysts.revoke('bea');
      expect((await desk('me', bea)).status).toBe(401);
      for (const wrong of ['', 'x', `${token}x`, token.slice(0, -1)])
        expect((await desk('reports', wrong)).status).toBe(401);
      expect(JSON.stringify((await stored()).analysts)).not.toContain(bea);
      await expect(hub.analysts.revoke('bea')).rejects.toMatchObject({ code: 'ERR_ANALYST_UNKNOWN' });
      await expect(hub.analysts.add('b e a')).rejects.toMatchObject({ code: 'ERR_ANALYST_NAME' });
    });

    test('keeps one secret of its analysts, however often it is sealed again', async () => {
      const post = async (secret: string) => {
        const headers = { Authorization: `Bearer ${token}` };
        const body = JSON.stringify(await sealSharedKey(secret, [recipient]));
        return (await fetch(`${hub.url}/desk/api/keys`, { method: 'POST', headers, body })).status;
      };
      expect([await post('shared'), await post('another'), await post('shared')]).toEqual([200, 409, 200]);
      const { keys: kept } = (await (await desk('keys')).json()) as { keys: SealedKey[] };
      expect(kept).toHaveLength(2);
      expect(await openSharedKey(kept, identity)).toBe('shared');
    });

    test('opens for whom a proxy has signed on, where the hub is told its header', async () => {
      const me = { 'X-Forwarded-User': 'ada' };
      expect((await fetch(`${hub.url}/desk/api/me`, { headers: me })).status).toBe(401);
      const proxied = await startHub({ ...options(), ssoHeader: 'X-Forwarded-User' });
      expect(await (await fetch(`${proxied.url}/desk/api/me`, { headers: me })).json()).toEqual({ name: 'ada' });
      const lured = { ...me, 'Sec-Fetch-Site': 'cross-site' };
      expect((await fetch(`${proxied.url}/desk/api/me`, { headers: lured })).status).toBe(403);
      const stranger = { 'X-Forwarded-User': 'eve' };
      expect((await fetch(`${proxied.url}/desk/api/me`, { headers: stranger })).status).toBe(401);
      await proxied.close();
    });

    test('and its token open the metrics, to nobody else', async () => {
      expect((await desk('me')).status).toBe(200);
      expect((await fetch(`${hub.url}/metrics`)).status).toBe(401);
      const answer = await fetch(`${hub.url}/metrics`, { headers: { Authorization: `Bearer ${token}` } });
      expect(await answer.text()).toMatch(/^gamekeeper_hub_requests_total\{area="\/desk\/api",status="200"\} \d+$/m);
    });

    test('lists reports newest first, page by page', async () => {
      for (let index = 0; index < 5; index += 1) {
        const { report, sealed } = await aReport();
        await post(report.id, sealed);
      }
      const all = (await listed()).map(({ id }) => id);
      const seen: string[] = [];
      let before = '';
      do {
        const page = (await (await desk(`reports?limit=2${before}`)).json()) as {
          reports: DeskReport[];
          next?: string;
        };
        seen.push(...page.reports.map(({ id }) => id));
        before = page.next === undefined ? '' : `&before=${page.next}`;
      } while (before !== '');
      expect(seen).toEqual(all);
      expect((await desk('reports?before=yesterday')).status).toBe(400);
      expect((await desk(`reports/${crypto.randomUUID()}/sealed`)).status).toBe(404);
    });

    test('is a page of its own script and style alone', async () => {
      const page = await fetch(`${hub.url}/desk/`);
      expect(page.status).toBe(200);
      expect(page.headers.get('Content-Security-Policy')).toMatch(/default-src 'none'; script-src 'self'/);
      const html = await page.text();
      expect(html).not.toMatch(/<script>|<style>|style=|https?:/);
      const script = /src="(\/desk\/assets\/[^"]+\.js)"/.exec(html)?.[1];
      const answer = await fetch(`${hub.url}${script}`);
      expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    });

    test('says what to do when its page is not built', async () => {
      const bare = await startHub({ ...options(), deskDir: join(folder, 'nowhere') });
      const answer = await fetch(`${bare.url}/desk/`);
      expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('npm run build')]);
      await bare.close();
    });
  });

  test('the log names neither who asked nor what for', async () => {
    await fetch(`${hub.url}/feed/9.targets.json?who=me`, { headers: { 'User-Agent': 'Secret/1.0' } });
    const text = JSON.stringify(lines);
    expect(text).toContain('"area":"/feed"');
    expect(text).not.toMatch(/who=me|Secret|9\.targets|gkd_|"ada"/);
  });

  test('the log does not tell of the next root that every check asks for', async () => {
    const before = lines.length;
    expect((await fetch(`${hub.url}/feed/9.root.json`)).status).toBe(404);
    expect(lines).toHaveLength(before);
  });
}

test.skipIf(!(postgres instanceof Postgres))(
  'a hub starts before its database, outlives it, and goes on when it is back',
  async () => {
    const database = postgres as Postgres;
    const folder = await mkdtemp(join(tmpdir(), 'hub-'));
    const lines: LogEntry[] = [];
    const log = (entry: LogEntry) => void lines.push(entry);
    await database.kill();
    const options = { dataDir: folder, feedDir: join(folder, 'feed'), port: 0, databaseUrl: database.url, log };
    const starting = startHub(options);
    await vi.waitFor(() =>
      expect(lines).toContainEqual(expect.objectContaining({ event: 'waiting for the database' })),
    );
    await database.restart();
    const hub = await starting;
    const report = stamp(DRAFT, new Date());
    const sealed = await seal(report, [recipient]);
    const send = () =>
      fetch(`${hub.url}/v1/reports`, { method: 'POST', headers: { 'Idempotency-Key': report.id }, body: sealed });
    await database.kill();
    // A server process that outlives its parent for a moment may still answer.
    await vi.waitFor(async () => expect((await fetch(`${hub.url}/healthz`)).status).toBe(503));
    const refused = await send();
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([503, '5']);
    await database.restart();
    expect((await send()).status).toBe(201);
    await hub.close();
    await rm(folder, { recursive: true });
  },
  60_000,
);

test('a database that cannot be opened is named, with what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-'));
  await writeFile(join(folder, 'hub.sqlite'), 'This is no database, and never was one.');
  await expect(openStorage(folder)).rejects.toThrow(/hub\.sqlite .*gamekeeper restore/);
  await rm(folder, { recursive: true });
});

test('the data folder is closed to others, and a taken port makes way for a free one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-'));
  const options = { feedDir: join(folder, 'feed'), port: 0, log: () => {} };
  const first = await startHub({ ...options, dataDir: join(folder, 'first') });
  expect((await stat(join(folder, 'first'))).mode & 0o777).toBe(0o700);
  const port = Number(new URL(first.url).port);
  const second = await startHub({ ...options, dataDir: join(folder, 'second'), port });
  expect(second.url).not.toBe(first.url);
  await expect(startHub({ ...options, dataDir: join(folder, 'third'), port, strictPort: true })).rejects.toMatchObject({
    code: 'ERR_PORT_TAKEN',
    message: expect.stringContaining(`port ${port} `),
  });
  await Promise.all([first.close(), second.close()]);
  await rm(folder, { recursive: true });
});
