import { GamekeeperError } from '../../errors.ts';
import { Feed } from '../../feed/feed.ts';
import { joinLink, rootNameOf } from '../../feed/join-link.ts';
import { memoryStore } from '../../feed/memory-store.ts';
import { parseMetadata } from '../../feed/metadata.ts';
import type { FeedStatus } from '../../feed/status.ts';
import { command, preset } from '../command.ts';
import { counted } from '../diff.ts';
import { readBytes } from '../input.ts';

export default command({
  args: ['base address of the feed'],
  flags: {
    root: preset('<file>', 'the root of trust that was packed into the extension', '.gamekeeper/roots/1.root.json'),
  },
  async run({ root }, url: string) {
    const bytes = await readBytes(root, 'the root of trust with --root FILE', 512 * 1024);
    const seen = await browserStatus(url, new Uint8Array(bytes));
    const stale = { code: 'ERR_FEED_STALE', message: 'The feed is not in date. Renew it.' } as const;
    const { code, message } = seen.problem ?? stale;
    return {
      json: seen,
      text: describe(seen),
      problem: seen.state === 'fresh' ? undefined : new GamekeeperError(code, message),
    };
  },
});

type Seen = FeedStatus & { joinLink: string };

/**
 * What a browser that has never synced sees: the extension's own client, an empty store, and the real clock. The join link
 * names the newest root that `root` led to.
 */
export async function browserStatus(url: string, root: Uint8Array<ArrayBuffer>): Promise<Seen> {
  const store = memoryStore();
  const feed = new Feed({ store, mirrors: [url], root });
  await feed.refresh();
  const newest = (await store.metadata('root')) ?? root;
  const { version } = parseMetadata('root', newest).signed;
  return { ...(await feed.status()), joinLink: joinLink({ feed: url, root: await rootNameOf(version, newest) }) };
}

function describe(seen: Seen): string[] {
  if (seen.version === 0) return ['A new browser gets no list from this feed.', `State:    ${seen.state}`];
  return [
    `List:     version ${seen.version}${seen.publisher ? ` of ${seen.publisher}` : ''}, ${counted(seen.entries ?? 0)}`,
    `Signed:   ${seen.signedAt ?? 'unknown'}`,
    `In date:  until ${seen.expiresAt}`,
    `State:    ${seen.state}`,
    ...(seen.state === 'fresh' && seen.problem ? [`But:      ${seen.problem.message} (${seen.problem.code})`] : []),
    `To join:  ${seen.joinLink}`,
  ];
}
