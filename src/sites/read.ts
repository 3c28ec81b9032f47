import { foldHandle, isMemberId, numericMemberId } from '../profile/account.ts';
import type { Degree, Facts, Health, Message, Reading, Subject } from '../profile/facts.ts';
import { COUNT_LIMITS, TEXT_LIMITS } from '../profile/limits.ts';
import { type Address, covers, pageAt } from './address.ts';
import { clean, parseCount, undouble } from './cleanups.ts';
import { Dom, type Realm } from './dom.ts';
import type { Generation, PageRule, Place, RowsRule, SiteRules, SubjectRule, TextFact } from './rules.ts';
import { at, describedPerson, embeddedObject } from './structured.ts';

/** Where on the page a subject stands, and where a warning about it goes. */
export interface Anchor {
  element: Element;
  position: InsertPosition;
}

export interface PageReading {
  reading: Reading;
  /** By subject key. */
  anchors: Map<string, Anchor>;
  /** Where else than in the document subjects were looked for. */
  shadowRoots: ShadowRoot[];
}

/** The elements that a place may start from. */
interface Scope {
  root: Element;
  group?: Element | undefined;
}

interface Known {
  key: string;
  /** Who stood here, so that a recycled card gets a new key. */
  who: string;
  /** Unset once something inside changed. */
  found?: Found | undefined;
}

interface Found {
  subject: Subject | null;
  missing: string[];
  anchor: Anchor;
}

interface Tally {
  roots: number;
  read: number;
  missing: string[];
}

/** Reads one document, again and again: what did not change since the last time is not read twice. */
export class PageReader {
  readonly #document: Document;
  readonly #rules: SiteRules;
  readonly #dom: Dom;
  #known = new WeakMap<Element, Known>();
  /** Where the subjects of the last reading stand. */
  #places = new Map<string, { rule: SubjectRule; root: Element }>();
  #page: Page | undefined;
  #keys = 0;

  constructor(document: Document, rules: SiteRules, realm: Realm = globalThis) {
    this.#document = document;
    this.#rules = rules;
    this.#dom = new Dom(realm);
  }

