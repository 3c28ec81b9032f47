/**
 * `npm run bench start`: what the extension adds to the start of a browser and to the loading of a page, in real
 * Chromium. Ten rounds in one run; each starts the browser bare, with the extension, with one that asks for the same and
 * does nothing, and bare again, in turn first. What two bare starts of a round differ by is the noise that a difference is
 * held against; what the extension that does nothing differs by is the browser's own price for having any.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../../scripts/browsers.ts';
import { buildExtension } from '../../scripts/build.ts';
import { launch } from '../e2e/browser.ts';
import { examplePages } from '../e2e/network.ts';
import { listInForce } from '../e2e/user.ts';
import { openWorld } from '../e2e/world.ts';

const ROUNDS = Number(process.env.BENCH_RUNS ?? 10);

/** Milliseconds. */
interface Times {
  /** From the start of the process until the browser answers. */
  'browser start-up': number;
  /** The first page of the session, from the request to the load event: the content script runs after it. */
  'first page load': number;
  /** The same page again. */
  'page load': number;
}

type Kind = 'bare' | 'with' | 'with nothing' | 'bare again';

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
  const measure = async (kind: Kind): Promise<Times> => {
    const began = performance.now();
    const session = await launch({
      browser: 'chromium',
      executablePath,
      network: world.network,
      userDataDir: profiles[kind],
      // By the flag, and not by the debugger afterwards: it is there from the first moment, as an installed one is.
      ...(extensions[kind] && { args: [`--load-extension=${extensions[kind]}`] }),
    });
    try {
      const started = performance.now() - began;
      const load = async () => {
        const page = await session.open(clean.url);
        const ms = await page.evaluate(() => {
          const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
          return entry!.loadEventEnd - entry!.startTime;
        });
        await page.close();
        return ms;
      };
      return { 'browser start-up': started, 'first page load': await load(), 'page load': await load() };
    } finally {
      await session.close();
    }
  };
  // A first start fills caches and profiles; it is nobody's morning.
  for (const kind of ['bare', 'with', 'with nothing'] as const) await measure(kind);
  await cp(profiles.bare, profiles['bare again'], { recursive: true });

  const rounds: Record<Kind, Times>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const order: Kind[] = ['bare', 'bare again', 'with', 'with nothing'];
    if (round % 2) order.reverse();
    const times: Partial<Record<Kind, Times>> = {};
    for (const kind of order) times[kind] = await measure(kind);
    rounds.push(times as Record<Kind, Times>);
  }

  const results = (['browser start-up', 'first page load', 'page load'] as const).map((what) => {
    const from = (other: Kind, one: Kind) => rounds.map((round) => round[other][what] - round[one][what]);
    const noise = from('bare again', 'bare');
    const [against, own] = [from('with', 'bare'), from('with', 'with nothing')];
    const within = (difference: number) => rangeOf(noise)[0] <= difference && difference <= rangeOf(noise)[1];
    return {
      what,
      bare: median(rounds.map(({ bare }) => bare[what])),
      difference: median(against),
      own: median(own),
      noise: rangeOf(noise),
      within: within(median(against)),
      ownWithin: within(median(own)),
      raw: { against, own, noise },
    };
  });
  console.log(
    `${ROUNDS} pairs, medians, ms      bare  difference  beside an extension that does nothing   noise: two bare starts`,
  );
  for (const { what, bare, difference, own, noise, within, ownWithin } of results) {
    const [a, b, c] = [bare, difference, own].map((ms) => ms.toFixed(1));
    const range = noise.map((ms) => ms.toFixed(1)).join(' to ');
    const said = (fine: boolean) => (fine ? '(within)' : '(more)');
    console.log(
      `${what.padEnd(20)} ${a!.padStart(10)} ${b!.padStart(8)} ${said(within).padEnd(8)} ${c!.padStart(16)} ${said(ownWithin).padEnd(23)} ${range}`,
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

/** Without the least and the greatest: of ten differences around nothing, 98 in 100 such ranges hold the true middle. */
function rangeOf(values: readonly number[]): [number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  return [sorted[1] ?? sorted[0]!, sorted.at(-2) ?? sorted[0]!];
}
