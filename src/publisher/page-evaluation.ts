/** Compares what was read of a page with what a person sees on it. */
import { z } from 'zod';
import type { Reading, Subject } from '../profile/facts.ts';

/** The facts that are judged, in the order of the table. */
const TEXTS = [
  'name',
  'handle',
  'memberId',
  'memberNumericId',
  'pronouns',
  'headline',
  'company',
  'school',
  'location',
  'about',
  'degree',
  'photoUrl',
] as const;
const JUDGED = [...TEXTS, 'connections', 'followers'] as const;
const LISTS = ['experience', 'education'] as const;
const FIELDS = [...JUDGED, ...LISTS, 'cards', 'conversations'] as const;
export type Field = (typeof FIELDS)[number];

const text = z.string().nullish();
const texts = z.object(
  Object.fromEntries(TEXTS.map((name) => [name, text])) as Record<(typeof TEXTS)[number], typeof text>,
);
const position = z.object({ title: text, company: text, employmentType: text, dates: text });
const study = z.object({ school: text, degree: text, dates: text });
const facts = texts.extend({
  connections: z.object({ count: z.int(), plus: z.boolean(), text: z.string() }).nullish(),
  followers: z.int().nullish(),
  experience: z.array(position).nullish(),
  education: z.array(study).nullish(),
});
const message = z.object({ text: z.string(), outgoing: z.boolean() });
const conversation = texts.extend({ with: text, messages: z.array(message).nullish() });

/** `X.expected.json`: what a person sees on `X.html`. A fact that is null is not on the page; one that is left out is not judged. */
export const expectedPageSchema = z.object({
  url: z.url(),
  kind: z.string(),
  generation: z.string().nullish(),
  facts: facts.nullish(),
  cards: z.array(facts).nullish(),
  conversations: z.array(conversation).nullish(),
});
export type ExpectedPage = z.output<typeof expectedPageSchema>;

export interface Count {
  expected: number;
  right: number;
}

export class PageScore {
  readonly fields = Object.fromEntries(FIELDS.map((field) => [field, { expected: 0, right: 0 }])) as Record<
    Field,
    Count
  >;
  /** Facts read that are not on the page, or that are on a page that shows nobody. */
  falseFacts = 0;
  readonly differences: string[] = [];

  constructor(reading: Reading, page: ExpectedPage) {
    const of = (...surfaces: Subject['surface'][]) =>
      reading.subjects.filter(({ surface }) => surfaces.includes(surface));
    const profiles = of('profile');
    if (page.facts) this.#person('', page.facts, profiles[0]);
    this.#surplus('', profiles.slice(page.facts ? 1 : 0));

    const cards = of('card', 'invitation', 'post', 'comment');
    for (const [index, card] of (page.cards ?? []).entries()) {
      this.#whole('cards', this.#person(`cards.${index}.`, card, cards[index]));
    }
    this.#surplus('cards.', cards.slice(page.cards?.length ?? 0));

    const conversations = of('conversation');
    for (const [index, { with: name, messages, ...rest }] of (page.conversations ?? []).entries()) {
      const at = `conversations.${index}.`;
      const read = conversations[index];
      const person = this.#person(at, { name, ...rest }, read);
      const said = (messages ?? []).map(({ text, outgoing }) => ({ from: outgoing ? 'me' : 'them', text }));
      const same = equal(said, read?.messages ?? []);
      if (!same) this.#differ(`${at}messages`, said, read?.messages);
      this.#whole('conversations', person && same);
    }
    this.#surplus('conversations.', conversations.slice(page.conversations?.length ?? 0));
  }

  /** Whether all judged facts of one person are right. */
  #person(at: string, expected: z.output<typeof facts>, subject: Subject | undefined): boolean {
    const read = subject?.facts;
    let right = true;
    for (const field of JUDGED) {
      if (expected[field] === undefined) continue;
      if (!this.#fact(field, `${at}${field}`, expected[field], read?.[field])) right = false;
    }
    for (const list of LISTS) {
      if (expected[list] === undefined) continue;
      const [shown, found] = [expected[list] ?? [], read?.[list] ?? []];
      for (let index = 0; index < Math.max(shown.length, found.length); index++) {
        if (!this.#fact(list, `${at}${list}.${index}`, shown[index] ?? null, found[index])) right = false;
      }
    }
    return right;
  }

  #fact(field: Field, at: string, expected: unknown, read: unknown): boolean {
    const right = equal(expected, read);
    if (expected !== null) this.fields[field].expected++;
    if (expected !== null && right) this.fields[field].right++;
    if (expected === null && !right) this.falseFacts++;
    if (!right) this.#differ(at, expected, read);
    return right;
  }

  #whole(field: 'cards' | 'conversations', right: boolean): void {
    this.fields[field].expected++;
    if (right) this.fields[field].right++;
  }

  #surplus(at: string, subjects: Subject[]): void {
    for (const { surface, facts } of subjects) {
      this.falseFacts += Object.keys(facts).length - 1;
      this.#differ(`${at}${surface}`, null, facts);
    }
  }

  #differ(at: string, expected: unknown, read: unknown): void {
    this.differences.push(`${at}: expected ${JSON.stringify(expected)}, read ${JSON.stringify(read ?? null)}`);
  }
}

/** What many pages come to, and each generation of markup by itself. */
export class PageTotals {
  pages = 0;
  falseFacts = 0;
  readonly fields = Object.fromEntries(FIELDS.map((field) => [field, { expected: 0, right: 0 }])) as Record<
    Field,
    Count
  >;
  readonly byGeneration: Record<string, Count & { pages: number; falseFacts: number }> = {};

  add(page: ExpectedPage, score: PageScore): void {
    // "ember 2024 (text-heading-xlarge)" -> "ember"
    const name = page.generation?.split(/[\s(]/, 1)[0] || page.kind;
    const generation = this.byGeneration[name] ?? { pages: 0, expected: 0, right: 0, falseFacts: 0 };
    this.byGeneration[name] = generation;
    this.pages++;
    generation.pages++;
    this.falseFacts += score.falseFacts;
    generation.falseFacts += score.falseFacts;
    for (const field of FIELDS) {
      for (const count of [this.fields[field], generation]) {
        count.expected += score.fields[field].expected;
        count.right += score.fields[field].right;
      }
    }
  }
}

/** Equal as people see it: what is null on one side and absent on the other is the same nothing. */
function equal(a: unknown, b: unknown): boolean {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

function plain(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined && field !== null);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, plain(field)]));
}
