import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GamekeeperError } from '../errors.ts';

const PATIENCE_MS = 30_000;
const PAUSE_MS = 50;

/**
 * Runs `work` while no other process of this machine writes to `folder`: the hub renews the feed while people publish into it,
 * and the one would otherwise sign what the other has just replaced. A lock whose process is gone is taken over.
 *
 * @throws GamekeeperError ERR_FEED_BUSY
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, '.lock');
  await mkdir(folder, { recursive: true });
  await acquire(path);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string): Promise<void> {
  const owner = `${hostname()} ${process.pid}`;
  for (let waited = 0; waited < PATIENCE_MS; waited += PAUSE_MS) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(owner);
      return await file.close();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [host, pid] = (await readFile(path, 'utf8').catch(() => '')).split(' ');
    if (host === hostname() && !isRunning(Number(pid))) await rm(path, { force: true });
    else await sleep(PAUSE_MS);
  }
  throw new GamekeeperError('ERR_FEED_BUSY', `Another process is writing to the feed. If none is, remove ${path}.`);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
