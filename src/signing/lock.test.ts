import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gamekeeper-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs `body` in a process of its own, and gives what it wrote of errors. */
async function run(body: string): Promise<string> {
  const head = `
    import { rm, writeFile } from 'node:fs/promises';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { withLock } from ${JSON.stringify(import.meta.resolve('./lock.ts'))};
    const folder = ${JSON.stringify(folder)};`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', head + body], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [errors] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return errors;
}

const DIE_INSIDE = "await withLock(folder, async () => process.kill(process.pid, 'SIGKILL'));";

test('work on one folder is done one after the other, also when one fails', async () => {
  const running: string[] = [];
  const most: number[] = [];
  const work = (name: string, fails = false) =>
    withLock(folder, async () => {
      running.push(name);
      most.push(running.length);
      await sleep(5);
      running.pop();
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([work('a'), work('b', true), work('c'), work('d')]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(most).toEqual([1, 1, 1, 1]);
  expect(await readdir(join(folder, '.locks'))).toEqual([]);
});

test('a lock left by a process that is gone is taken over, by one at a time however many want it', async () => {
  const body = `
    const alone = async () => {
      await writeFile(folder + '/working', '', { flag: 'wx' });
      await sleep(2);
      await rm(folder + '/working');
    };
    await Promise.all(Array.from({ length: 10 }, () => withLock(folder, alone)));
    ${DIE_INSIDE}`;
  await run(DIE_INSIDE);
  expect(await Promise.all(Array.from({ length: 4 }, () => run(body)))).toEqual(['', '', '', '']);
  expect(await withLock(folder, async () => 'done')).toBe('done');
});
