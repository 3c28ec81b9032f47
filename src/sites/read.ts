import type { Health, Reading, Subject } from '../profile/facts.ts';
import { COUNT_LIMITS, TEXT_LIMITS } from '../profile/limits.ts';
import { pageAt } from './address.ts';
import { Dom, type Realm } from './dom.ts';
import { type Anchor, type Found, Page } from './page.ts';
import type { Generation, PageRule, SiteRules, SubjectRule } from './rules.ts';

export interface PageReading {
  reading: Reading;
  /** By subject key. */
  anchors: Map<string, Anchor>;
  /** Where else than in the document subjects were looked for. */
  shadowRoots: ShadowRoot[];
}

interface Known {
  key: string;
  /** Who stood here last, so that a recycled card gets a new key. */
  who: string | undefined;
  /** What was found, and by which rule. */
  found: Found;
  rule: SubjectRule;
}

interface Tally {
  roots: number;
  read: number;
  /** The reader's own profile. */
  own: boolean;
  missing: string[];
}

/** Reads one document, again and again: what did not change since the last time is not read twice. */
export class PageReader {
  readonly #document: Document;
  readonly #dom: Dom;
  readonly #known = new WeakMap<Element, Known>();
  /** In which of them nothing has changed since. */
  #unchanged = new WeakSet<Element>();
  /** Where the subjects of the last reading stand. */
  #places = new Map<string, { rule: SubjectRule; root: Element }>();
  #page: Page | undefined;
  #keys = 0;

  constructor(document: Document, realm: Realm = globalThis) {
    this.#document = document;
    this.#dom = new Dom(realm);
  }

  /** Forgets what was read of every subject that `node` stands in. */
  changed(node: Node): void {
    for (const element of this.#dom.lineage(node)) this.#unchanged.delete(element);
  }

  /** Forgets what was read of everything. Keys stay, as long as the people do. */
  forget(): void {
    this.#unchanged = new WeakSet();
  }

  /** Whether `node` is in the element of the subject with this key. */
  holds(key: string, node: Node): boolean {
    const place = this.#places.get(key);
    return place !== undefined && this.#dom.contains(place.root, node);
  }

  /** Whether the element of this subject still shows the same person. */
  isStill(key: string): boolean {
    const place = this.#places.get(key);
    if (!place || !this.#page) return false;
    this.#dom.refill();
    this.#unchanged.delete(place.root);
    const { key: now, found } = this.#find(this.#page, place.rule, place.root);
    return found.subject !== null && now === key;
  }

  read(href: string, rules: SiteRules): PageReading {
    this.#dom.refill();
    const url = new URL(href);
    const match = pageAt(rules, url);
    const page = new Page(this.#document, rules, this.#dom, match?.address ?? { parts: {}, url });
    this.#page = page;
    this.#places.clear();
    const anchors: PageReading['anchors'] = new Map();
    const subjects: Subject[] = [];
    const add = (rule: SubjectRule): Tally => {
      const tally: Tally = { roots: 0, read: 0, own: false, missing: [] };
      let last: { root: Element; who: string | undefined } | undefined;
      for (const root of page.roots(rule)) {
        if (subjects.length >= COUNT_LIMITS.subjects) break;
        tally.own ||= page.isOwn(rule, root);
        if (tally.own) continue;
        tally.roots++;
        const { key, who, found } = this.#find(page, rule, root);
        tally.missing = found.missing;
        if (!found.subject) continue;
        tally.read++;
        // A card inside a card of the same person is that card.
        if (last && last.who === who && this.#dom.contains(last.root, root)) continue;
        last = { root, who };
        subjects.push({ ...found.subject, key });
        anchors.set(key, found.anchor);
        this.#places.set(key, { rule, root });
      }
      return tally;
    };

    const outcome = match ? readKind(page, match.page, add) : NOT_APPLICABLE;
    for (const rule of rules.everywhere ?? []) add(rule);
    const reading: Reading = {
      url: href.slice(0, TEXT_LIMITS.url),
      site: page.site,
      kind: match?.page.kind ?? 'other',
      ...(outcome.generation !== undefined && { generation: outcome.generation }),
      subjects,
      health: outcome.health,
    };
    return { reading, anchors, shadowRoots: page.shadowRoots };
  }

  #find(page: Page, rule: SubjectRule, root: Element): Known {
    const before = this.#known.get(root);
    // A profile depends on the address as well, and on sections outside its own element.
    if (before?.rule === rule && this.#unchanged.has(root) && rule.surface !== 'profile') return before;
    const found = page.find(rule, root);
    const facts = found.subject?.facts;
    // Nobody to this rule may be somebody to the next.
    const who = facts ? (facts.handle ?? facts.memberId ?? facts.memberNumericId ?? facts.name) : before?.who;
    const key = before && before.who === who ? before.key : `${rule.surface}-${++this.#keys}`;
    const known = { key, who, found, rule };
    this.#known.set(root, known);
    this.#unchanged.add(root);
    return known;
  }
}

/** Reads a document once. */
export function readPage(document: Document, href: string, rules: SiteRules, realm?: Realm): PageReading {
  return new PageReader(document, realm).read(href, rules);
}

interface Outcome {
  health: Health;
  generation?: string;
}

const NOT_APPLICABLE: Outcome = { health: { state: 'not-applicable', missing: [] } };

function readKind(page: Page, rule: PageRule, add: (rule: SubjectRule) => Tally): Outcome {
  let unread: Outcome | undefined;
  for (const generation of rule.generations) {
    if (!page.has(generation.when)) continue;
    const tallies = generation.subjects.map(add);
    if (tallies.some(({ own }) => own)) return NOT_APPLICABLE;
    const read = tallies.reduce((sum, tally) => sum + tally.read, 0);
    const roots = tallies.reduce((sum, tally) => sum + tally.roots, 0);
    // A list may be empty; a profile page without a profile is one that we cannot read.
    const fine = read > 0 || (roots === 0 && !isProfile(generation));
    if (fine) return { generation: generation.id, health: { state: 'read', missing: [] } };
    const missing = [...new Set(tallies.flatMap((tally) => tally.missing))];
    unread ??= { generation: generation.id, health: { state: 'unreadable', missing: orRequired(missing, generation) } };
  }
  if (rule.instead !== undefined && page.has(rule.instead)) return NOT_APPLICABLE;
  return unread ?? { health: { state: 'unreadable', missing: orRequired([], rule.generations[0]) } };
}

function isProfile(generation: Generation): boolean {
  return generation.subjects.some((subject) => subject.surface === 'profile');
}

function orRequired(missing: string[], generation: Generation | undefined): string[] {
  return missing.length > 0 ? missing : (generation?.subjects[0]?.require ?? []);
}
