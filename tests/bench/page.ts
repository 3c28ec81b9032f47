/**
 * `npm run bench page`: what the content script costs the pages it reads, in real Chromium, with the extension and
 * without it in one run. Figures come from trace events: `cpu` is processor time of the page's main thread, which other
 * work on the machine does not change; `script` is time sampled inside our content script.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'puppeteer';
import { findBrowser } from '../../scripts/browsers.ts';
import { buildExtension } from '../../scripts/build.ts';
import { launch, type Session } from '../e2e/browser.ts';
import type { Network } from '../e2e/network.ts';
import { openWorld } from '../e2e/world.ts';

const RUNS = Number(process.env.BENCH_RUNS ?? 5);
const NAVIGATIONS = Number(process.env.BENCH_NAVIGATIONS ?? 1_000);
const POSTS = 1_000;
const FIXTURES = new URL('../fixtures/pages/', import.meta.url);
/** The content script, and the reader that it asks for. */
const OURS = ['page.js', 'reader.js'];

interface Cost {
  /** Milliseconds of the main thread. */
  cpu: number;
  /** Milliseconds inside our content script. */
  script: number;
  /** Milliseconds that the trace lasted. */
  wall: number;
}

interface TraceEvent {
  name: string;
  cat: string;
  pid: number;
  tid: number;
  ts: number;
  tdur?: number;
  dur?: number;
  args: { data?: ProfileData; name?: string };
}

interface ProfileData {
  cpuProfile?: { nodes?: { id: number; parent?: number; callFrame: { url?: string } }[]; samples?: number[] };
  timeDeltas?: number[];
}

/** Traces the page while `act` runs. */
async function trace(page: Page, act: () => Promise<unknown>): Promise<Cost> {
  await page.tracing.start({
    categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-v8.cpu_profiler', '__metadata'],
  });
  const began = performance.now();
  await act();
  const wall = performance.now() - began;
  const buffer = await page.tracing.stop();
  const { traceEvents } = JSON.parse(new TextDecoder().decode(buffer)) as { traceEvents: TraceEvent[] };
  const main = busiestRenderer(traceEvents);
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) => pid === main.pid && tid === main.tid && name.endsWith('RunTask'),
  );
  const sum = (of: (event: TraceEvent) => number | undefined) =>
    tasks.reduce((total, task) => total + (of(task) ?? 0), 0);
  const cpu = sum(({ tdur }) => tdur);
  // Samples count the time in which another process had the processor; tasks tell how much that was.
  const script =
    scriptTime(traceEvents.filter(({ pid }) => pid === main.pid)) *
    (cpu /
      Math.max(
        1,
        sum(({ dur }) => dur),
      ));
  return { cpu: cpu / 1_000, script: script / 1_000, wall };
}

function busiestRenderer(events: readonly TraceEvent[]): { pid: number; tid: number } {
  const time = new Map<string, number>();
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  for (const { pid, tid } of mains) time.set(`${pid} ${tid}`, 0);
  for (const { name, pid, tid, dur } of events) {
    const key = `${pid} ${tid}`;
    if (time.has(key) && name.endsWith('RunTask')) time.set(key, time.get(key)! + (dur ?? 0));
  }
  const [busiest] = [...time].sort(([, a], [, b]) => b - a);
  if (!busiest) throw new Error('The trace holds no renderer');
  const [pid, tid] = busiest[0].split(' ').map(Number);
  return { pid: pid!, tid: tid! };
}

/** Microseconds of all samples with our script on the stack. */
function scriptTime(events: readonly TraceEvent[]): number {
  const ours = new Map<number, boolean>();
  let time = 0;
  for (const { name, args } of events) {
    if (name !== 'ProfileChunk' || !args.data) continue;
    const { cpuProfile, timeDeltas = [] } = args.data;
    for (const { id, parent, callFrame } of cpuProfile?.nodes ?? []) {
      ours.set(
        id,
        OURS.some((file) => callFrame.url?.endsWith(`/${file}`)) || (parent !== undefined && ours.get(parent) === true),
      );
    }
    for (const [index, id] of (cpuProfile?.samples ?? []).entries()) {
      if (ours.get(id)) time += Math.max(0, timeDeltas[index] ?? 0);
    }
  }
  return time;
}

/** A profile page of 250 KB: the example, with a long activity. */
async function longProfile(): Promise<string> {
  const html = await readFile(new URL('sdui-clean.html', FIXTURES), 'utf8');
  const post = `<div componentkey="post"><a href="https://www.linkedin.com/feed/update/urn:li:activity:1/"><p>${'A quiet morning in the signal box. '.repeat(8)}</p></a><ul><li><p>12 reactions</p></li></ul></div>`;
  const posts = post.repeat(Math.ceil((250 * 1_024 - html.length) / post.length));
  return html.replace('<p>231 followers</p>', `<p>231 followers</p>${posts}`);
}

/** A results page of 25 cards: one example card again and again, each another person, nobody listed. */
async function longSearch(): Promise<string> {
  const html = await readFile(new URL('search-sdui.html', FIXTURES), 'utf8');
  const parts = html.split('<div><div role="listitem"');
  const [start, , card] = parts;
  const end = html.slice(html.lastIndexOf('</div></div></div></main>'));
  const cards = Array.from({ length: 25 }, (_, index) =>
    card!.replaceAll('tamsin-verrall-ceramics', `person-${index}`),
  );
  return start + cards.map((each) => `<div><div role="listitem"${each}`).join('') + end;
}

