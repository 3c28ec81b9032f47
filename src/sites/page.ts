/** One page at one address: resolves the places that rules name to what stands there. */
import { foldHandle, isMemberId, numericMemberId } from '../profile/account.ts';
import type { Degree, Facts, Message, Subject } from '../profile/facts.ts';
import { COUNT_LIMITS, TEXT_LIMITS } from '../profile/limits.ts';
import { type Address, covers, pageAt } from './address.ts';
import { clean, parseCount, undouble } from './cleanups.ts';
import type { Dom, Start } from './dom.ts';
import type { Place, RowsRule, SiteRules, SubjectRule, TextFact } from './rules.ts';
import { at, describedPerson, embeddedObject } from './structured.ts';

/** Where on the page a subject stands, and where a warning about it goes. */
export interface Anchor {
  element: Element;
  position: InsertPosition;
}

export interface Found {
  subject: Subject | null;
  /** Required facts that are not there. */
  missing: string[];
  anchor: Anchor;
}

/** The elements that a place may start from. */
interface Scope {
  root: Element;
  group?: Element | null;
}

/** Elements looked at for one kind of subject, and for one place. */
const MAX_ROOTS = 5_000;
const MAX_MATCHES = 100;

export class Page {
  readonly site: string;
  readonly shadowRoots: ShadowRoot[];
  readonly #root: Element[];
  readonly #starts: Start[];
  readonly #rules: SiteRules;
  readonly #dom: Dom;
  readonly #address: Address;
  #person: ReturnType<typeof describedPerson> | undefined;

  constructor(document: Document, rules: SiteRules, dom: Dom, address: Address) {
    this.#root = dom.root(document);
    this.#rules = rules;
    this.#dom = dom;
    this.#address = address;
    const host = address.url.hostname.replace(/^www\./, '');
    this.site = rules.hosts.includes('*') ? host.slice(0, 64) : rules.id;
    const { shadowHosts } = rules;
    this.shadowRoots =
      shadowHosts === undefined ? [] : this.#root.flatMap((root) => dom.shadowRoots(root, shadowHosts));
    this.#starts = [...this.#root, ...this.shadowRoots];
  }

  has(selector: string): boolean {
    return this.#first(selector) !== null;
  }

