/**
 * `npm run bench cold`: from message to verdict for ten profiles on a page, in real Chromium, with the worker stopped before
 * each call: ten strangers, as on nearly every page, and ten of whom two are called like a listed profile; beside it, in the same run, what waking alone costs: the same worker given a message that needs nothing, and
 * the worker of an extension that does nothing else. Then the memory that the worker holds with 100,000 entries and with
 * none. Calls take turns, so that what else the machine does falls on all alike. BENCH_ENTRIES and BENCH_ROUNDS change the
 * size.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, Target } from 'puppeteer';
import { findBrowser } from '../../scripts/browsers.ts';
import { buildExtension } from '../../scripts/build.ts';
import { followPublisher } from '../../scripts/follow.ts';
import type { Reading } from '../../src/profile/facts.ts';
import { requireRules } from '../../src/publisher/rules.ts';
import { compileWatchlist } from '../../src/watchlist/compile.ts';
import { entrySchema } from '../../src/watchlist/entry.ts';
import { launch, type Session } from '../e2e/browser.ts';
import { startNetwork } from '../e2e/network.ts';
import { askWorker, waitFor } from '../e2e/user.ts';
import { Repository } from '../fixtures/feed.ts';
import { inventNames } from '../fixtures/invented-names.ts';

const ENTRIES = Number(process.env.BENCH_ENTRIES ?? 100_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 30);

const names = inventNames(Math.max(ENTRIES, 1_000), 1);
const entries = names.slice(0, ENTRIES).map((name, index) =>
  entrySchema.parse({
    id: `e${index}`,
    kind: 'profile',
    names: [name],
    accounts: [{ site: 'linkedin', handle: `handle-${index}` }],
    organisation: `${names[index % 997]!.split(' ')[1]} Advisory`,
    alert: { issuer: 'Example Security Team', title: 'Approaches by consultancies', date: '2026-01-05' },
    reason: 'Offered committee staff payment for reports, then asked to move to a private channel.',
    added: '2026-01-05',
    expires: '2099-01-05',
    dispute: 'disputes@example.org',
  }),
);

/** People on a page of results. */
const readingOf = (people: readonly string[]): Reading => ({
  url: 'https://www.linkedin.com/search/results/people/',
  site: 'linkedin',
  kind: 'people-search',
  subjects: people.map((name, index) => ({
    key: `card-${index}`,
    surface: 'card',
    facts: {
      site: 'linkedin',
      name,
      handle: `person-${index}`,
      headline: 'Policy officer at a county council',
      company: `${name.split(' ')[1]} Research`,
    },
  })),
  health: { state: 'read', missing: [] },
});
const strangers = readingOf(inventNames(10, 99));
const namesakes = readingOf([...names.slice(0, 2), ...inventNames(8, 99)]);

/** An extension whose worker answers every message at once. */
async function emptyExtension(folder: string): Promise<string> {
  const manifest = { manifest_version: 3, name: 'Empty', version: '1', background: { service_worker: 'worker.js' } };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'page.html'), '<!doctype html><title>Empty</title>');
  await writeFile(
    join(folder, 'worker.js'),
    'chrome.runtime.onMessage.addListener((message, sender, answer) => { answer({ ok: true }); });',
  );
  return folder;
}

function workerOf(browser: Browser, page: Page): Target | undefined {
  const home = page.url().split('/', 3).join('/');
  return browser.targets().find((target) => target.type() === 'service_worker' && target.url().startsWith(home));
}

async function stop(browser: Browser, page: Page): Promise<void> {
  await waitFor('the worker to end', async () => {
    const target = workerOf(browser, page);
    if (!target) return true;
    // An event of the browser's own may have started it again.
    await (await target.worker())?.close();
    return false;
  });
}

/** Milliseconds from the message to its answer, seen from the page that sends it; the worker starts in between. */
async function cold(browser: Browser, page: Page, message: unknown): Promise<number> {
  await stop(browser, page);
  return page.evaluate(async (sent) => {
    const { runtime } = (
      globalThis as unknown as { chrome: { runtime: { sendMessage(m: unknown): Promise<unknown> } } }
    ).chrome;
    const began = performance.now();
    await runtime.sendMessage(sent);
    return performance.now() - began;
  }, message);
}

