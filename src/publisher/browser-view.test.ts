/** What is published, as the extension's own client sees it over HTTP. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FeedServer, serveFeed } from '../../tests/fixtures/feed-server.ts';
import { FileShelf } from '../../tests/fixtures/file-store.ts';
import { Feed } from '../feed/feed.ts';
import { FeedStore } from '../feed/store.ts';
import { reportingSchema } from '../reports/reporting.ts';
import { openWatchlist } from '../watchlist/open.ts';
import { browserStatus } from './commands/status.ts';
import { initPublisher } from './init.ts';
import { publish } from './publish.ts';

const NOW = new Date();

// Keys and files are real; on a busy machine they take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let base: string;
let options: { rules: string; dir: string; out: string; now: Date };
let root: Uint8Array<ArrayBuffer>;
let server: FeedServer;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'gamekeeper-view-'));
  options = { rules: join(base, 'rules'), dir: join(base, 'publisher'), out: join(base, 'feed'), now: NOW };
  await cp('rules/watchlist', join(options.rules, 'watchlist'), { recursive: true });
  await cp('rules/reporting.yaml', join(options.rules, 'reporting.yaml'));
  root = new TextEncoder().encode((await initPublisher({ dir: options.dir, now: NOW })).root);
  await publish(options);
  server = await serveFeed(options.out);
});
afterEach(async () => {
  await server.close();
  await rm(base, { recursive: true });
});

const edit = async (change: (text: string) => string) => {
  const path = join(options.rules, 'watchlist/example.yaml');
  await writeFile(path, change(await readFile(path, 'utf8')));
};

describe('a browser', () => {
  test('syncs what was published and finds a listed account in it', async () => {
    const feed = new Feed({ store: new FeedStore(new FileShelf(join(base, 'browser'))), mirrors: [server.url], root });
    expect(await feed.refresh()).toEqual({ kind: 'updated', version: 1 });
    const view = (await feed.open())!;
    const list = await openWatchlist((await view.pieces('watchlist'))!);
    const [listed, withdrawn] = await list.lookUp(
      [
        { site: 'linkedin', handle: 'Tamsin-Verrall-Advisory' },
        { site: 'linkedin', handle: 'jonas-whitlow' },
      ],
      NOW,
    );
    expect(listed).toMatchObject([{ kind: 'account', by: 'handle', entry: { id: 'HSD-2026-001' } }]);
    expect(withdrawn).toEqual([]);
    const reporting = reportingSchema.parse(JSON.parse(new TextDecoder().decode(await view.read('reporting.json'))));
    expect(reporting.recipients).toEqual([expect.stringMatching(/^age1/)]);
  });

  test('follows every later version from the first root', async () => {
    const feed = new Feed({ store: new FeedStore(new FileShelf(join(base, 'browser'))), mirrors: [server.url], root });
    await feed.refresh();
    for (let version = 2; version <= 6; version++) {
      await edit((text) => text.replace(/Offered .* members?/, `Offered ${version} members`));
      await publish(options);
      expect(await feed.refresh()).toEqual({ kind: 'updated', version });
    }
    await publish(options);
    expect(await feed.refresh()).toEqual({ kind: 'unchanged', version: 6 });
    expect(await browserStatus(server.url, root)).toMatchObject({
      state: 'fresh',
      version: 6,
      entries: 4,
      publisher: 'Harbourgate Security Desk (example)',
    });
  });

  test('that holds another publisher’s root gets nothing, and is told so', async () => {
    const other = await initPublisher({ dir: join(base, 'other'), now: NOW });
    expect(await browserStatus(server.url, new TextEncoder().encode(other.root))).toMatchObject({
      state: 'refused',
      version: 0,
      problem: { code: expect.stringMatching(/^ERR_FEED_/) },
    });
  });
});
