/**
 * A whole Gamekeeper for one test file: a publisher with keys of its own, a hub in a process of its own, the networks'
 * pages, and a browser that follows this publisher. Everything is real, and nothing outlives `close`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserName } from '../../scripts/browsers.ts';
import { followPublisher } from '../../scripts/follow.ts';
import { type Joined, joinLink, rootNameOf } from '../../src/feed/join-link.ts';
import { openStorage } from '../../src/hub/database.ts';
import { initPublisher } from '../../src/publisher/init.ts';
import { publish } from '../../src/publisher/publish.ts';
import type { Report } from '../../src/reports/report.ts';
import { unseal } from '../../src/reports/seal.ts';
import { launch, type Session } from './browser.ts';
import { type Network, serveExamplePages, startNetwork } from './network.ts';
import { setPolicy } from './policy.ts';
import { waitFor } from './user.ts';
import { type Fate, Wire } from './wire.ts';

export interface World {
  folder: string;
  rules: string;
  /** What the security team would send to a volunteer. */
  joinLink: string;
  hub: HubProcess;
  /** Between the browser and the hub. */
  wire: Wire;
  network: Network;
  session: Session;
  /** Publishes what `rules` says now. */
  publish(now?: Date): ReturnType<typeof publish>;
  /** Every report the hub holds, opened with the desk's identity; oldest first. */
  reports(): Promise<{ report: Report; receipt: string }[]>;
  /** Closes the browser and opens it again with the same profile. */
  restartBrowser(): Promise<void>;
  /** Another profile of the same browser, with the same extension. It closes with the world. */
  anotherProfile(): Promise<Session>;
  close(): Promise<void>;
}

export interface WorldOptions {
  browser: BrowserName;
  executablePath: string;
  /** Folder of the extension as built; a copy is made that follows this world's publisher. */
  extension: string;
  /** Addresses of feeds that are tried before the hub's own. */
  mirrors?: readonly string[];
  /** The hub is not started yet. */
  offline?: boolean;
  /** Whose list the extension follows: this world's as packed, the same by a policy of the machine, or nobody's. */
  follow?: 'package' | 'nobody' | ((link: Joined) => Record<string, unknown>);
  /** What befalls the first answers that the browser asks for. */
  fate?: Fate;
  /** Permissions that this extension goes without. */
  without?: readonly string[];
  /** Preferences of Firefox. */
  prefs?: Record<string, unknown>;
  /** Keep the browser's profile, for `restartBrowser`. */
  persistent?: boolean;
  /** Of the browser's process. */
  env?: Record<string, string>;
}

export async function openWorld(options: WorldOptions): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'gamekeeper-world-'));
  const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const rules = join(folder, 'rules');
    await cp('rules', rules, { recursive: true });
    const publisher = await initPublisher({ dir: folder, now: new Date() });
    const hub = new HubProcess(folder, await freePort());
    closing.push(() => hub.stop());
    const wire = await Wire.open(hub.url);
    closing.push(() => wire.close());
    if (options.fate) wire.fate = options.fate;
    const publishNow = (now = new Date()) =>
      publish({ rules, dir: folder, out: join(folder, 'feed'), now, endpoint: `${wire.url}/v1/reports` });
    await publishNow();
    if (!options.offline) await hub.start();

    const extension = join(folder, 'extension');
    await cp(options.extension, extension, { recursive: true });
    const { follow = 'package' } = options;
    const joined = { feed: `${wire.url}/feed/`, root: await rootNameOf(1, new TextEncoder().encode(publisher.root)) };
    if (follow === 'package') {
      await followPublisher(extension, {
        feeds: [...(options.mirrors ?? []), joined.feed],
        root: publisher.root,
        publisher: 'Harbourgate Security Desk (example)',
      });
    } else if (follow !== 'nobody') closing.push(await setPolicy(options.browser, follow(joined)));

    if (options.without) await dropPermissions(extension, options.without);

    const network = await startNetwork();
    closing.push(() => network.close());
    await serveExamplePages(network);

    const open = (greets: boolean, kept = options.persistent) =>
      launch({
        greets,
        browser: options.browser,
        executablePath: options.executablePath,
        extension,
        network,
        ...(options.env && { env: options.env }),
        ...(options.prefs && { prefs: options.prefs }),
        ...(kept && { userDataDir: join(folder, 'profile') }),
      });
    const world: World = {
      folder,
      rules,
      joinLink: joinLink(joined),
      hub,
      wire,
      network,
      session: await open(typeof follow !== 'function'),
      publish: publishNow,
      reports: () => openedReports(folder, publisher),
      restartBrowser: async () => {
        await world.session.close();
        world.session = await open(false);
      },
      anotherProfile: async () => {
        const other = await open(true, false);
        closing.push(() => other.close());
        return other;
      },
      close,
    };
    closing.push(() => world.session.close());
    return world;
  } catch (error) {
    await close();
    throw error;
  }
}

async function dropPermissions(extension: string, dropped: readonly string[]): Promise<void> {
  const file = join(extension, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  manifest.permissions = manifest.permissions.filter((name: string) => !dropped.includes(name));
  await writeFile(file, JSON.stringify(manifest));
}

async function openedReports(folder: string, { deskIdentity }: { deskIdentity: string }) {
  const db = await openStorage(join(folder, 'hub'), undefined);
  try {
    const identity = await readFile(deskIdentity, 'utf8');
    const rows = await db.selectFrom('reports').select(['id', 'receipt', 'sealed']).orderBy('received_at').execute();
    return await Promise.all(
      rows.map(async ({ id, receipt, sealed }) => ({ report: await unseal(sealed, identity, id), receipt })),
    );
  } finally {
    await db.destroy();
  }
}

/** `gamekeeper hub` in a process of its own, so that it can be killed as a machine is. */
export class HubProcess {
  readonly url: string;
  readonly #folder: string;
  readonly #port: number;
  #child: ChildProcess | undefined;

  constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  async start(): Promise<void> {
    this.#child = spawn(
      process.execPath,
      [
        'src/publisher/cli.ts',
        'hub',
        ...['--data', join(this.#folder, 'hub')],
        ...['--feed', join(this.#folder, 'feed')],
        ...['--online-key', join(this.#folder, 'keys/online.key')],
        ...['--port', String(this.#port)],
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    this.#child.stderr?.on('data', (chunk) => {
      said = (said + chunk).slice(-4_000);
    });
    await waitFor(`the hub at ${this.url}`, async () => {
      if (this.#child?.exitCode !== null) throw new Error(`The hub ended: ${said}`);
      return (await fetch(`${this.url}/healthz`)).ok;
    });
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
