/** A real PostgreSQL for tests, on a free port and a data folder of its own, with its durability as delivered. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, glob, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

export class Postgres {
  readonly url: string;
  readonly #start: () => ChildProcess;
  readonly #folder: string;
  #server: ChildProcess | undefined;

  private constructor(url: string, folder: string, start: () => ChildProcess) {
    this.url = url;
    this.#folder = folder;
    this.#start = start;
  }

  /**
   * Finds the server's programs (`POSTGRES_BIN`, the path, Debian's folders), or installs Debian's package when root, and
   * starts one. @returns a sentence that says why not, where there is none to be had
   */
  static async start(): Promise<Postgres | string> {
    const programs = (await findPrograms()) ?? (await installPrograms());
    if (programs === undefined)
      return 'PostgreSQL was not found. Install it, or name the folder of initdb in POSTGRES_BIN.';
    const owner = unprivileged();
    if (owner === undefined) return 'PostgreSQL does not run as root, and there is no user postgres or nobody.';
    const folder = await mkdtemp(join(tmpdir(), 'gamekeeper-postgres-'));
    if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid);
    const data = join(folder, 'data');
    const environment = { ...owner, cwd: folder, env: { ...process.env, LC_ALL: 'C', HOME: folder } };
    await run(join(programs, 'initdb'), ['-D', data, '-U', 'hub', '-A', 'trust', '-E', 'UTF8'], environment);
    const port = await freePort();
    const settings = ['-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1'];
    const start = () =>
      spawn(join(programs, 'postgres'), ['-D', data, ...settings], { ...environment, stdio: 'ignore' });
    const server = new Postgres(`postgres://hub@127.0.0.1:${port}/postgres`, folder, start);
    // Whatever ends this process takes the server along.
    process.once('exit', () => server.#server?.kill('SIGKILL'));
    await server.restart();
    return server;
  }

  /** Starts the server again after `kill`, and waits until it answers. */
  async restart(): Promise<void> {
    for (let attempt = 0; attempt < 300; attempt += 1) {
      // After a kill its children may live on for a moment, and a new server refuses to share the folder with them.
      if (!this.#server || hasEnded(this.#server)) this.#server = this.#start();
      if (await answers(this.url)) return;
      await pause(100);
    }
    throw new Error('PostgreSQL did not start within 30 seconds.');
  }

  /** Another, empty database on this server. @returns its address */
  async freshDatabase(): Promise<string> {
    const name = `fresh_${Date.now()}`;
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    return new URL(name, this.url).href;
  }

  /** As if the power went: no shutdown, no checkpoint. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGINT');
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server || hasEnded(server)) return;
    const over = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await over;
  }
}

const hasEnded = (server: ChildProcess) => server.exitCode !== null || server.signalCode !== null;

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 1_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    // Not awaited: it never settles for a connection that a dying server has left half open.
    client.end().catch(() => {});
  }
}

async function findPrograms(): Promise<string | undefined> {
  const folders = [process.env.POSTGRES_BIN ?? '', ...(process.env.PATH ?? '').split(delimiter)];
  for await (const folder of glob('/usr/lib/postgresql/*/bin')) folders.push(folder);
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => folder && existsSync(join(folder, name))));
}

async function installPrograms(): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'postgresql'], { env, timeout: 300_000 }).catch(
    () => {},
  );
  return findPrograms();
}

/** Whose rights the server gets: our own, or those of a user without any when we are root. */
function unprivileged(): { uid?: number; gid?: number } | undefined {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {}
  }
  return undefined;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
