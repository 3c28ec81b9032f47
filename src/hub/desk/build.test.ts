import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildDesk, readDesk, writeDesk } from './build.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a hub without the packages for building serves the page as it was built elsewhere', async () => {
  await writeDesk(folder);
  expect(await readDesk(folder)).toEqual(await buildDesk());
}, 60_000);

test('and says what to do when there is none', async () => {
  await expect(readDesk(folder)).rejects.toMatchObject({ code: 'ERR_DESK_NOT_BUILT' });
});
