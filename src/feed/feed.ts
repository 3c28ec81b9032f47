/** The signed feed: kept up to date, and read. Everything else in this room serves these few calls. */

import { errorCode, GamekeeperError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import type { Derivations } from './derived.ts';
import { gather, giveBack, isFull, reachable } from './edition.ts';
import { type Fetch, serverDate } from './http.ts';
import { fromFirst } from './mirrors.ts';
import { namedRoot } from './named-root.ts';
import { clockProblem, type FeedStatus, feedStatus, publicationOf } from './status.ts';
import { type Check, contentId, type Edition, type EditionFile, type FeedStore } from './store.ts';
import { pieceKeys } from './stored-pieces.ts';
import { FeedView } from './view.ts';
import { Workflow } from './workflow.ts';

export interface FeedOptions {
  store: FeedStore;
  /** Base addresses of the same feed, tried in turn. */
  mirrors: readonly string[];
  /**
   * The first trusted root, or its name (`join-link.ts`) to have it fetched and compared. Another one than last time starts
   * the chain from it.
   */
  root: Bytes | string;
  fetch?: Fetch;
  clock?: () => Date;
  /** What readers want ready beside a target, made once when it arrives. */
  derive?: Derivations;
}

type Problem = NonNullable<FeedStatus['problem']>;

export type RefreshOutcome =
  /** Other content than before is in force. */
  | { kind: 'updated'; version: number }
  | { kind: 'unchanged'; version: number }
  /** The last good version, if any, stays in force. */
  | { kind: 'failed'; code: `ERR_${string}`; message: string };

interface Done {
  outcome: RefreshOutcome;
  /** What went wrong beside it: a wrong clock, a partner's list. */
  problem: Problem | undefined;
}

/** What a wrong clock brings about. */
const CLOCKS_WORK: readonly string[] = ['ERR_FEED_EXPIRED', 'ERR_FEED_UNREACHABLE'];

/** Beside the trusted metadata, under a name that no role may have. */
const PINNED = 'pinned-root';

export class Feed {
  readonly #options: FeedOptions;
  readonly #store: FeedStore;
  readonly #clock: () => Date;
  #running: Promise<RefreshOutcome> | undefined;
  #damaged = new Set<string>();
  #unsaved: Check | undefined;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#clock = options.clock ?? (() => new Date());
  }

  /** Looks for a new version and puts it in force. Never rejects; one at a time: who calls meanwhile gets the same outcome. */
  refresh(): Promise<RefreshOutcome> {
    this.#running ??= this.#refresh().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Resolves when no refresh is under way. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** What is stored of this piece is damaged, or the header that names it: it is fetched again and put in its place. */
  async refetch(name: string, piece: number): Promise<RefreshOutcome> {
    // A refresh under way may be past it already.
    await this.settled();
    const file = (await this.#store.edition())?.files.find((each) => each.name === name && each.pieced);
    const key = file && (await pieceKeys(this.#store, file.key))?.[piece];
    if (key !== undefined) this.#damaged.add(key);
    return this.refresh();
  }

  async status(now: Date = this.#clock()): Promise<FeedStatus> {
    return feedStatus(await this.#store.edition(), this.#unsaved ?? (await this.#store.lastCheck()), now);
  }

  /** The version in force, null before the first sync. */
  async open(): Promise<FeedView | null> {
    const edition = await this.#store.edition();
    return edition ? new FeedView(this.#store, edition, this.#options.derive) : null;
  }

  async #refresh(): Promise<RefreshOutcome> {
    const started = this.#clock();
    const { outcome, problem } = await this.#update(started).catch((error): Done => {
      const problem = describe(error);
      return { outcome: { kind: 'failed', ...problem }, problem };
    });
    // Also after a failure, so that a broken feed is not asked without pause; in memory where a full disk takes not even this.
    const check: Check = { at: started.toISOString(), ...(problem && { problem }) };
    this.#unsaved = await this.#store.noteCheck(check).then(
      () => undefined,
      () => check,
    );
    return outcome;
  }

  async #update(started: Date): Promise<Done> {
    await this.#anchor();
    return fromFirst(this.#options.mirrors, (base) => this.#updateFrom(base, started));
  }

  async #updateFrom(base: string, started: Date): Promise<Done> {
    const { fetch: plain = globalThis.fetch.bind(globalThis), derive = {} } = this.#options;
    const store = this.#store;
    let date: Date | undefined;
    const fetch: Fetch = async (url, init) => {
      const response = await plain(url, init);
      // The first answer is the one for the next root, which no cache keeps.
      date ??= serverDate(response);
      return response;
    };
    const workflow = new Workflow({ store, base, fetch, started });
    const before = await store.edition();
    try {
      await workflow.refresh();
    } catch (error) {
      const clock = clockProblem(started, date, publicationOf(before)?.published);
      // A clock before the list also stands where a server's certificate is not valid yet, which is told as out of reach.
      throw clock && CLOCKS_WORK.includes(errorCode(error)) ? clock : error;
    }
    const supply = { workflow, store, fetch, base, derive, damaged: this.#damaged };
    const gathered = await gather(before, supply).catch(async (error) => {
      if (isFull(error)) await giveBack(store, before);
      throw error;
    });
    this.#damaged = new Set();
    const next = nextEdition(workflow, gathered.files, before);
    const changed = contentId(next.files) !== contentId(before?.files);
    if (JSON.stringify(next) !== JSON.stringify(before)) {
      await store.commit(next, changed ? await reachable(store, [...next.files, ...(next.before ?? [])]) : undefined);
    }
    const problem = clockProblem(started, date, publicationOf(next)?.published) ?? gathered.problem;
    return {
      outcome: { kind: changed ? 'updated' : 'unchanged', version: next.version },
      problem: problem && describe(problem),
    };
  }

  /** The chain of trust starts from the root we were given; another one than last time starts it anew. */
  async #anchor(): Promise<void> {
    const { root: given, mirrors, fetch } = this.#options;
    const pinned = await this.#store.metadata(PINNED);
    const root = typeof given === 'string' ? await namedRoot(given, { pinned, mirrors, fetch }) : given;
    if (pinned?.length === root.length && pinned.every((byte, index) => byte === root[index])) return;
    await this.#store.keepMetadata(
      new Map([
        ['root', root],
        [PINNED, root],
      ]),
    );
  }
}

function nextEdition(workflow: Workflow, files: readonly EditionFile[], before: Edition | undefined): Edition {
  const next: Edition = {
    version: workflow.targets.version,
    expires: [workflow.root, workflow.timestamp, workflow.snapshot, workflow.targets]
      .map(({ expires }) => expires)
      .reduce((a, b) => (Date.parse(a) <= Date.parse(b) ? a : b)),
    files: [...files],
  };
  const earlier = contentId(next.files) === contentId(before?.files) ? before?.before : before?.files;
  return { ...next, ...(earlier && { before: earlier }) };
}

function describe(error: unknown): Problem {
  return {
    code: errorCode(error),
    message:
      error instanceof GamekeeperError
        ? error.message
        : `The feed could not be refreshed (${String(error).slice(0, 200)}).`,
  };
}
