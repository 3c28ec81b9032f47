/**
 * `npm start`: the whole of Gamekeeper on this machine. Keys, a signed list, the hub, the extension, and a browser on
 * example profiles; with `--once`, or where there is no display, a tour that checks itself and ends.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GamekeeperError } from '../src/errors.ts';
import { type Hub, startHub } from '../src/hub/hub.ts';
import { initPublisher } from '../src/publisher/init.ts';
import { publish } from '../src/publisher/publish.ts';
import { launch, type Session } from '../tests/e2e/browser.ts';
import { serveExamplePages, startNetwork } from '../tests/e2e/network.ts';
import { listInForce } from '../tests/e2e/user.ts';
import { findBrowser } from './browsers.ts';
import { buildExtension } from './build.ts';
import { buildDesk } from './desk.ts';
import { followPublisher } from './follow.ts';
import { Steps } from './steps.ts';
import { exampleProfiles, tour } from './tour.ts';

const DIR = '.gamekeeper';
const FEED = join(DIR, 'feed');

const { values: options } = parseArgs({ options: { once: { type: 'boolean', default: false } } });

const steps = new Steps();
const cleanups: (() => Promise<unknown>)[] = [];
let closing: Promise<void> | undefined;

/** Last opened, first closed; what fails to close does not keep the rest open. */
function close(): Promise<void> {
  closing ??= (async () => {
    for (const cleanup of cleanups.reverse()) await cleanup().catch(() => {});
  })();
  return closing;
}

async function main(): Promise<void> {
  const window = !options.once && hasDisplay();

  const executablePath = await steps.run(
    'browser',
    (say) => findBrowser('chromium', say),
    (path) => `Browser: ${path}`,
  );

  await mkdir(DIR, { recursive: true, mode: 0o700 });
  const publisher = await steps.run(
    'keys',
    () => initPublisher({ dir: DIR, now: new Date() }),
    ({ created }) => (created ? `Made the publisher's keys in ${DIR}/` : `Using the publisher's keys in ${DIR}/`),
  );

  const hub = await steps.run(
    'hub',
    async () => {
      const deskDir = await buildDesk();
      const { onlineKey } = publisher;
      return opened(startHub({ dataDir: join(DIR, 'hub'), feedDir: FEED, deskDir, onlineKey, log: quietLog }));
    },
    ({ url }) => `The hub listens at ${url}`,
  );

  const list = await steps.run(
    'publish',
    () => publish({ rules: 'rules', dir: DIR, out: FEED, now: new Date(), endpoint: `${hub.url}/v1/reports` }),
    ({ version, changed, entries }) =>
      `${changed ? 'Signed and published' : 'Nothing to change in'} list version ${version}: ${entries} entries`,
  );

  const built = await steps.run(
    'build',
    async () => {
      const built = await buildExtension('chrome');
      await followPublisher(built.folder, {
        feeds: [`${hub.url}/feed/`],
        root: publisher.root,
        publisher: 'Harbourgate Security Desk (example)',
      });
      return built;
    },
    ({ folder, sizes }) =>
      `Built the extension in ${folder} (${((sizes['page.js']! + sizes['reader.js']!) / 1024).toFixed(1)} KB gzip for a page)`,
  );

  const network = await opened(startNetwork());
  await serveExamplePages(network);
  const session = await steps.run(
    'launch',
    () =>
      opened(
        launch({
          browser: 'chromium',
          executablePath,
          extension: built.folder,
          network,
          headless: !window,
          greets: true,
        }),
      ).catch((cause) => {
        throw new GamekeeperError(
          'ERR_NO_BROWSER',
          `${executablePath} did not start: ${cause}\nPoint GAMEKEEPER_CHROMIUM at another Chromium or Edge` +
            `${window ? ', or try without a window: npm start -- --once' : ''}.`,
          { cause },
        );
      }),
    () => 'Opened the browser; LinkedIn’s host names lead to example pages on this machine',
  );

  const token = await hub.analysts.add('tour');
  if (window) await play(session, hub, token);
  else {
    const result = await tour({
      session,
      hubUrl: hub.url,
      token,
      steps,
      feedVersion: list.version,
      identity: publisher.deskIdentity,
    });
    await close();
    console.log(JSON.stringify({ ...result, ms: { ...steps.ms, total: steps.total() } }));
  }
}

/** A window to play with, until Ctrl-C or until it is closed. */
async function play(session: Session, hub: Hub, token: string): Promise<void> {
  await listInForce(session);
  const profiles = await exampleProfiles();
  for (const level of ['none', 'caution', 'listed']) {
    await session.open(profiles.find((profile) => profile.level === level)!.url);
  }
  // The welcome page comes when it comes; the listed profile is to be in front, and nothing that only we needed be left.
  await session.waitForOwn('welcome.html').catch(() => {});
  for (const page of await session.browser.pages()) {
    if (page.url() === 'about:blank' || page.url().endsWith('/popup.html')) await page.close();
    else if (page.url() === profiles.find(({ level }) => level === 'listed')!.url) await page.bringToFront();
  }
  console.log(`
A listed profile, one that shows signs of a hostile approach, and a clean one are open. The Gamekeeper button is behind the
puzzle piece in the toolbar.
The desk is at ${hub.url}/desk/  (access token ${token},
identity to open reports: ${join(DIR, 'keys', 'desk.age')})
Press Ctrl-C to stop.`);
  await new Promise<void>((resolve) => session.browser.once('disconnected', () => resolve()));
}

async function opened<T extends { close(): Promise<unknown> }>(opening: Promise<T>): Promise<T> {
  const resource = await opening;
  cleanups.push(() => resource.close());
  return resource;
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** The tour speaks for itself; of the hub's log only what went wrong. */
function quietLog(line: { level: string }): void {
  if (line.level === 'error') console.error(JSON.stringify(line));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void close().then(() => process.exit(signal === 'SIGINT' ? 130 : 143)));
}

/** What the system says when it cannot go on, and what to do. */
const REMEDIES: Record<string, string> = {
  ENOSPC: 'The disk is full. Free some space and run this again; what is made so far is kept.',
  EACCES: 'You may not write here. Take a copy of the project in a folder of your own.',
  EROFS: 'Nothing can be written here. Take a copy of the project in a folder of your own.',
};

try {
  await main();
} catch (error) {
  const known = error instanceof GamekeeperError;
  const remedy = REMEDIES[(error as NodeJS.ErrnoException).code ?? ''];
  if (known) console.error(`${error.message}\n(${error.code})`);
  else if (remedy) console.error(`${(error as Error).message}\n${remedy}`);
  else
    console.error(
      `It stopped at “${steps.now}”: ${error instanceof Error ? error.message : error}
Keys and lists are kept in ${DIR}/; run it again. If it stops there again, please report it with what follows.`,
      error,
    );
  process.exitCode = 1;
} finally {
  await close();
}