const PROFILE = 'https://www.linkedin.com/in/oona-brackwater/';
const SEARCH = 'https://www.linkedin.com/search/results/people/';
const FEED = 'https://www.linkedin.com/feed/';

async function visit(session: Session, url: string): Promise<Cost> {
  const page = await session.open('about:blank');
  const cost = await trace(page, async () => {
    await page.goto(url, { waitUntil: 'load' });
    await sleep(1_500);
  });
  await page.close();
  return cost;
}

/** Scrolls an endless feed: twenty posts more, fifty times. */
async function scroll(session: Session): Promise<Cost> {
  const page = await session.open(FEED);
  await sleep(1_000);
  const cost = await trace(page, async () => {
    for (let posts = 0; posts < POSTS; posts += 20) {
      await page.evaluate((from) => {
        const main = document.querySelector('main')!;
        const template = document.querySelector('.occludable-update')!;
        for (let index = from; index < from + 20; index++) {
          const post = template.cloneNode(true) as Element;
          for (const link of post.querySelectorAll('a')) link.setAttribute('href', `/in/person-${index}/`);
          main.append(post);
        }
      }, posts);
      await sleep(200);
    }
  });
  await page.close();
  return cost;
}

interface Held {
  listeners: number;
  nodes: number;
  heap: number;
}

/** Goes back and forth between two profiles within one document. */
async function navigate(session: Session): Promise<{ early: Held; late: Held }> {
  const page = await session.open(PROFILE);
  const cdp = await page.createCDPSession();
  const other = await readFile(new URL('sdui-caution.html', FIXTURES), 'utf8');
  const bodies = [other, await readFile(new URL('sdui-clean.html', FIXTURES), 'utf8')];
  let early: Held | undefined;
  for (let count = 1; count <= NAVIGATIONS; count++) {
    const handle = count % 2 ? 'marcus-fenwick-strategy' : 'oona-brackwater';
    await page.evaluate(
      (path, html) => {
        history.pushState({}, '', path);
        document.body.replaceWith(new DOMParser().parseFromString(html, 'text/html').body);
      },
      `/in/${handle}/`,
      bodies[count % 2 ? 0 : 1]!,
    );
    await sleep(20);
    if (count === 50) early = await held(cdp);
  }
  await sleep(2_000);
  const late = await held(cdp);
  await page.close();
  return { early: early ?? late, late };
}

async function held(cdp: CDPSession): Promise<Held> {
  await sleep(1_000);
  await cdp.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return { listeners: jsEventListeners, nodes, heap: usedSize };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

async function medianCost(measure: () => Promise<Cost>): Promise<Cost> {
  const costs: Cost[] = [];
  for (let run = 0; run < RUNS; run++) costs.push(await measure());
  return {
    cpu: median(costs.map(({ cpu }) => cpu)),
    script: median(costs.map(({ script }) => script)),
    wall: median(costs.map(({ wall }) => wall)),
  };
}

async function serve(network: Network): Promise<void> {
  network.serve(PROFILE, await longProfile());
  network.serve(SEARCH, await longSearch());
}

const executablePath = await findBrowser('chromium', (line) => console.error(line));
const { folder } = await buildExtension('chrome');
const world = await openWorld({ browser: 'chromium', executablePath, extension: folder });
try {
  await serve(world.network);
  const bare = await launch({ browser: 'chromium', executablePath, network: world.network });
  try {
    const results: Record<string, { with: Cost; without: Cost }> = {};
    for (const [name, measure] of [
      ['profile 250 KB', (session: Session) => visit(session, PROFILE)],
      ['search 25 cards', (session: Session) => visit(session, SEARCH)],
      [`feed ${POSTS} posts`, scroll],
    ] as const) {
      // The first visit pays for what later ones find ready.
      await measure(world.session);
      results[name] = {
        with: await medianCost(() => measure(world.session)),
        without: await medianCost(() => measure(bare)),
      };
    }
    const { early, late } = await navigate(world.session);

    console.log(`medians of ${RUNS} runs, ms        script    cpu with  cpu without  script share of time`);
    for (const [name, { with: ours, without }] of Object.entries(results)) {
      const share = `${((ours.script / ours.wall) * 100).toFixed(2)} %`;
      console.log(
        `${name.padEnd(26)} ${[ours.script, ours.cpu, without.cpu].map((ms) => ms.toFixed(1).padStart(11)).join('')} ${share.padStart(14)}`,
      );
    }
    const grown = {
      listeners: late.listeners - early.listeners,
      nodes: late.nodes - early.nodes,
      heap: late.heap - early.heap,
    };
    console.log(
      `${NAVIGATIONS} navigations, after the first 50: ${grown.listeners} listeners, ${grown.nodes} nodes, ${(grown.heap / 1e6).toFixed(2)} MB of heap more`,
    );
    console.log(JSON.stringify({ runs: RUNS, results, navigations: { count: NAVIGATIONS, early, late, grown } }));
  } finally {
    await bare.close();
  }
} finally {
  await world.close();
}
