/** What the feed has brought, opened for use: watch lists, hallmarks, site rules, and where reports go. */
import type { Feed } from '../feed/feed.ts';
import type { FeedView } from '../feed/view.ts';
import { assessHallmarks } from '../hallmarks/assess.ts';
import { openHallmarks } from '../hallmarks/open.ts';
import type { PreparedHallmarks } from '../hallmarks/prepare.ts';
import { logError } from '../log.ts';
import type { Facts, Message } from '../profile/facts.ts';
import { type Decision, decisionsSchema } from '../reports/decisions.ts';
import { type Reporting, reportingSchema } from '../reports/reporting.ts';
import type { SiteRules } from '../sites/rules.ts';
import type { Sources } from '../verdict/assess.ts';
import { openWatchlist, Watchlist } from '../watchlist/open.ts';
import { partnersSchema } from '../watchlist/partners.ts';
import type { Pieces } from '../watchlist/pieces.ts';
import { parseJson, readPrepared } from './prepared.ts';

/** One version of everything published. Each part is opened when first asked for: most messages need few of them. */
export interface Lists {
  version: number;
  /** When it was made: an ISO instant. */
  published: string | undefined;
  /** What verdicts are made from, opened from now on. */
  sources(): Sources;
  sites(): Promise<readonly SiteRules[]>;
  reporting(): Promise<Reporting | undefined>;
  decisions(): Promise<ReadonlyMap<string, Decision>>;
}

/** Opens each version once for as long as the worker lives; a new version replaces the old one whole. */
export class ListCache {
  readonly #feed: Feed;
  readonly #onDamage: OnDamage;
  #opened: { id: string; lists: Lists } | undefined;

  /** @param onDamage told of stored pieces that are not whole; verdicts go on without them */
  constructor(feed: Feed, onDamage: OnDamage = () => {}) {
    this.#feed = feed;
    this.#onDamage = onDamage;
  }

  /** @returns null when no list has ever been synced */
  async current(): Promise<Lists | null> {
    const view = await this.#feed.open();
    if (!view) return null;
    if (this.#opened?.id !== view.id) this.#opened = { id: view.id, lists: open(view, this.#onDamage) };
    return this.#opened.lists;
  }
}

type OnDamage = (list: string, piece: number, error: unknown) => void;

/** A target that is missing or of a form this version does not know leaves its part empty; the rest still warns. */
function open(view: FeedView, onDamage: OnDamage): Lists {
  const openedHallmarks = once(() =>
    ready(view, 'hallmarks.json', (prepared: PreparedHallmarks) => {
      const hallmarks = openHallmarks(prepared);
      return (facts: Facts, messages: readonly Message[]) => assessHallmarks(hallmarks, facts, messages);
    }),
  );
  const openedWatchlists = once(() => openWatchlists(view, onDamage));
  return {
    version: view.version,
    published: view.published,
    sources() {
      const watchlists = openedWatchlists();
      // Who awaits it is told of a failure, who comes too late for that is not the one to report it.
      watchlists.catch(() => {});
      return { listVersion: view.version, watchlists, hallmarks: openedHallmarks() };
    },
    sites: once(async () => (await ready(view, 'sites.json', (sites: SiteRules[]) => sites)) ?? []),
    reporting: () => target(view, 'reporting.json', (json) => reportingSchema.parse(json)),
    decisions: async () => {
      const read = await target(view, 'decisions.json', (json) => decisionsSchema.parse(json));
      return new Map(Object.entries(read?.decisions ?? {}));
    },
  };
}

/** What failed is tried again by who asks next. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work().catch((error) => {
      done = undefined;
      throw error;
    });
    return done;
  };
}

/** The team's own list, and those of the partners it vouches for, each no higher than it allows. */
async function openWatchlists(view: FeedView, onDamage: OnDamage): Promise<Watchlist[]> {
  const vouched = target(view, 'partners.json', (json) => partnersSchema.parse(json));
  const lists = await Promise.all(
    view.files
      .filter(({ pieced }) => pieced)
      .map(async ({ name }) => {
        const theirs = name !== 'watchlist';
        const partner = theirs && (await vouched)?.partners.find((each) => name === `partners/${each.name}/watchlist`);
        if (theirs && !partner) return undefined;
        const directory = view.derived(name);
        const opened = openWatchlist(view.pieces(name) as Promise<Pieces>, {
          ...(directory && { directory }),
          ...(partner && { publisher: partner.title, cap: partner.level }),
          onDamage: (piece, error) => onDamage(name, piece, error),
        });
        // A partner's list that cannot be opened must not silence the team's own.
        return theirs ? opened.catch(logError) : opened;
      }),
  );
  return lists.filter((list) => list instanceof Watchlist);
}

/** What was made of it when it arrived, which need not be checked again. Where that is damaged it is made anew. */
async function ready<P, T>(view: FeedView, name: string, open: (prepared: P) => T): Promise<T | undefined> {
  const parts = view.derived(name);
  if (!parts) return undefined;
  const opened = async (anew: boolean) => open((await readPrepared(parts, anew)) as P);
  try {
    return await opened(false).catch(() => opened(true));
  } catch (error) {
    logError(error);
    return undefined;
  }
}

async function target<T>(view: FeedView, name: string, read: (json: unknown) => T): Promise<T | undefined> {
  try {
    const bytes = await view.read(name);
    return bytes && read(parseJson(bytes));
  } catch (error) {
    logError(error);
    return undefined;
  }
}
