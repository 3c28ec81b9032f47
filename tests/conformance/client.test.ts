/** The command line that the official suite drives: its exit codes, and the files it leaves. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Repository, testKey } from '../fixtures/feed.ts';

let repository: Repository;
let server: Awaited<ReturnType<Repository['listen']>>;
let folder: string;

beforeEach(async () => {
  repository = await Repository.create();
  await repository.publish({ 'a/file.txt': new TextEncoder().encode('content') });
  server = await repository.listen();
  folder = await mkdtemp(join(tmpdir(), 'gamekeeper-client-'));
  await writeFile(join(folder, 'root'), repository.root);
});

afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

async function client(...command: string[]): Promise<number> {
  const metadata = ['--metadata-dir', join(folder, 'metadata'), '--metadata-url', server.url];
  const child = spawn(join(import.meta.dirname, 'client'), [...metadata, ...command], { stdio: 'ignore' });
  return (await once(child, 'exit'))[0];
}

const download = (name: string) =>
  client(
    '--target-name',
    name,
    '--target-base-url',
    `${server.url}targets`,
    '--target-dir',
    join(folder, 'targets'),
    'download',
  );

describe.skipIf(process.platform === 'win32')('the client of the conformance suite', () => {
  it('given a trusted root, then init stores it without a request, and refresh the rest byte for byte', async () => {
    expect(await client('init', join(folder, 'root'))).toBe(0);
    expect(repository.requests).toEqual([]);
    expect(await client('refresh')).toBe(0);
    expect((await readdir(join(folder, 'metadata'))).sort()).toEqual([
      'root.json',
      'snapshot.json',
      'targets.json',
      'timestamp.json',
    ]);
    for (const role of ['timestamp', '1.snapshot', '1.targets']) {
      const stored = await readFile(join(folder, 'metadata', `${role.replace('1.', '')}.json`));
      expect(new Uint8Array(stored)).toEqual(repository.files.get(`${role}.json`));
    }
  });

  it('given a target downloaded before, then it is not fetched again', async () => {
    await client('init', join(folder, 'root'));
    expect(await download('a/file.txt')).toBe(0);
    expect(await readFile(join(folder, 'targets', 'a%2Ffile.txt'), 'utf8')).toBe('content');
    repository.requests.length = 0;
    expect(await download('a/file.txt')).toBe(0);
    expect(repository.requests.filter((path) => path.startsWith('targets/'))).toEqual([]);
  });

  it('given a name that nobody published, a forged timestamp or no command, then it exits with 1', async () => {
    await client('init', join(folder, 'root'));
    expect(await download('nothing')).toBe(1);
    repository.keys.timestamp = [testKey()];
    repository.writeTimestamp();
    expect(await client('refresh')).toBe(1);
    expect(await client()).toBe(1);
  });
});
