import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GamekeeperError } from '../../errors.ts';
import { Feed } from '../../feed/feed.ts';
import { FileFeedStore } from '../../feed/file-store.ts';
import type { FeedStatus } from '../../feed/status.ts';
import type { Register } from './index.ts';
import { withJson } from './options.ts';

export const status: Register = (program) => {
  withJson(program.command('status'))
    .argument('<url>', 'base address of the feed')
    .description('What a browser sees of a published feed: version, when signed, until when, entries.')
    .option('--root <file>', 'the root of trust that was packed into the extension', '.gamekeeper/roots/1.root.json')
    .action(async (url: string, { root, json }: { root: string; json?: boolean }) => {
      const seen = await browserStatus(url, await readRoot(root));
      console.log(json ? JSON.stringify(seen) : describe(seen));
      if (seen.state === 'fresh') return;
      const problem = seen.problem ?? {
        code: 'ERR_FEED_STALE' as const,
        message: 'The feed is not in date. Renew it.',
      };
      throw new GamekeeperError(problem.code, problem.message);
    });
};

/** What a browser that has never synced sees: the extension's own client, an empty store, and the real clock. */
export async function browserStatus(url: string, root: Uint8Array<ArrayBuffer>): Promise<FeedStatus> {
  const folder = await mkdtemp(join(tmpdir(), 'gamekeeper-status-'));
  try {
    const feed = new Feed({ store: new FileFeedStore(folder), mirrors: [url], root });
    await feed.refresh();
    return await feed.status();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readRoot(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(path));
  } catch {
    throw new GamekeeperError('ERR_NO_ROOT', `${path} cannot be read. Name the root of trust with --root FILE.`);
  }
}

function describe(seen: FeedStatus): string {
  if (seen.version === 0) return 'A new browser gets no list from this feed.';
  return [
    `List:     version ${seen.version}${seen.publisher ? ` of ${seen.publisher}` : ''}, ${seen.entries ?? 0} entries`,
    `Signed:   ${seen.signedAt ?? 'unknown'}`,
    `In date:  until ${seen.expiresAt}`,
    `State:    ${seen.state}`,
  ].join('\n');
}