  /** Forgets what was read of every subject that `node` stands in. */
  changed(node: Node): void {
    for (const element of this.#dom.lineage(node)) this.#forget(element);
  }

  /** Forgets what was read of everything. Keys stay, as long as the people do. */
  forget(): void {
    for (const { root } of this.#places.values()) this.#forget(root);
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
    this.#forget(place.root);
    return this.#find(this.#page, place.rule, place.root).key === key;
  }

  read(href: string): PageReading {
    this.#dom.refill();
    const url = new URL(href);
    const match = pageAt(this.#rules, url);
    const page = new Page(this.#document, this.#rules, this.#dom, match?.address ?? { parts: {}, url });
    this.#page = page;
    this.#places.clear();
    const anchors: PageReading['anchors'] = new Map();
    const subjects: Subject[] = [];
    const add = (rule: SubjectRule): Tally => {
      const tally: Tally = { roots: 0, read: 0, missing: [] };
      let last: { root: Element; who: string } | undefined;
      for (const root of page.roots(rule)) {
        if (subjects.length >= COUNT_LIMITS.subjects) break;
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
    for (const rule of this.#rules.everywhere ?? []) add(rule);
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

  #find(page: Page, rule: SubjectRule, root: Element): Known & { found: Found } {
    const before = this.#known.get(root);
    // A profile depends on the address as well, and on sections outside its own element.
    if (before?.found && rule.surface !== 'profile') return { ...before, found: before.found };
    const found = page.find(rule, root);
    const facts = found.subject?.facts;
    const who = facts?.handle ?? facts?.memberId ?? facts?.memberNumericId ?? facts?.name ?? '';
    const key = before?.who === who ? before.key : `${rule.surface}-${++this.#keys}`;
    this.#known.set(root, { key, who, found });
    return { key, who, found };
  }

  #forget(element: Element): void {
    const known = this.#known.get(element);
    if (known) known.found = undefined;
  }
}

/** Reads a document once. */
export function readPage(document: Document, href: string, rules: SiteRules, realm?: Realm): PageReading {
  return new PageReader(document, rules, realm).read(href);
}

interface Outcome {
  health: Health;
  generation?: string;
}

/** Elements looked at for one kind of subject. */
const MAX_ROOTS = 5_000;

const NOT_APPLICABLE: Outcome = { health: { state: 'not-applicable', missing: [] } };

function readKind(page: Page, rule: PageRule, add: (rule: SubjectRule) => Tally): Outcome {
  if (rule.own !== undefined && page.has(rule.own)) return NOT_APPLICABLE;
  let unread: Outcome | undefined;
  for (const generation of rule.generations) {
    if (!page.has(generation.when)) continue;
    const tallies = generation.subjects.map(add);
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

/** One page at one address: resolves places to values. */
class Page {
  readonly site: string;
  readonly shadowRoots: ShadowRoot[];
  readonly #document: Document;
  readonly #rules: SiteRules;
  readonly #dom: Dom;
  readonly #address: Address;
  #person: ReturnType<typeof describedPerson> | undefined;

  constructor(document: Document, rules: SiteRules, dom: Dom, address: Address) {
    this.#document = document;
    this.#rules = rules;
    this.#dom = dom;
    this.#address = address;
    const host = address.url.hostname.replace(/^www\./, '');
    this.site = rules.hosts.includes('*') ? host.slice(0, 64) : rules.id;
    this.shadowRoots = rules.shadowHosts === undefined ? [] : dom.shadowRoots(document, rules.shadowHosts);
  }

  has(selector: string): boolean {
    return this.#dom.has(this.#document, selector);
  }

  roots(rule: SubjectRule): Element[] {
    const all = [this.#document, ...this.shadowRoots].flatMap((start) => this.#dom.all(start, rule.root, MAX_ROOTS));
    const { not } = rule;
    if (rule.surface === 'profile') return all.slice(0, 1);
    // The latest of an endless list are those being looked at.
    const latest = all.slice(-COUNT_LIMITS.subjects);
    return not === undefined ? latest : latest.filter((r) => !this.#dom.matches(r, not) && !this.#dom.has(r, not));
  }

  find(rule: SubjectRule, root: Element): Found {
    const scope: Scope = { root };
    const at = rule.anchor.at === undefined ? root : this.#dom.all(root, rule.anchor.at)[0];
    const anchor: Anchor = { element: at ?? root, position: at ? rule.anchor.position : 'beforebegin' };
    if (!this.#agrees(rule, scope)) return { subject: null, missing: ['account'], anchor };

    const facts: Facts = { site: this.site };
    for (const [fact, places] of Object.entries(rule.facts)) this.#read(facts, fact as TextFact, places, scope);
    joinMemberIds(facts);
    const missing = rule.require.filter((fact) =>
      fact === 'account' ? !hasAccount(facts) : facts[fact] === undefined,
    );
    if (missing.length > 0) return { subject: null, missing, anchor };

    if (rule.experience) put(facts, 'experience', this.#rows(rule.experience, scope));
    if (rule.education) put(facts, 'education', this.#rows(rule.education, scope));
    const messages = this.#messages(rule, scope);
    const subject: Subject = { key: '', surface: rule.surface, facts, ...(messages.length > 0 && { messages }) };
    return { subject, missing: [], anchor };
  }

  /** Whether the page names the same person as its address. After in-page navigation the two differ for a while. */
  #agrees(rule: SubjectRule, scope: Scope): boolean {
    const named = (rule.agrees ?? []).flatMap((place) => this.#values(place, scope, TEXT_LIMITS.handle));
    const wanted = this.#address.parts.handle;
    if (wanted === undefined) return true;
    const comparable = named.filter((name) => isMemberId(name) === isMemberId(wanted));
    if (comparable.length === 0) return true;
    if (isMemberId(wanted)) return comparable.includes(wanted);
    return comparable.some((name) => foldHandle(name) === foldHandle(wanted));
  }

  #read(facts: Facts, fact: TextFact, places: Place[], scope: Scope): void {
    if (fact === 'connections' || fact === 'followers') {
      const words = vocabulary(places);
      const count = parseCount(this.#value(places, scope, 200), words);
      if (count) put(facts, fact, fact === 'followers' ? count.count : count);
      return;
    }
    if (fact === 'degree') {
      const degree = this.#value(places, scope, 40);
      if (isDegree(degree)) facts.degree = degree;
      return;
    }
    const value = this.#value(places, scope, TEXT_LIMITS[fact]);
    if (value !== '') facts[fact] = fact === 'name' ? undouble(value) : value;
  }

  #rows(rule: RowsRule, scope: Scope): Record<string, string>[] | undefined {
    const rows: Record<string, string>[] = [];
    for (const root of this.#dom.all(rule.from === 'page' ? this.#document : scope.root, rule.rows)) {
      if (rows.length >= COUNT_LIMITS.positions) break;
      const group = rule.group === undefined ? undefined : this.#dom.around(root, rule.group);
      const fields = group && rule.grouped ? rule.grouped : rule.alone;
      const row: Record<string, string> = {};
      for (const [name, places] of Object.entries(fields)) {
        const limit = name === 'employmentType' ? TEXT_LIMITS.employmentType : TEXT_LIMITS.dates;
        const value = this.#value(
          places,
          { root, group },
          name === 'employmentType' ? limit : name === 'dates' ? limit : 300,
        );
        if (value !== '') row[name] = value;
      }
      if (Object.keys(row).length > 0) rows.push(row);
    }
    return rows.length > 0 ? rows : undefined;
  }

  #messages(rule: SubjectRule, scope: Scope): Message[] {
    const { messages } = rule;
    if (!messages) return [];
    const rows = this.#dom.all(scope.root, messages.rows).slice(-COUNT_LIMITS.messages);
    return rows.flatMap((root) => {
      const text = this.#value(messages.text, { root }, TEXT_LIMITS.message);
      return text === '' ? [] : [{ from: this.#dom.matches(root, messages.theirs) ? 'them' : 'me', text }];
    });
  }

  /** The first value that any of the places yields. */
  #value(places: Place[], scope: Scope, limit: number): string {
    for (const place of places) {
      const value = this.#values(place, scope, limit, 1)[0];
      if (value !== undefined) return value;
    }
    return '';
  }

  #values(place: Place, scope: Scope, limit: number, most = 10): string[] {
    const values: string[] = [];
    let shown = -1;
    for (const raw of this.#raw(place, scope, limit)) {
      if (raw === '') continue;
      shown++;
      if (place.nth !== undefined && shown !== place.nth) continue;
      const value = cut(clean(raw, place.clean ?? [], this.#linkHandle), limit);
      if (value !== '') values.push(value);
      if (values.length >= most || shown === place.nth) break;
    }
    return values;
  }

  *#raw(place: Place, scope: Scope, limit: number): Generator<string> {
    const dom = this.#dom;
    if ('address' in place) return yield this.#address.parts[place.address] ?? '';
    if ('jsonLd' in place) return yield at(this.#describedPerson(), place.jsonLd);
    if ('json' in place) {
      const handle = this.#address.parts.handle;
      if (handle !== undefined) yield at(embeddedObject(dom, this.#document, place.of, place.key, handle), place.json);
      return;
    }
    const start = place.from === 'page' ? this.#document : place.from === 'group' ? scope.group : scope.root;
    if (!start) return;
    const selector = 'text' in place ? place.text : 'label' in place ? place.label : place.of;
    const elements = selector === 'self' ? [start as Element] : dom.all(start, selector);
    for (const element of elements) {
      if (place.samePerson && !this.#isThisPerson(dom.attribute(element, 'href'))) continue;
      if ('text' in place) yield dom.text(element, this.#rules.unseen, limit);
      else if ('label' in place) {
        yield dom.attribute(element, 'aria-label') || dom.attribute(element, 'alt') || dom.attribute(element, 'title');
      } else yield dom.attribute(element, place.attribute);
    }
  }

  #describedPerson(): ReturnType<typeof describedPerson> {
    this.#person ??= describedPerson(this.#dom, this.#document, (address) => this.#isThisPerson(address));
    return this.#person;
  }

  #isThisPerson(href: string): boolean {
    const handle = this.#linkHandle(href);
    return handle !== '' && foldHandle(handle) === foldHandle(this.#address.parts.handle ?? '');
  }

  readonly #linkHandle = (href: string): string => {
    const url = URL.parse(href, this.#address.url.href);
    const own = this.#rules.hosts.includes('*') ? [this.#address.url.hostname] : this.#rules.hosts;
    if (!url || !own.some((host) => covers(host, url.hostname))) return '';
    const match = pageAt(this.#rules, url);
    return (match?.page.kind === 'profile' && match.address.parts.handle) || '';
  };
}

/** The numeric id is inside the member id. Two that differ come from two people: then neither is believed. */
function joinMemberIds(facts: Facts): void {
  if (facts.memberId === undefined) return;
  const inside = numericMemberId(facts.memberId);
  if (facts.memberNumericId !== undefined && facts.memberNumericId !== inside) {
    delete facts.memberId;
    delete facts.memberNumericId;
  } else if (inside !== undefined) {
    facts.memberNumericId = inside;
  }
}

function hasAccount(facts: Facts): boolean {
  return facts.handle !== undefined || facts.memberId !== undefined || facts.memberNumericId !== undefined;
}

function put<F extends keyof Facts>(facts: Facts, fact: F, value: unknown): void {
  if (value !== undefined) facts[fact] = value as Facts[F];
}

function vocabulary(places: Place[]): string[] {
  return places.flatMap((place) =>
    (place.clean ?? []).flatMap((cleanup) => (typeof cleanup === 'object' && 'count' in cleanup ? cleanup.count : [])),
  );
}

function isDegree(value: string): value is Degree {
  return value === '1st' || value === '2nd' || value === '3rd';
}

/** At most `limit` UTF-16 units, without half a character at the end. */
function cut(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, limit).replace(/[\ud800-\udbff]$/, '');
}
