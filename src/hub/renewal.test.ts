import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { initPublisher } from '../publisher/init.ts';
import { publish } from '../publisher/publish.ts';
import { startHub } from './hub.ts';
import type { LogEntry } from './log.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'renewal-'));
});
afterEach(() => rm(dir, { recursive: true }));

const withKey = (log: (entry: LogEntry) => void) =>
  startHub({
    dataDir: join(dir, 'data'),
    feedDir: join(dir, 'feed'),
    port: 0,
    onlineKey: join(dir, 'keys', 'online.key'),
    log,
  });

test('a hub that holds the online key signs the timestamp anew when it starts', async () => {
  const now = new Date();
  await initPublisher({ dir, now, passphrase: undefined });
  await publish({ rules: 'rules', dir, out: join(dir, 'feed'), now, passphrase: undefined });
  const version = async () => JSON.parse(await readFile(join(dir, 'feed', 'timestamp.json'), 'utf8')).signed.version;
  const before = await version();
  const hub = await withKey(() => {});
  await hub.close();
  expect(await version()).toBe(before + 1);
});

test('a hub whose feed is not published yet starts all the same, and says so', async () => {
  await initPublisher({ dir, now: new Date(), passphrase: undefined });
  const lines: LogEntry[] = [];
  const hub = await withKey((entry) => void lines.push(entry));
  await hub.close();
  expect(lines).toContainEqual({ level: 'warn', event: 'feed not renewed', code: 'ERR_FEED_EMPTY' });
});
