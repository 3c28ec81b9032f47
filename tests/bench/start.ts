/**
 * `npm run bench start`: what the extension adds to the start of a browser and to the loading of a page, in real
 * Chromium, where it is installed as on any other morning. Ten rounds in one run, each of the browser bare, with the
 * extension, with one that asks for the same and does nothing, and bare again. What the two bare browsers of a round
 * differ by is the noise that a difference is held against; what the extension that does nothing differs by is the
 * browser's own price for having any. BENCH_RUNS changes how many rounds, BENCH_STARTS of how many starts, taken in turn,
 * each figure of a round is the median: more starts, less noise.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer';
import { findBrowser } from '../../scripts/browsers.ts';
import { buildExtension } from '../../scripts/build.ts';
import { launch, type Session } from '../e2e/browser.ts';
import { examplePages } from '../e2e/network.ts';
import { listInForce } from '../e2e/user.ts';
import { openWorld } from '../e2e/world.ts';

const ROUNDS = Number(process.env.BENCH_RUNS ?? 10);
const STARTS = Number(process.env.BENCH_STARTS ?? 1);
const LOADS = 5;
/** A page is looked at before the next is opened: what the extension does then is work of its own (`bench page`). */
const REST_MS = 250;

/** Milliseconds. */
interface Times {
  /** From the start of the process until the browser answers. */
  'browser start-up': number;
  /** The first page of the session, from the request to the load event. */
  'first page load': number;
  /** The same page again, in another new tab: the browser makes a process for each. */
  'page in a new tab': number;
  /** The same page again, in the tab that shows it. */
  'page in an open tab': number;
}

const WHAT = ['browser start-up', 'first page load', 'page in a new tab', 'page in an open tab'] as const;
const KINDS = ['bare', 'bare again', 'with', 'with nothing'] as const;
type Kind = (typeof KINDS)[number];

const executablePath = await findBrowser('chromium', (line) => console.error(line));
const { folder } = await buildExtension('chrome');
const clean = (await examplePages()).find(({ level, expect }) => level === 'none' && expect.kind === 'profile')!;
const world = await openWorld({ browser: 'chromium', executablePath, extension: folder, persistent: true });
const work = await mkdtemp(join(tmpdir(), 'gamekeeper-start-'));
try {
  // A list has arrived: what is measured is an ordinary morning, not the first start.
  await listInForce(world.session);
  await world.session.close();
  const profiles: Record<Kind, string> = {
    bare: join(work, 'bare'),
    with: join(world.folder, 'profile'),
    'with nothing': join(work, 'nothing'),
    'bare again': join(work, 'bare-again'),
  };
  const extensions: Partial<Record<Kind, string>> = {
    with: join(world.folder, 'extension'),
    'with nothing': join(work, 'extension'),
  };
  await cp(extensions.with!, extensions['with nothing']!, { recursive: true });
  for (const script of ['page.js', 'background.js']) await writeFile(join(extensions['with nothing']!, script), '');
  const open = (kind: Kind) =>
    launch({
      browser: 'chromium',
      executablePath,
      network: world.network,
      userDataDir: profiles[kind],
      ...(extensions[kind] && { extension: extensions[kind] }),
    });
  /** From the request to the load event. */
  const timeOf = (page: Page): Promise<number> =>
    page.evaluate(() => {
      const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      return entry!.loadEventEnd - entry!.startTime;
    });
  const inNewTab = async (session: Session): Promise<number> => {
    const page = await session.open(clean.url);
    const ms = await timeOf(page);
    await sleep(REST_MS);
    await page.close();
    return ms;
  };
  const measure = async (kind: Kind): Promise<Times> => {
    const began = performance.now();
    const session = await open(kind);
    const started = performance.now() - began;
    const first = await inNewTab(session);
    const fresh: number[] = [];
    while (fresh.length < LOADS) fresh.push(await inNewTab(session));
    const page = await session.open(clean.url);
    const again: number[] = [];
    while (again.length < LOADS) {
      await page.goto(clean.url);
      again.push(await timeOf(page));
      await sleep(REST_MS);
    }
    await session.close();
    return {
      'browser start-up': started,
      'first page load': first,
      'page in a new tab': median(fresh),
      'page in an open tab': median(again),
    };
  };
  // The first start installs, and fills caches and profiles; it is nobody's morning.
  for (const kind of KINDS) {
    const session = await open(kind);
    await inNewTab(session);
    if (extensions[kind] && !(await session.browser.extensions()).size) throw new Error(`No extension ${kind}`);
    await session.close();
  }

  const rounds: Record<Kind, Times>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const measured: Record<Kind, Times[]> = { bare: [], 'bare again': [], with: [], 'with nothing': [] };
    for (let turn = 0; turn < STARTS; turn++) {
      const first = (round + turn) % KINDS.length;
      for (const kind of [...KINDS.slice(first), ...KINDS.slice(0, first)]) measured[kind].push(await measure(kind));
    }
    const middle = (kind: Kind, what: keyof Times) => median(measured[kind].map((times) => times[what]));
    const times = KINDS.map((kind) => [kind, Object.fromEntries(WHAT.map((what) => [what, middle(kind, what)]))]);
    rounds.push(Object.fromEntries(times) as Record<Kind, Times>);
  }

  const results = WHAT.map((what) => {
    const from = (other: Kind, one: Kind) => rounds.map((round) => round[other][what] - round[one][what]);
    const [against, own, bare] = [from('with', 'bare'), from('with', 'with nothing'), from('bare again', 'bare')];
    const noise = noiseOf(bare);
    const within = (difference: number) => Math.abs(difference) <= noise;
    return {
      what,
      bare: median(rounds.map(({ bare }) => bare[what])),
      difference: median(against),
      own: median(own),
      noise,
      within: within(median(against)),
      ownWithin: within(median(own)),
      raw: { against, own, noise: bare },
    };
  });
  console.log(
    `${ROUNDS} pairs, medians, ms      bare  difference  beside an extension that does nothing   noise: two bare starts`,
  );
  for (const { what, bare, difference, own, noise, within, ownWithin } of results) {
    const [a, b, c] = [bare, difference, own].map((ms) => ms.toFixed(1));
    const said = (fine: boolean) => (fine ? '(within)' : '(more)');
    console.log(
      `${what.padEnd(20)} ${a!.padStart(10)} ${b!.padStart(8)} ${said(within).padEnd(8)} ${c!.padStart(16)} ${said(ownWithin).padEnd(23)} ±${noise.toFixed(1)}`,
    );
  }
  console.log(JSON.stringify({ rounds: ROUNDS, results }));
} finally {
  await rm(work, { recursive: true, force: true, maxRetries: 5 });
  await world.close();
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** How far apart two of the same kind are, the farthest pair left out. Which of the two is called the first means nothing. */
function noiseOf(differences: readonly number[]): number {
  const sizes = differences.map(Math.abs).sort((a, b) => b - a);
  return sizes[1] ?? sizes[0]!;
}
