import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backup } from './backup.ts';
import { openStorage } from './database.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gamekeeper-backup-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What the command asks of the file system, in order, as Node itself records it. */
async function traced(...command: string[]): Promise<string[]> {
  const trace = join(folder, 'trace.json');
  const flags = ['--trace-event-categories=node.fs.async', `--trace-event-file-pattern=${trace}`];
  await promisify(execFile)(process.execPath, [...flags, 'src/publisher/cli.ts', ...command]);
  const { traceEvents } = JSON.parse(await readFile(trace, 'utf8')) as {
    traceEvents: { ph: string; name: string; args: { path?: string; new_path?: string } }[];
  };
  const begun = traceEvents.filter(({ ph }) => ph === 'b');
  return begun.map(({ name, args: { path, new_path } }) => [name, path ?? new_path ?? []].flat().join(' '));
}

test('a backup that is said to be done outlasts a loss of power: its content is on the disk, and then its name', async () => {
  const file = join(folder, 'backup.jsonl');
  const steps = await traced('backup', file, '--data', join(folder, 'data'));
  expect(steps.slice(steps.lastIndexOf('write') + 1)).toEqual([
    ...['fsync', 'close', `rename ${file}`],
    ...[`open ${folder}`, 'fsync', 'close'],
  ]);
});

test('a backup that fails leaves the one before as it was, and nothing beside it', async () => {
  const db = await openStorage(join(folder, 'data'));
  const file = join(folder, 'hub.jsonl');
  await backup(db, file);
  const before = await readFile(file, 'utf8');
  await db.schema.dropTable('casework').execute();
  await expect(backup(db, file)).rejects.toThrow(/casework/);
  await db.destroy();
  expect(await readFile(file, 'utf8')).toBe(before);
  expect(await readdir(folder)).toEqual(['data', 'hub.jsonl']);
});
