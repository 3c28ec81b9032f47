/**
 * `npm run bench hub`: sealed reports of 4 KB that one hub, and two, acknowledge each second, beside a bare insert loop on
 * the same database: one row, one commit, nothing else. On PostgreSQL a second peer runs as many such loops at once as
 * the hub has connections. All take turns of a second, so that whatever else the machine does burdens each alike;
 * figures are medians over the turns. Then the desk is asked what an analyst asks, with 100,000 reports in the database.
 */
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import pg from 'pg';
import { seal, stamp } from '../../src/reports/seal.ts';
import { deskTimes } from '../desk-load.ts';
import { DRAFT } from '../fixtures/report.ts';
import { type HubProcess, startHubProcess } from '../hub-process.ts';
import { Postgres } from '../postgres.ts';

const TURNS = Number(process.env.BENCH_TURNS ?? 7);
const TURN_MS = 1_000;
const TABLE =
  'create table bare (id text primary key, receipt text unique, received_at bigint, digest text, sealed BYTES not null)';
const INSERT = 'insert into bare (id, receipt, received_at, digest, sealed) values';

/** Does its work until the instant `end` of `performance.now()`, and gives the milliseconds that each item took. */
type Load = (end: number) => Promise<number[]>;

/** Reports or rows each second. */
const rate = (turn: readonly number[]) => (turn.length / TURN_MS) * 1_000;

