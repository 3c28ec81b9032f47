/** One frame of a site for as long as it lives: reads it, asks for verdicts, and says where warnings belong. */
import type { ask, onTabMessage } from '../platform/client.ts';
import type { Assessment } from '../platform/messages.ts';
import type { Reading, Sight } from '../profile/facts.ts';
import { TEXT_LIMITS } from '../profile/limits.ts';
import { currentVisit, type Placement, VISIT, type Visit, type Warnings } from '../warnings/contract.ts';
import { photosInView } from './photos.ts';
import { PageReader, type PageReading } from './read.ts';
import type { SiteRules } from './rules.ts';

export interface World {
  window: Window & typeof globalThis;
  ask: typeof ask;
  onTabMessage: typeof onTabMessage;
  /** The extension was updated or removed while this script still runs. */
  orphaned(): boolean;
}

/** Changes are gathered for this long before the page is read again. */
const QUIET_MS = 250;
/** Reading takes at most this share of the time, however busy the page is. */
const SHARE = 0.01;
const LONGEST_PAUSE_MS = 10_000;
/** A card is looked at at once unless reading is this far ahead of its share. */
const LONGEST_DEBT_MS = 2_000;
/** More changed nodes than this at once: everything counts as changed. */
const MANY_CHANGES = 200;
/** Attributes by which a recycled card becomes another person's. */
const IDENTIFYING = ['href', 'componentkey', 'data-member-id', 'data-chameleon-result-urn', 'data-urn'];
const OBSERVED = { subtree: true, childList: true, characterData: true, attributeFilter: IDENTIFYING };

export class PageVisit implements Visit {
  readonly #world: World;
  /** Ends the visit for good. */
  readonly #life: AbortController;
  /** Ends what belongs to the address being shown. */
  #page: AbortController;
  #href = '';
  /** Ends when the rules in force are here. */
  #renewed: Promise<void> | undefined;
  readonly #reader: PageReader;
  #rules: SiteRules | null = null;
  #last: PageReading | undefined;
  #sent: Reading | undefined;
  #sentText = '';
  #assessment: Assessment | undefined;
  #warnings: Warnings | undefined;
  #placed: Placement[] = [];
  #changed = new Set<Node>();
  /** Cards that may have become another person's since they were read. */
  #doubtful = new Set<string>();
  #timer: number | undefined;
  #notBefore = 0;
  readonly #observer: MutationObserver;

  constructor(world: World) {
    this.#world = world;
    this.#life = new world.window.AbortController();
    this.#page = new world.window.AbortController();
    this.#reader = new PageReader(world.window.document, world.window);
    this.#observer = new world.window.MutationObserver((records) => this.#note(records));
  }

