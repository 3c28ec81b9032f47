/**
 * `npm run bench feed`: bytes, requests and time for a browser's first sync and for an update after 1, 10 and 1,000 changed
 * entries, and to open the list cold and answer one look-up. Beside it the same list as one JSON file, as peers ship it:
 * fetched whole at every change, gzipped, parsed, indexed by name in memory.
 *
 * Keys, metadata, pieces, verification and files are real; the network is not there, so times are those of verifying and
 * storing (files in place of IndexedDB). Bytes are those of bodies. BENCH_SIZES=1000,100000 runs fewer sizes.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Feed } from '../../src/feed/feed.ts';
import { FeedStore } from '../../src/feed/store.ts';
import { compileWatchlist } from '../../src/watchlist/compile.ts';
import { derivedDirectory } from '../../src/watchlist/directory.ts';
import type { Entry } from '../../src/watchlist/entry.ts';
import { openWatchlist } from '../../src/watchlist/open.ts';
import { Repository } from '../fixtures/feed.ts';
import { FileShelf } from '../fixtures/file-store.ts';

const SIZES = (process.env.BENCH_SIZES ?? '1000,100000,1000000').split(',').map(Number);
const CHANGES = [1, 10, 1_000];
const FIRST = [
  'Alda',
  'Bruno',
  'Celia',
  'Darius',
  'Edith',
  'Farid',
  'Greta',
  'Henrik',
  'Ines',
  'Jonas',
  'Kira',
  'Leon',
];
const LAST = [
  'Ashdown',
  'Birkwood',
  'Calloway',
  'Dunmore',
  'Elmstead',
  'Farleigh',
  'Gorst',
  'Hallam',
  'Inskip',
  'Jessop',
];
const REASONS = [
  'Offers paid reports on committee business and asks to move to another messenger.',
  'Claims to recruit for a consultancy that no register knows.',
  'Sends invitations to an all-expenses-paid conference that does not take place.',
  'Asks staff for introductions to named members and offers a retainer.',
];

function entry(number: number, change = ''): Entry {
  const first = FIRST[number % FIRST.length]!;
  const last = `${LAST[(number >> 3) % LAST.length]}${(number * 2_654_435_761) % 99_991}`;
  return {
    id: `entry-${number}`,
    kind: 'profile',
    names: [`${first} ${last}`],
    aliases: [],
    accounts: [{ site: 'linkedin', handle: `${first}-${last}-${number.toString(36)}`.toLowerCase() }],
    organisation: `Fictional Advisory ${number % 997}`,
    photos: [],
    alert: { issuer: 'Harbour House security', title: `Alert ${number % 211}`, date: '2026-01-15' },
    reason: `${REASONS[number % REASONS.length]}${change}`,
    added: '2026-01-15',
    expires: '2027-01-15',
    dispute: 'https://security.example/dispute',
  };
}

/** `count` different numbers below `size`, spread as chance would. */
function pick(count: number, size: number): Set<number> {
  const picked = new Set<number>();
  for (let step = 1; picked.size < Math.min(count, size); step++) picked.add((step * 2_654_435_761) % size);
  return picked;
}

interface Sync {
  bytes: number;
  requests: number;
  ms: number;
}

interface Row {
  entries: number;
  pieces: number;
  first: Sync;
  updates: Record<number, Sync>;
  coldMs: number;
  json: { bytes: number; gzipped: number; updateMs: number; coldMs: number };
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const started = performance.now();
  const result = await work();
  return [result, performance.now() - started];
}

/** Prints each row as soon as it is measured: the largest list takes minutes. */
async function measure(size: number, folder: string): Promise<Row> {
  const repository = await Repository.create();
  const entries = Array.from({ length: size }, (_, number) => entry(number));
  const json = await measureJson(entries, folder);
  const pieces = compileWatchlist(entries);
  await repository.publish({ watchlist: pieces });
  console.log(`\n${size.toLocaleString('en')} entries in ${pieces.length.toLocaleString('en')} pieces`);
  line('', 'bytes', 'requests', 'verify + commit', 'of JSON gzipped');
  line('JSON, any change', kb(json.gzipped), '1', ms(json.updateMs), '100 %');

  const open = () =>
    new Feed({
      store: new FeedStore(new FileShelf(folder)),
      root: repository.root,
      mirrors: [repository.base],
      fetch: repository.fetch,
      derive: { list: derivedDirectory },
    });
  const sync = async (what: string): Promise<Sync> => {
    repository.requests.length = 0;
    repository.sent = 0;
    const [outcome, took] = await timed(() => open().refresh());
    if (outcome.kind !== 'updated') throw new Error(JSON.stringify(outcome));
    const { sent: bytes, requests } = repository;
    line(what, kb(bytes), String(requests.length), ms(took), share(bytes / json.gzipped));
    return { bytes, requests: requests.length, ms: took };
  };

  const first = await sync('first sync');
  const updates: Row['updates'] = {};
  for (const count of CHANGES) {
    for (const number of pick(count, size)) entries[number] = entry(number, ` Seen again, for the ${count}th time.`);
    await repository.publish({ watchlist: compileWatchlist(entries, pieces.length) });
    updates[count] = await sync(`${count} changed`);
  }

  const wanted = entries[size >> 1]!;
  const facts = {
    kind: 'profile',
    site: 'linkedin',
    name: wanted.names[0]!,
    handle: wanted.accounts[0]!.handle!,
  } as const;
  const [evidence, coldMs] = await timed(async () => {
    const view = (await open().open())!;
    const watchlist = await openWatchlist((await view.pieces('watchlist'))!, { directory: view.derived('watchlist')! });
    return watchlist.lookUp([facts], new Date('2026-03-01'));
  });
  if (evidence[0]!.length === 0) throw new Error('The look-up found nothing');
  console.log(`cold open and one look-up: ${ms(coldMs)}; JSON: ${ms(json.coldMs)}`);
  console.log(`one changed entry costs ${share(updates[1]!.bytes / first.bytes)} of a full download`);
  return { entries: size, pieces: pieces.length, first, updates, coldMs, json };
}

/** The peer: one file, fetched whole, parsed and indexed; opened cold by doing the last two again. */
async function measureJson(entries: readonly Entry[], folder: string): Promise<Row['json']> {
  const text = JSON.stringify(entries);
  const gzipped = gzipSync(text);
  const path = join(folder, 'list.json');
  const index = (json: string) => {
    const byName = new Map<string, Entry[]>();
    for (const entry of JSON.parse(json) as Entry[]) byName.set(entry.names[0]!, [entry]);
    return byName.get(entries[entries.length >> 1]!.names[0]!);
  };
  const [, updateMs] = await timed(async () => {
    const json = gunzipSync(gzipped).toString();
    await writeFile(path, json);
    return index(json);
  });
  const [, coldMs] = await timed(async () => index(await readFile(path, 'utf8')));
  return { bytes: text.length, gzipped: gzipped.length, updateMs, coldMs };
}

const kb = (bytes: number) =>
  bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} KB` : `${(bytes / 1_000_000).toFixed(2)} MB`;
const ms = (value: number) => (value < 1000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(1)} s`);

function line(what: string, ...cells: string[]): void {
  console.log(what.padEnd(18) + cells.map((cell) => cell.padStart(17)).join(''));
}

const share = (ratio: number) => `${(ratio * 100).toPrecision(3)} %`;

const rows: Row[] = [];
for (const size of SIZES) {
  const folder = await mkdtemp(join(tmpdir(), 'gamekeeper-bench-'));
  try {
    rows.push(await measure(size, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
console.log(JSON.stringify({ bench: 'feed', rows }));
