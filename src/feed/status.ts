/** How the feed stands, in the words that the popup, the options page and `gamekeeper status` share. */
import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import type { Check, Edition } from './store.ts';

export interface FeedStatus {
  /**
   * fresh: in date. stale: past its expiry and still in force. refused: the last refresh was refused, see `problem`; the
   * last good list, if there is one, stays in force. never-synced: there is no list yet.
   */
  state: 'fresh' | 'stale' | 'refused' | 'never-synced';
  /** Version of the targets in force; 0 when never synced. */
  version: number;
  /** ISO instants; absent when never synced. */
  signedAt?: string;
  expiresAt?: string;
  checkedAt?: string;
  entries?: number;
  publisher?: string;
  /** Why the last refresh did not succeed: a stable code and one sentence. Being offline is a problem, but no refusal. */
  problem?: { code: `ERR_${string}`; message: string };
}

/** What the publisher signs beside the target `watchlist`, as its TUF `custom` (specification, section 4.5). */
const publicationSchema = z.object({
  /** When this list was made: also the earliest time that a right clock can show. */
  published: z.iso.datetime(),
  entries: z.int().min(0),
  publisher: z.string().max(200).optional(),
});

type Publication = z.output<typeof publicationSchema>;

/** Codes that say nothing against what the feed offered. */
const NO_REFUSAL: readonly string[] = [
  'ERR_FEED_UNREACHABLE',
  'ERR_FEED_STORAGE_FULL',
  'ERR_FEED_STORAGE',
  'ERR_FEED_CLOCK',
  'ERR_FEED_PARTNER',
  'ERR_FEED_UNSET',
  'ERR_NO_PERMISSION',
];

export function feedStatus(edition: Edition | undefined, check: Check | undefined, now: Date): FeedStatus {
  const problem = check?.problem;
  const checked = { ...(check && { checkedAt: check.at }), ...(problem && { problem }) };
  const refused = problem !== undefined && !NO_REFUSAL.includes(problem.code);
  if (!edition) return { state: refused ? 'refused' : 'never-synced', version: 0, ...checked };
  const publication = publicationOf(edition);
  const stale = now.getTime() >= Date.parse(edition.expires);
  return {
    state: refused ? 'refused' : stale ? 'stale' : 'fresh',
    version: edition.version,
    expiresAt: edition.expires,
    ...(publication && { signedAt: publication.published, entries: publication.entries }),
    ...(publication?.publisher !== undefined && { publisher: publication.publisher }),
    ...checked,
  };
}

export function publicationOf(edition: Edition | undefined): Publication | undefined {
  const custom = edition?.files.find(({ name }) => name === 'watchlist')?.custom;
  return publicationSchema.safeParse(custom).data;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Names a clock that is plainly wrong: more than a day from the server's (which nobody signed, so it only explains and
 * decides nothing), or more than a day before the list in force was made.
 */
export function clockProblem(
  now: Date,
  serverDate: Date | undefined,
  published: string | undefined,
): GamekeeperError | undefined {
  const skew = serverDate ? now.getTime() - serverDate.getTime() : 0;
  const early = published !== undefined && now.getTime() < Date.parse(published) - DAY_MS;
  if (Math.abs(skew) < DAY_MS && !early) return undefined;
  const right =
    serverDate && Math.abs(skew) >= DAY_MS
      ? `the feed's server says ${day(serverDate)}`
      : `the list was made on ${published!.slice(0, 10)}`;
  return new GamekeeperError(
    'ERR_FEED_CLOCK',
    `The clock of this computer says ${day(now)}, ${right}. Set the clock: until then an old list cannot be told from a new one.`,
  );
}

const day = (date: Date) => date.toISOString().slice(0, 10);