  async start(): Promise<void> {
    const { window } = this.#world;
    const { signal } = this.#life;
    // A script of the version before, or one brought into a page that was open when its site was added.
    currentVisit()?.stop();
    (globalThis as { [VISIT]?: Visit })[VISIT] = this;
    this.#world.onTabMessage((message) => (message.type === 'read' ? this.#readForPopup() : this.#renew()), signal);
    window.addEventListener('popstate', () => this.#navigated(), { signal });
    const shown = (event: PageTransitionEvent) => event.persisted && this.#renew().catch(() => this.#stopIfOrphaned());
    window.addEventListener('pageshow', shown, { signal });
    // Not in every browser; elsewhere the changes of the tree tell.
    const { navigation } = window as { navigation?: EventTarget };
    navigation?.addEventListener('currententrychange', () => this.#navigated(), { signal });
    await this.#renew();
  }

  connect(warnings: Warnings): boolean {
    if (this.#warnings || this.#life.signal.aborted) return false;
    this.#warnings = warnings;
    this.#show();
    return true;
  }

  /** The extension that this script belongs to is gone, or the site is not read. */
  stop(): void {
    this.#life.abort();
    this.#page.abort();
    this.#observer.disconnect();
    this.#unschedule();
    this.#warnings?.clear();
  }

  #stopIfOrphaned(): boolean {
    if (!this.#world.orphaned()) return false;
    this.stop();
    return true;
  }

  /** Fetches the rules in force and reads with them. */
  #renew(): Promise<void> {
    this.#renewed = this.#fetchRules();
    return this.#renewed;
  }

  async #fetchRules(): Promise<void> {
    const { document, location } = this.#world.window;
    const { rules } = await this.#world.ask('site-rules', { url: location.href.slice(0, TEXT_LIMITS.url) });
    if (this.#life.signal.aborted) return;
    this.#rules = rules;
    if (!rules) {
      // Nobody reads this site, or no list has arrived yet: until word of a new one comes, nothing is observed.
      this.#last = undefined;
      this.#assessment = undefined;
      this.#observer.disconnect();
      this.#show();
      return;
    }
    this.#reader.forget();
    this.#sentText = '';
    this.#observer.observe(document, OBSERVED);
    this.#navigated();
    this.#read();
  }

  async #readForPopup(): Promise<Sight | undefined> {
    await this.#renewed;
    this.#read();
    const reading = this.#last?.reading;
    return reading && { reading, photos: photosInView(this.#world.window, reading.subjects) };
  }

  /** Called at every hint that the address may have changed. */
  #navigated(): void {
    const { href } = this.#world.window.location;
    if (href === this.#href) return;
    this.#href = href;
    this.#page.abort();
    this.#page = new this.#world.window.AbortController();
    // The previous person's warning must not stand over the next one, not even for a moment.
    this.#assessment = undefined;
    this.#show();
    this.#sentText = '';
    this.#notBefore = 0;
    this.#unschedule();
    this.#schedule();
  }

  #note(records: readonly MutationRecord[]): void {
    if (this.#stopIfOrphaned()) return;
    this.#navigated();
    const placed = this.#placed.filter(({ surface }) => surface !== 'profile');
    for (const { target } of records) {
      if (this.#changed.size > MANY_CHANGES) break;
      this.#changed.add(target);
      for (const { key } of placed) if (this.#reader.holds(key, target)) this.#doubtful.add(key);
    }
    if (this.#changed.size > MANY_CHANGES) for (const { key } of placed) this.#doubtful.add(key);
    if (this.#doubtful.size > 0) this.#resolveDoubts();
    this.#schedule();
  }

  /** Looks at once whether a touched card is still the same person's; while there is no time to look, it is not. */
  #resolveDoubts(): void {
    const began = this.#now();
    if (this.#notBefore - began < LONGEST_DEBT_MS) {
      for (const key of this.#doubtful) if (this.#reader.isStill(key)) this.#doubtful.delete(key);
      this.#spend(began);
    }
    if (this.#doubtful.size > 0) this.#show();
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#life.signal.aborted) return;
    const wait = Math.max(QUIET_MS, this.#notBefore - this.#now());
    this.#timer = this.#world.window.setTimeout(() => this.#read(), wait);
  }

  #unschedule(): void {
    this.#world.window.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #read(): void {
    if (!this.#rules || this.#life.signal.aborted || this.#stopIfOrphaned()) return;
    // What was to be read later is read now.
    this.#unschedule();
    const began = this.#now();
    if (this.#changed.size > MANY_CHANGES) this.#reader.forget();
    else for (const node of this.#changed) this.#reader.changed(node);
    this.#changed.clear();
    this.#doubtful.clear();
    this.#last = this.#reader.read(this.#href, this.#rules);
    // To observe what is observed already changes nothing.
    for (const root of this.#last.shadowRoots) this.#observer.observe(root, OBSERVED);
    this.#show();
    this.#spend(began);

    const { reading } = this.#last;
    const text = JSON.stringify(reading);
    if (text === this.#sentText) return;
    this.#sentText = text;
    this.#sent = reading;
    void this.#assess(reading, this.#page.signal);
  }

  async #assess(reading: Reading, signal: AbortSignal): Promise<void> {
    try {
      const assessment = await this.#world.ask('assess', reading);
      if (signal.aborted || reading !== this.#sent) return;
      this.#assessment = assessment;
      this.#show();
    } catch {
      // The worker logs its own failures; here the next change of the page asks again.
      if (reading === this.#sent) this.#sentText = '';
    }
  }

  #show(): void {
    this.#placed = this.#placements();
    this.#warnings?.show(this.#placed);
  }

  #placements(): Placement[] {
    const { reading, anchors } = this.#last ?? {};
    const assessment = this.#assessment;
    if (!reading || !anchors || assessment?.display !== 'inline') return [];
    return reading.subjects.flatMap(({ key, surface, facts, messages }) => {
      const verdict = assessment.verdicts[key];
      const anchor = anchors.get(key);
      if (!verdict || !anchor || verdict.level === 'note' || verdict.level === 'none') return [];
      if (assessment.dismissed.includes(key) || this.#doubtful.has(key)) return [];
      const { element, position } = anchor;
      return [
        {
          key,
          anchor: element,
          position,
          surface,
          verdict,
          facts,
          ...(messages && { messages }),
          pageUrl: reading.url,
          mayHide: assessment.mayHide,
        },
      ];
    });
  }

  /** Keeps reading within its share of the time. */
  #spend(began: number): void {
    const now = this.#now();
    const pause = Math.min((now - began) / SHARE, LONGEST_PAUSE_MS);
    this.#notBefore = Math.max(this.#notBefore, now) + pause;
  }

  #now(): number {
    return this.#world.window.performance.now();
  }
}
