/**
 * `npm run faults hub`: kill -9 of the hub and of PostgreSQL while reports arrive, ten rounds each. Senders do what a
 * browser does: they send a report again under its key until it is acknowledged. One JSON line says what became of all
 * reports: `lost` were acknowledged or sent to the end and are not in the database as acknowledged; `doubled` are there
 * twice or got two receipts.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { openStorage } from '../../src/hub/database.ts';
import { seal, stamp } from '../../src/reports/seal.ts';
import { DRAFT } from '../fixtures/report.ts';
import { startHubProcess } from '../hub-process.ts';
import { Postgres } from '../postgres.ts';

const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 10);
const SENDERS = 16;

/** Reports by id, with every receipt that was ever given for them. */
type Sent = Map<string, Set<string>>;

interface Outcome {
  victim: string;
  rounds: number;
  acknowledged: number;
  /** Answers that never came, or said no: what the kills interrupted. */
  interrupted: number;
  lost: number;
  doubled: number;
}

const sealed = await aReport();
const folder = await mkdtemp(join(tmpdir(), 'faults-hub-'));
const postgres = await Postgres.start();
const outcomes: Outcome[] = [];
try {
  outcomes.push(await kill('hub on SQLite'));
  if (postgres instanceof Postgres) {
    outcomes.push(await kill('hub on PostgreSQL', postgres.url));
    outcomes.push(await kill('PostgreSQL', postgres.url, postgres));
  } else console.log(postgres);
} finally {
  if (postgres instanceof Postgres) await postgres.stop();
  await rm(folder, { recursive: true });
}
console.table(outcomes);
const total = (field: 'rounds' | 'acknowledged' | 'lost' | 'doubled') =>
  outcomes.reduce((sum, outcome) => sum + outcome[field], 0);
const [lost, doubled] = [total('lost'), total('doubled')];
console.log(JSON.stringify({ rounds: total('rounds'), acknowledged: total('acknowledged'), lost, doubled }));
process.exitCode = lost + doubled > 0 ? 1 : 0;

/** @param server killed in place of the hub, when given */
async function kill(victim: string, databaseUrl = '', server?: Postgres): Promise<Outcome> {
  const place = await mkdtemp(join(folder, 'hub-'));
  // Below the ports that connections leave from: a sender that tries while nobody listens would meet itself there.
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  let hub = await startHubProcess(place, { port, databaseUrl });
  const { url } = hub;
  const sent: Sent = new Map();
  let over = false;
  let interrupted = 0;
  let acknowledged = 0;
  let giveUpAt = Number.POSITIVE_INFINITY;

  async function sender() {
    while (!over) {
      const id = randomUUID();
      const receipts = new Set<string>();
      sent.set(id, receipts);
      // Now and then the answer is not believed, as when a browser dies before it has noted it.
      for (let needed = Math.random() < 0.1 ? 2 : 1; needed > 0 && performance.now() < giveUpAt; ) {
        const receipt = await post(url, id);
        if (receipt === undefined) {
          interrupted += 1;
          await pause(20);
        } else {
          receipts.add(receipt);
          acknowledged += 1;
          needed -= 1;
        }
      }
    }
  }

  const senders = Promise.all(Array.from({ length: SENDERS }, sender));
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      // Kill while reports arrive, not while the hub still starts.
      const before = acknowledged;
      while (acknowledged < before + SENDERS) await pause(20);
      await pause(Math.random() * 400);
      if (server) {
        await server.kill();
        await server.restart();
      } else {
        await hub.stop('SIGKILL');
        hub = await startHubProcess(place, { port, databaseUrl });
      }
    }
  } finally {
    over = true;
    giveUpAt = performance.now() + 60_000;
  }
  await senders;
  await hub.stop();
  return { victim, rounds: ROUNDS, acknowledged, interrupted, ...(await compare(sent, place, databaseUrl)) };
}

async function compare(sent: Sent, place: string, databaseUrl: string): Promise<{ lost: number; doubled: number }> {
  const db = await openStorage(join(place, 'data'), databaseUrl);
  const rows = await db.selectFrom('reports').select(['id', 'receipt']).execute();
  await db.destroy();
  const stored = new Map<string, string[]>();
  for (const { id, receipt } of rows) stored.set(id, [...(stored.get(id) ?? []), receipt]);
  let [lost, doubled] = [0, 0];
  for (const [id, receipts] of sent) {
    const kept = stored.get(id) ?? [];
    if (kept.length === 0 || ![...receipts].every((receipt) => kept.includes(receipt))) lost += 1;
    if (receipts.size > 1 || kept.length > 1) doubled += 1;
  }
  return { lost, doubled };
}

/** @returns the receipt, or undefined when there was no answer or none that confirms */
async function post(url: string, id: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(10_000);
    const response = await fetch(`${url}/v1/reports`, {
      method: 'POST',
      headers: { 'Idempotency-Key': id },
      body: sealed,
      signal,
    });
    return response.ok ? ((await response.json()) as { receipt: string }).receipt : undefined;
  } catch {
    return undefined;
  }
}

async function aReport(): Promise<Uint8Array<ArrayBuffer>> {
  return seal(stamp(DRAFT, new Date()), [await identityToRecipient(await generateIdentity())]);
}
