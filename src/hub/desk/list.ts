import { GamekeeperError } from '../../errors.ts';
import { Feed } from '../../feed/feed.ts';
import { IdbShelf } from '../../feed/idb-store.ts';
import { FeedStore } from '../../feed/store.ts';
import type { Subject } from '../../profile/facts.ts';
import { assess } from '../../verdict/assess.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { ListCache, type Lists } from '../../worker/lists.ts';
import { derivations } from '../../worker/prepared.ts';

let followed: Promise<{ feed: Feed; lists: ListCache }> | undefined;

/**
 * What the list in force says of a reported profile: the browsers' own code on this page, so that nothing of the profile
 * goes anywhere.
 * @throws ERR_FEED_EMPTY, or why there is no list
 */
export async function verdictOn(subject: Subject): Promise<Verdict> {
  const lists = await listInForce();
  const { [subject.key]: verdict } = await assess([subject], lists.sources(), new Date());
  return verdict!;
}

/** Whom reports are sealed to; nobody while no list is published. */
export async function recipientsInForce(): Promise<readonly string[]> {
  const lists = await listInForce().catch(() => undefined);
  return (await lists?.reporting())?.recipients ?? [];
}

async function listInForce(): Promise<Lists> {
  followed ??= follow().catch((error) => {
    followed = undefined;
    throw error;
  });
  const { feed, lists } = await followed;
  const outcome = await feed.refresh();
  const current = await lists.current();
  if (!current) throw outcome.kind === 'failed' ? new GamekeeperError(outcome.code, outcome.message) : noList();
  return current;
}

async function follow() {
  const root = await fetch('/feed/1.root.json');
  if (!root.ok) throw noList();
  const mirrors = [new URL('/feed/', location.href).href];
  const store = new FeedStore(new IdbShelf('gamekeeper-desk-feed'));
  const feed = new Feed({ store, mirrors, root: await root.bytes(), derive: derivations });
  return { feed, lists: new ListCache(feed) };
}

const noList = () => new GamekeeperError('ERR_FEED_EMPTY', 'No list is published at this hub yet.');
