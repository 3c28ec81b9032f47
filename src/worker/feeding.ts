/** Keeping the list fresh: whose feed, when to ask, and telling the pages when something new is in force. */

import { Feed, type RefreshOutcome } from '../feed/feed.ts';
import { parseRootName } from '../feed/join-link.ts';
import { isOverdue, nextRefresh } from '../feed/schedule.ts';
import { logError } from '../log.ts';
import { browser } from '../platform/browser.ts';
import { following } from '../platform/following.ts';
import type { FeedState } from '../platform/messages.ts';
import { readPolicy } from '../platform/policy.ts';
import { privateFetch, withheldHosts } from '../platform/private-requests.ts';
import { store } from './feed-store.ts';
import { ListCache, type Lists } from './lists.ts';
import { offerOnLinks } from './menu.ts';
import { derivations } from './prepared.ts';
import { REFRESH, wakeAt, wakeBy } from './schedule.ts';
import { tellTabs } from './tabs.ts';

interface Followed {
  feed: Feed;
  lists: ListCache;
  publisher: string | undefined;
  addresses: readonly string[];
}

export class FeedKeeper {
  readonly #now: () => Date;
  #followed: Promise<Followed | null> | undefined;
  readonly #mended = new Set<string>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** @returns null when nobody is followed, or nothing was ever synced */
  async lists(): Promise<Lists | null> {
    return (await this.#follow())?.lists.current() ?? null;
  }

  async status(): Promise<FeedState> {
    const followed = await this.#follow();
    if (!followed) return { state: 'never-synced', version: 0, problem: NOBODY, withheld: [] };
    const { feed, lists, publisher, addresses } = followed;
    const endpoint = (await (await lists.current())?.reporting())?.endpoint;
    const withheld = await withheldHosts([...addresses, ...(endpoint === undefined ? [] : [endpoint])]);
    return { ...(publisher !== undefined && { publisher }), ...(await feed.status(this.#now())), withheld };
  }

  /** Looks for a new list now, tells the open pages of it, and sets the next time to look. */
  async refresh(): Promise<RefreshOutcome> {
    const followed = await this.#follow();
    if (!followed) return { kind: 'failed', ...NOBODY };
    const outcome = await awake(followed.feed.refresh());
    if (outcome.kind === 'updated')
      await Promise.all([tellTabs({ type: 'renewed' }), this.offerOnLinks().catch(logError)]);
    await this.#schedule(this.#now());
    return outcome;
  }

  /** The menu on links of the sites that are read. */
  async offerOnLinks(): Promise<void> {
    await offerOnLinks((await (await this.lists())?.sites()) ?? []);
  }

  /** At start-up: looks if it is overdue by the wall clock (alarms are late after sleep), else sees that it will be. */
  async keepFresh(): Promise<void> {
    const { checkedAt } = await this.status();
    const { policy } = await readPolicy();
    if (isOverdue(checkedAt, this.#now(), policy.refreshMinutes)) await this.refresh();
    else await this.#schedule(new Date(checkedAt!));
  }

  /**
   * Sees that the next look is at most one interval ahead. Its alarm may be gone, as after the extension was switched off, or
   * far ahead, where the clock was set back. Asks nobody anything.
   */
  async expectNext(): Promise<void> {
    const { policy } = await readPolicy();
    await wakeBy(REFRESH, nextRefresh(this.#now(), 0, policy.refreshMinutes).getTime(), this.#now());
  }

  /** Somebody else is to be followed. */
  async reopen(): Promise<void> {
    this.#followed = this.#openAfter(this.#followed);
    await this.refresh();
  }

  async #schedule(last: Date): Promise<void> {
    const { policy } = await readPolicy();
    await wakeAt(REFRESH, nextRefresh(last, Math.random(), policy.refreshMinutes).getTime(), this.#now());
  }

  #follow(): Promise<Followed | null> {
    this.#followed ??= this.#openAfter();
    return this.#followed;
  }

  /** Two feeds never write to one store at a time: the old one's root would be trusted in the name of the new. */
  #openAfter(before?: Promise<Followed | null>): Promise<Followed | null> {
    const settled = before?.then((followed) => followed?.feed.settled()).catch(() => {});
    const opening = Promise.resolve(settled).then(() => this.#open());
    opening.catch(() => {
      if (this.#followed === opening) this.#followed = undefined;
    });
    return opening;
  }

  async #open(): Promise<Followed | null> {
    const { feeds, root, publisher } = await following();
    if (feeds.length === 0 || root === undefined) return null;
    const feed = new Feed({
      store,
      mirrors: feeds,
      root: parseRootName(root) ? root : new TextEncoder().encode(root),
      fetch: privateFetch,
      clock: this.#now,
      derive: derivations,
    });
    const lists = new ListCache(feed, (list, piece, error) => void this.#mend(list, piece, error));
    return { feed, lists, publisher, addresses: feeds };
  }

  /** Damage is fetched anew once while the worker lives: what a page shows must not make us ask the feed again and again. */
  async #mend(list: string, piece: number, error: unknown): Promise<void> {
    if (this.#mended.has(`${list} ${piece}`)) return;
    this.#mended.add(`${list} ${piece}`);
    logError(error);
    // By whoever is followed by now: another feed would bring its own list back.
    const outcome = await (await this.#follow())?.feed.refetch(list, piece);
    if (outcome && outcome.kind !== 'failed') await tellTabs({ type: 'renewed' });
  }
}

/** A worker that calls no API of the browser for 30 s is ended, however busy: a long first sync would never come to its end. */
function awake<T>(work: Promise<T>): Promise<T> {
  const timer = setInterval(() => void browser.runtime.getPlatformInfo(), 20_000);
  return work.finally(() => clearInterval(timer));
}

const NOBODY = {
  code: 'ERR_FEED_UNSET',
  message: 'No security team is set yet. Use the link from yours, or ask IT.',
} as const;