  /** The first match in the document, else in the shadow roots. */
  #first(selector: string): Element | null {
    for (const start of this.#starts) {
      const found = this.#dom.first(start, selector);
      if (found) return found;
    }
    return null;
  }

  roots(rule: SubjectRule): Element[] {
    if (rule.when !== undefined && !this.has(rule.when)) return [];
    if (rule.surface === 'profile') {
      const root = this.#first(rule.root);
      return root ? [root] : [];
    }
    const { not } = rule;
    // The latest of an endless list are those being looked at.
    const latest = this.#starts
      .flatMap((start) => Array.from(this.#dom.all(start, rule.root)).slice(0, MAX_ROOTS))
      .slice(-COUNT_LIMITS.subjects);
    return not === undefined ? latest : latest.filter((r) => !this.#dom.matches(r, not) && !this.#dom.first(r, not));
  }

  /** The profile is the reader's own. */
  isOwn(rule: SubjectRule, root: Element): boolean {
    return rule.own !== undefined && this.#dom.first(root, rule.own) !== null;
  }

  find(rule: SubjectRule, root: Element): Found {
    const scope: Scope = { root };
    const at = rule.anchor.at === undefined ? root : this.#dom.first(root, rule.anchor.at);
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
    const wanted = this.#address.parts.handle;
    if (wanted === undefined || !rule.agrees) return true;
    const named = rule.agrees.flatMap((place) => this.#values(place, scope, TEXT_LIMITS.handle));
    const comparable = named.filter((name) => isMemberId(name) === isMemberId(wanted));
    if (comparable.length === 0) return true;
    if (isMemberId(wanted)) return comparable.includes(wanted);
    return comparable.some((name) => foldHandle(name) === foldHandle(wanted));
  }

  #read(facts: Facts, fact: TextFact, places: Place[], scope: Scope): void {
    if (fact === 'connections' || fact === 'followers') {
      const count = parseCount(this.#value(places, scope, 200), vocabulary(places));
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
    const section = rule.section === undefined ? scope.root : this.#first(rule.section);
    if (!section) return undefined;
    const rows = Array.from(this.#dom.all(section, rule.rows)).slice(0, COUNT_LIMITS.positions);
    const read = rows.map((root) => {
      const group = rule.group === undefined ? null : this.#dom.around(root, rule.group);
      const row: Record<string, string> = {};
      for (const [name, places] of Object.entries(group && rule.grouped ? rule.grouped : rule.alone)) {
        const limit = name === 'employmentType' || name === 'dates' ? TEXT_LIMITS[name] : TEXT_LIMITS.title;
        const value = this.#value(places, { root, group }, limit);
        if (value !== '') row[name] = value;
      }
      return row;
    });
    const filled = read.filter((row) => Object.keys(row).length > 0);
    return filled.length > 0 ? filled : undefined;
  }

  #messages({ messages }: SubjectRule, scope: Scope): Message[] {
    if (!messages) return [];
    const rows = Array.from(this.#dom.all(scope.root, messages.rows)).slice(-COUNT_LIMITS.messages);
    return rows.flatMap((root) => {
      const text = this.#value(messages.text, { root }, TEXT_LIMITS.message);
      return text === '' ? [] : [{ from: this.#dom.matches(root, messages.theirs) ? 'them' : 'me', text }];
    });
  }

  /** The first value that any of the places yields. */
  #value(places: Place[], scope: Scope, limit: number): string {
    for (const place of places) {
      const [value] = this.#values(place, scope, limit, 1);
      if (value !== undefined) return value;
    }
    return '';
  }

  #values(place: Place, scope: Scope, limit: number, most = 10): string[] {
    const values: string[] = [];
    let shown = -1;
    /** @returns whether more is wanted */
    const take = (raw: string): boolean => {
      if (raw === '') return true;
      shown++;
      if (place.nth !== undefined && shown !== place.nth) return true;
      const value = cut(clean(raw, place.clean ?? [], this.#linkHandle), limit);
      if (value !== '') values.push(value);
      return values.length < most && shown !== place.nth;
    };
    if ('address' in place) take(this.#address.parts[place.address] ?? '');
    else if ('jsonLd' in place) take(at(this.#describedPerson(), place.jsonLd));
    else if ('json' in place) take(at(this.#embedded(place.of, place.key), place.json));
    else {
      const start = place.from === 'page' ? this.#root[0] : place.from === 'group' ? scope.group : scope.root;
      const selector = 'text' in place ? place.text : 'label' in place ? place.label : place.of;
      const elements = !start ? [] : selector === 'self' ? [start] : this.#dom.all(start, selector);
      for (let index = 0; index < elements.length && index < MAX_MATCHES; index++) {
        if (!take(this.#seen(place, elements[index]!, limit))) break;
      }
    }
    return values;
  }

  /** What the place names of one element. */
  #seen(place: Place, element: Element, limit: number): string {
    const attribute = (name: string) => this.#dom.attribute(element, name);
    if (place.samePerson && !this.#isThisPerson(attribute('href'))) return '';
    if ('text' in place) return this.#dom.text(element, this.#rules.unseen, limit);
    if ('attribute' in place) return attribute(place.attribute);
    return attribute('aria-label') || attribute('alt') || attribute('title');
  }

  #embedded(of: string, key: string): ReturnType<typeof embeddedObject> {
    const { handle } = this.#address.parts;
    return handle === undefined ? null : embeddedObject(this.#dom, this.#root, of, key, handle);
  }

  #describedPerson(): ReturnType<typeof describedPerson> {
    this.#person ??= describedPerson(this.#dom, this.#root, (address) => this.#isThisPerson(address));
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