/** One connection that sends reports and reads answers as bare bytes: the load must not take the core the hub needs. */
class Connection {
  readonly #socket: Socket;
  readonly #host: string;
  #answered: (status: number) => void = () => {};
  #text = '';

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    socket.setEncoding('latin1');
    socket.on('data', (part) => {
      this.#text += part;
      if (!this.#text.endsWith('}')) return;
      const status = Number(this.#text.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length));
      this.#text = '';
      this.#answered(status);
    });
    socket.on('close', () => this.#answered(0));
  }

  static async open(url: string): Promise<Connection> {
    const { hostname, port, host } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, 'connect');
    return new Connection(socket, host);
  }

  async post(): Promise<void> {
    const head = `POST /v1/reports HTTP/1.1\r\nHost: ${this.#host}\r\nIdempotency-Key: ${randomUUID()}\r\n`;
    const rest = `Content-Type: application/octet-stream\r\nContent-Length: ${sealed.length}\r\n\r\n`;
    this.#socket.write(Buffer.concat([Buffer.from(head + rest, 'latin1'), sealed]));
    const status = await new Promise<number>((resolve) => {
      this.#answered = resolve;
    });
    if (status !== 201) throw new Error(`The hub answered ${status || 'nothing'}.`);
  }

  close(): void {
    this.#socket.destroy();
  }
}

const sealed = await aReport();
const folder = await mkdtemp(join(tmpdir(), 'bench-hub-'));
const postgres = await Postgres.start();
const rows = [];
const desk = [];
try {
  for (const connections of [16, 64]) rows.push(await onSqlite(connections));
  if (postgres instanceof Postgres) {
    for (const connections of [16, 64]) rows.push(...(await onPostgres(connections, postgres.url)));
  } else console.log(postgres);
  desk.push(await deskTimes(await mkdtemp(join(folder, 'desk-')), sealed));
  if (postgres instanceof Postgres) {
    desk.push(await deskTimes(await mkdtemp(join(folder, 'desk-')), sealed, await postgres.freshDatabase()));
  }
} finally {
  if (postgres instanceof Postgres) await postgres.stop();
  await rm(folder, { recursive: true });
}
console.table(rows);
const cores = availableParallelism();
console.log(
  `bare, hub: per second. ofLoops: of as many loops as connections. p50, p99: milliseconds. ${cores} cores carry hubs, database and load together.`,
);
console.log('The desk with 100,000 reports of 20,000 profiles: milliseconds until the answer, median and worst.');
console.table(desk);
console.log(JSON.stringify({ bytes: sealed.length, turns: TURNS, cores, rows, desk }));

async function onSqlite(connections: number) {
  const db = new DatabaseSync(join(folder, `bare-${connections}.sqlite`));
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${TABLE.replace('BYTES', 'blob')}`);
  const insert = db.prepare(`${INSERT} (?, ?, ?, ?, ?)`);
  const bare: Load = async (end) => {
    const times: number[] = [];
    while (performance.now() < end) times.push(timed(() => insert.run(...aRow())));
    return times;
  };
  const hub = await startHubProcess(await mkdtemp(join(folder, 'hub-')));
  const { load, close } = await browsers([hub], connections);
  try {
    const [bareTurns, hubTurns] = await takeTurns([bare, load]);
    return summary('sqlite', connections, 1, bareTurns!, hubTurns!);
  } finally {
    close();
    db.close();
    await hub.stop();
  }
}

async function onPostgres(connections: number, databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
  await pool.query(TABLE.replace('BYTES', 'bytea').replace('table', 'table if not exists'));
  const text = `${INSERT} ($1, $2, $3, $4, $5)`;
  const loops =
    (count: number): Load =>
    (end) =>
      many(count, async (times) => {
        while (performance.now() < end) {
          const started = performance.now();
          await pool.query({ name: 'bare', text, values: aRow() });
          times.push(performance.now() - started);
        }
      });
  const place = await mkdtemp(join(folder, 'hub-'));
  const hubs = [await startHubProcess(place, { databaseUrl }), await startHubProcess(place, { databaseUrl })];
  const one = await browsers(hubs.slice(0, 1), connections);
  const two = await browsers(hubs, connections);
  try {
    const [bareTurns, loopsTurns, oneTurns, twoTurns] = await takeTurns([
      loops(1),
      loops(connections),
      one.load,
      two.load,
    ]);
    return [
      { ...summary('postgres', connections, 1, bareTurns!, oneTurns!), ofLoops: ratio(oneTurns!, loopsTurns!) },
      {
        ...summary('postgres', connections, 2, bareTurns!, twoTurns!),
        ofLoops: ratio(twoTurns!, loopsTurns!),
        ofOneHub: ratio(twoTurns!, oneTurns!),
      },
    ];
  } finally {
    one.close();
    two.close();
    await pool.end();
    for (const hub of hubs) await hub.stop();
  }
}

/** Keeps one request under way on each of `count` connections, spread over the hubs. */
async function browsers(hubs: readonly HubProcess[], count: number): Promise<{ load: Load; close: () => void }> {
  const urls = Array.from({ length: count }, (_, index) => hubs[index % hubs.length]!.url);
  const lines = await Promise.all(urls.map((url) => Connection.open(url)));
  return {
    close() {
      for (const line of lines) line.close();
    },
    load: (end) =>
      many(count, async (times, index) => {
        while (performance.now() < end) {
          const started = performance.now();
          await lines[index]!.post();
          times.push(performance.now() - started);
        }
      }),
  };
}

async function many(count: number, loop: (times: number[], index: number) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  await Promise.all(Array.from({ length: count }, (_, index) => loop(times, index)));
  return times;
}

/** The first turn of each warms up and is not counted. */
async function takeTurns(loads: readonly Load[]): Promise<number[][][]> {
  const turns: number[][][] = loads.map(() => []);
  for (let turn = 0; turn <= TURNS; turn += 1) {
    for (const [index, load] of loads.entries()) {
      const times = await load(performance.now() + TURN_MS);
      if (turn > 0) turns[index]!.push(times);
    }
  }
  return turns;
}

/** How many times the rate of its peer, turn by turn. */
function ratio(turns: readonly number[][], peer: readonly number[][]): number {
  return Number(median(turns.map((turn, index) => rate(turn) / rate(peer[index]!))).toFixed(2));
}

function summary(storage: string, connections: number, hubs: number, bare: number[][], hub: number[][]) {
  const times = hub.flat().sort((a, b) => a - b);
  const at = (share: number) => Number(times[Math.floor(times.length * share)]!.toFixed(1));
  return {
    storage,
    connections,
    hubs,
    bare: Math.round(median(bare.map(rate))),
    hub: Math.round(median(hub.map(rate))),
    ofBare: ratio(hub, bare),
    p50: at(0.5),
    p99: at(0.99),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function aRow(): [string, string, number, string, Uint8Array] {
  return [randomUUID(), randomUUID(), Date.now(), createHash('sha256').update(sealed).digest('hex'), sealed];
}

async function aReport(): Promise<Uint8Array> {
  return seal(stamp(DRAFT, new Date()), [await identityToRecipient(await generateIdentity())]);
}
