import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GamekeeperError } from '../errors.ts';

const PATIENCE_MS = 30_000;
const PAUSE_MS = 50;

/**
 * Runs `work` while no other process of this machine writes to `folder`: the hub renews the feed while people publish into it,
 * and the one would otherwise sign what the other has just replaced. Nobody waits for a process that is gone.
 *
 * @throws GamekeeperError ERR_FEED_BUSY
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const claims = join(folder, '.locks');
  const own = `${process.pid}.${randomUUID()}.${hostname()}`;
  await mkdir(claims, { recursive: true });
  try {
    await acquire(claims, own);
    return await work();
  } finally {
    await rm(join(claims, own), { force: true });
  }
}

/**
 * Whoever wants the lock puts a claim, an empty file, into `claims`, and has it once a look that began after that shows no
 * other claim. Of two that claim, the later one sees the earlier. A name is never used again, so that to remove the claim of a
 * process that is gone cannot hit anybody else's.
 */
async function acquire(claims: string, own: string): Promise<void> {
  const path = join(claims, own);
  for (let waited = 0; waited < PATIENCE_MS; waited += PAUSE_MS) {
    if ((await standing(claims)).length === 0) await writeFile(path, '');
    const [first, ...more] = await standing(claims);
    if (first === own && more.length === 0) return;
    // Of several that claim at the same moment, the first by name stays, and the others stand back for it.
    if (first !== own) await rm(path, { force: true });
    await sleep(PAUSE_MS);
  }
  throw new GamekeeperError('ERR_FEED_BUSY', `Another process is writing to the feed. If none is, remove ${claims}.`);
}

/** The claims of processes that run, here or on another machine, in the order of their names. Others are removed. */
async function standing(claims: string): Promise<string[]> {
  const names = (await readdir(claims)).sort();
  const gone = names.filter((name) => {
    const [, pid, host] = /^(\d+)\.[^.]+\.(.+)$/.exec(name) ?? [];
    return host === hostname() && !isRunning(Number(pid));
  });
  await Promise.all(gone.map((name) => rm(join(claims, name), { force: true })));
  return names.filter((name) => !gone.includes(name));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
