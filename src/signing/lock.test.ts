import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gamekeeper-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

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
  await expect(access(join(folder, '.lock'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a lock left by a process that is gone is taken over', async () => {
  await writeFile(join(folder, '.lock'), `${hostname()} 999999999`);
  expect(await withLock(folder, async () => 'done')).toBe('done');
});
