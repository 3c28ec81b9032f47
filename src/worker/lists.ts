/** What the feed has brought, opened for use: watch lists, hallmarks, site rules, and where reports go. */
import type { Feed } from '../feed/feed.ts';
import type { FeedView } from '../feed/view.ts';
import { assessHallmarks } from '../hallmarks/assess.ts';
import { openHallmarks } from '../hallmarks/open.ts';
import { logError } from '../log.ts';
import { type Decision, decisionsSchema } from '../reports/decisions.ts';
import { type Reporting, reportingSchema } from '../reports/reporting.ts';
import { compiledSitesSchema } from '../sites/rules.schema.ts';
import type { SiteRules } from '../sites/rules.ts';
import type { Sources } from '../verdict/assess.ts';
import { openWatchlist, type Watchlist } from '../watchlist/open.ts';
import { partnersSchema } from '../watchlist/partners.ts';

export interface Lists extends Sources {
  sites: readonly SiteRules[];
  reporting: Reporting | undefined;
  decisions: ReadonlyMap<string, Decision>;
}

/** Opens each version once for as long as the worker lives; a new version replaces the old one whole. */
export class ListCache {
  readonly #feed: Feed;
  #opened: { id: string; lists: Promise<Lists> } | undefined;

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  /** @returns null when no list has ever been synced */
  async current(): Promise<Lists | null> {
    const view = await this.#feed.open();
    if (!view) return null;
    if (this.#opened?.id !== view.id) {
      const opened = { id: view.id, lists: open(view) };
      this.#opened = opened;
      opened.lists.catch(() => {
        if (this.#opened === opened) this.#opened = undefined;
      });
    }
    return this.#opened!.lists;
  }
}

/** A target that is missing or of a form this version does not know leaves its part empty; the rest still warns. */
async function open(view: FeedView): Promise<Lists> {
  const [watchlists, hallmarks, sites, reporting, decisions] = await Promise.all([
    openWatchlists(view),
    target(view, 'hallmarks.json', openHallmarks),
    target(view, 'sites.json', (json) => compiledSitesSchema.parse(json)),
    target(view, 'reporting.json', (json) => reportingSchema.parse(json)),
    target(view, 'decisions.json', (json) => decisionsSchema.parse(json)),
  ]);
  return {
    listVersion: view.version,
    watchlists,
    ...(hallmarks && { hallmarks: (facts, messages) => assessHallmarks(hallmarks, facts, messages) }),
    sites: sites?.sites ?? [],
    reporting,
    decisions: new Map(Object.entries(decisions?.decisions ?? {})),
  };
}

/** The team's own list, and those of the partners it vouches for, each no higher than it allows. */
async function openWatchlists(view: FeedView): Promise<Watchlist[]> {
  const vouched = await target(view, 'partners.json', (json) => partnersSchema.parse(json));
  const partners = new Map(vouched?.partners.map((partner) => [`partners/${partner.name}/watchlist`, partner]));
  const lists = view.files.filter(({ name, pieced }) => pieced && (name === 'watchlist' || partners.has(name)));
  return Promise.all(
    lists.map(async ({ name }) => {
      const [pieces, directory] = await Promise.all([view.pieces(name), view.derived(name)]);
      const partner = partners.get(name);
      return openWatchlist(pieces!, {
        ...(directory && { directory }),
        ...(partner && { publisher: partner.title, cap: partner.level }),
      });
    }),
  );
}

async function target<T>(view: FeedView, name: string, read: (json: unknown) => T): Promise<T | undefined> {
  try {
    const bytes = await view.read(name);
    return bytes && read(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    logError(error);
    return undefined;
  }
}
