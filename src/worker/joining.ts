/** Following a list by its join link: look first, then decide. */
import { GamekeeperError } from '../errors.ts';
import { Feed } from '../feed/feed.ts';
import { IdbShelf } from '../feed/idb-store.ts';
import { parseJoinLink } from '../feed/join-link.ts';
import { FeedStore } from '../feed/store.ts';
import { following } from '../platform/following.ts';
import type { Invitation } from '../platform/messages.ts';
import { privateFetch, withheldHosts } from '../platform/private-requests.ts';
import { changeSettings } from '../platform/settings.ts';
import { reportingSchema } from '../reports/reporting.ts';

/**
 * Fetches the list behind a link as the first sync would, all signatures checked, and keeps nothing of it.
 *
 * @throws GamekeeperError ERR_JOIN_LINK, ERR_MANAGED, ERR_FEED_…
 */
export async function readInvitation(link: string, clock: () => Date): Promise<Invitation> {
  const { feed: base, root } = parseJoinLink(link);
  await requireUnmanaged();
  const shelf = new IdbShelf('gamekeeper-invitation');
  try {
    // What an earlier look left behind when the worker died over it.
    await shelf.destroy();
    const feed = new Feed({ store: new FeedStore(shelf), mirrors: [base], root, fetch: privateFetch, clock });
    const outcome = await feed.refresh();
    if (outcome.kind === 'failed') throw new GamekeeperError(outcome.code, outcome.message);
    const bytes = await (await feed.open())?.read('reporting.json');
    const { publisher, contact, endpoint } = reportingSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    return {
      publisher,
      contact,
      feed: base,
      withheld: await withheldHosts([base, endpoint]),
      status: await feed.status(),
    };
  } finally {
    await shelf.destroy();
  }
}

/**
 * From now on the list behind this link is followed.
 *
 * @returns whether the list of another team was followed before
 * @throws GamekeeperError ERR_JOIN_LINK, ERR_MANAGED
 */
export async function join(link: string): Promise<boolean> {
  const { feed, root } = parseJoinLink(link);
  await requireUnmanaged();
  let left = false;
  await changeSettings(({ joined, ...settings }) => {
    // A newer root at the same address, or the same root at another, is the same team.
    left = joined !== undefined && joined.root !== root && !joined.feeds.includes(feed);
    return { ...settings, joined: { feeds: [feed], root } };
  });
  return left;
}

async function requireUnmanaged(): Promise<void> {
  const { by } = await following();
  if (by === 'nobody' || by === 'join') return;
  throw new GamekeeperError('ERR_MANAGED', 'Your organisation has already chosen whose list this browser follows.');
}