/** Bytes that the worker holds after it has answered once: its heap, and the buffers that the heap points to. */
async function held(session: Session, page: Page): Promise<number> {
  const figures: number[] = [];
  for (let round = 0; round < 5; round++) {
    await cold(session.browser, page, { name: 'assess', input: namesakes });
    const target = await waitFor('the worker', async () => workerOf(session.browser, page));
    const worker = (await target.worker())!;
    await worker.client.send('HeapProfiler.collectGarbage');
    const usage: { usedSize: number; backingStorageSize?: number } = await worker.client.send('Runtime.getHeapUsage');
    figures.push(usage.usedSize + (usage.backingStorageSize ?? 0));
  }
  return median(figures);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const executablePath = await findBrowser('chromium', (line) => console.error(line));
const built = await buildExtension('chrome');
const { hallmarks, sites } = await requireRules('rules', new Date());
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const folder = await mkdtemp(join(tmpdir(), 'gamekeeper-cold-'));
const network = await startNetwork();

/** A browser in which a list of `size` entries is in force. */
async function withList<T>(size: number, work: (session: Session, page: Page) => Promise<T>): Promise<T> {
  const repository = await Repository.create();
  await repository.publish({
    watchlist: compileWatchlist(entries.slice(0, size)),
    'hallmarks.json': json(hallmarks),
    'sites.json': json(sites),
  });
  const server = await repository.listen();
  const extension = join(folder, `with-${size}`);
  await cp(built.folder, extension, { recursive: true });
  const root = new TextDecoder().decode(repository.root);
  await followPublisher(extension, { feeds: [server.url], root, publisher: 'Bench' });
  console.error(`A browser takes in ${size.toLocaleString('en')} entries …`);
  const session = await launch({ browser: 'chromium', executablePath, extension, network });
  try {
    await waitFor('the list', () => askWorker(session, 'check-now', {}).then(({ version }) => version > 0), 240_000);
    const { verdicts } = await askWorker(session, 'assess', namesakes);
    const notes = Object.values(verdicts).filter(({ level }) => level === 'note').length;
    if (size > 0 && notes < 2) throw new Error(`Expected both namesakes to be noted, got ${notes}`);
    return await work(session, await session.openOwn('options.html'));
  } finally {
    await session.close();
    server.close();
  }
}

try {
  const emptyFolder = await emptyExtension(await mkdtemp(join(folder, 'empty-')));
  const emptyHeld = await withList(0, held);
  const result = await withList(ENTRIES, async (session, own) => {
    const id = await session.browser.installExtension(emptyFolder);
    const other = await session.open(`chrome-extension://${id}/page.html`);
    const calls = {
      'an empty worker': () => cold(session.browser, other, {}),
      'our worker, nothing to do': () => cold(session.browser, own, { name: 'none', input: {} }),
      'our worker, ten strangers': () => cold(session.browser, own, { name: 'assess', input: strangers }),
      'our worker, two namesakes among ten': () => cold(session.browser, own, { name: 'assess', input: namesakes }),
    };
    const times = Object.keys(calls).map((name) => [name, [] as number[]] as const);
    for (let round = 0; round < ROUNDS + 2; round++) {
      for (const [name, list] of times) {
        const ms = await calls[name as keyof typeof calls]();
        // The first rounds fill the browser's caches.
        if (round > 1) list.push(ms);
      }
    }
    const ms = Object.fromEntries(times.map(([name, list]) => [name, Number(median(list).toFixed(1))]));
    return { ms, held: await held(session, own) };
  });
  const [empty, bare, stranger, verdict] = Object.values(result.ms) as [number, number, number, number];
  const ratioTo = (ms: number) => Number((ms / bare).toFixed(2));
  const [ratioOfStrangers, ratio] = [ratioTo(stranger), ratioTo(verdict)];
  const more = Number(((result.held - emptyHeld) / 1e6).toFixed(1));
  console.table(Object.fromEntries(Object.entries(result.ms).map(([name, ms]) => [name, { 'median ms': ms }])));
  console.log(
    `Ten profiles at ${ENTRIES.toLocaleString('en')} entries: ${ratioOfStrangers} times the bare wake-up, ${ratio} with two namesakes (aim 1.5).`,
  );
  console.log(`The worker holds ${(result.held / 1e6).toFixed(1)} MB, ${more} MB above an empty list (aim 15).`);
  console.log(
    JSON.stringify({
      bench: 'cold',
      entries: ENTRIES,
      ms: result.ms,
      ratio,
      ratioOfStrangers,
      overEmptyWorker: verdict / empty,
      heldMB: more,
    }),
  );
} finally {
  await network.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
