/** Compares what was read of a page with what a person sees on it. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Reading, Subject } from '../profile/facts.ts';

/** The facts that are judged, in the order of the table. */
const TEXTS = [
  ...(['name', 'handle', 'memberId', 'memberNumericId', 'pronouns', 'headline'] as const),
  ...(['company', 'school', 'location', 'about', 'degree', 'photoUrl'] as const),
];
const JUDGED = [...TEXTS, 'connections', 'followers'] as const;
const LISTS = ['experience', 'education'] as const;
const FIELDS = [...JUDGED, ...LISTS, 'cards', 'conversations'] as const;
type Field = (typeof FIELDS)[number];

const text = z.string().nullish();
const texts = z.object(
  Object.fromEntries(TEXTS.map((name) => [name, text])) as Record<(typeof TEXTS)[number], typeof text>,
);
const facts = texts.extend({
  connections: z.object({ count: z.int(), plus: z.boolean(), text: z.string() }).nullish(),
  followers: z.int().nullish(),
  experience: z.array(z.object({ title: text, company: text, employmentType: text, dates: text })).nullish(),
  education: z.array(z.object({ school: text, degree: text, dates: text })).nullish(),
});
const conversation = facts
  .extend({ messages: z.array(z.object({ text: z.string(), outgoing: z.boolean() })).nullish(), with: text })
  .transform(({ messages, with: name, ...rest }) => ({
    ...rest,
    name,
    messages: (messages ?? []).map(({ text, outgoing }) => ({ from: outgoing ? 'me' : 'them', text })),
  }));

/** `X.expected.json`: what a person sees on `X.html`. A fact that is null is not on the page; one that is left out is not judged. */
export const expectedPageSchema = z.object({
  url: z.url(),
  kind: z.string(),
  generation: z.string().nullish(),
  facts: facts.nullish(),
  cards: z.array(facts).nullish(),
  conversations: z.array(conversation).nullish(),
});
type ExpectedPage = z.output<typeof expectedPageSchema>;
type Person = z.output<typeof facts> & { messages?: unknown };

interface Count {
  expected: number;
  right: number;
}
const noFields = () =>
  Object.fromEntries(FIELDS.map((field) => [field, { expected: 0, right: 0 }])) as Record<Field, Count>;

export class PageScore {
  readonly fields = noFields();
  /** Facts read that are not on the page, or that are on a page that shows nobody. */
  falseFacts = 0;
  readonly differences: string[] = [];

  constructor({ subjects }: Reading, page: ExpectedPage) {
    this.#people('', page.facts ? [page.facts] : [], subjects, ['profile']);
    this.#people('cards', page.cards ?? [], subjects, ['card', 'invitation', 'post', 'comment']);
    this.#people('conversations', page.conversations ?? [], subjects, ['conversation']);
  }

  /** Compares those expected with those read on these surfaces, in their order; any that were read beyond them are false. */
  #people(group: '' | 'cards' | 'conversations', expected: Person[], all: Subject[], surfaces: Subject['surface'][]) {
    const read = all.filter(({ surface }) => surfaces.includes(surface));
    for (const [index, person] of expected.entries()) {
      const before = this.differences.length;
      this.#person(group && `${group}.${index}.`, person, read[index]);
      if (group) this.#count(group, this.differences.length === before);
    }
    for (const { surface, facts } of read.slice(expected.length)) {
      this.falseFacts += Object.keys(facts).length - 1;
      this.#differ(`${group && `${group}.`}${surface}`, null, facts);
    }
  }

  #person(at: string, expected: Person, subject: Subject | undefined): void {
    const read = subject?.facts;
    for (const field of JUDGED) {
      if (expected[field] !== undefined) this.#fact(field, at + field, expected[field], read?.[field]);
    }
    for (const list of LISTS) {
      if (expected[list] === undefined) continue;
      const [shown, found] = [expected[list] ?? [], read?.[list] ?? []];
      for (let index = 0; index < Math.max(shown.length, found.length); index++)
        this.#fact(list, `${at}${list}.${index}`, shown[index] ?? null, found[index]);
    }
    if (expected.messages && !same(expected.messages, subject?.messages ?? []))
      this.#differ(`${at}messages`, expected.messages, subject?.messages);
  }

  #fact(field: Field, at: string, expected: unknown, read: unknown): void {
    const right = same(expected, read);
    if (expected !== null) this.#count(field, right);
    else if (!right) this.falseFacts++;
    if (!right) this.#differ(at, expected, read);
  }

  #count(field: Field, right: boolean): void {
    this.fields[field].expected++;
    if (right) this.fields[field].right++;
  }

  #differ(at: string, expected: unknown, read: unknown): void {
    this.differences.push(`${at}: expected ${JSON.stringify(expected)}, read ${JSON.stringify(read ?? null)}`);
  }
}

/** What many pages come to, and each generation of markup by itself. */
export class PageTotals {
  pages = 0;
  falseFacts = 0;
  readonly fields = noFields();
  readonly byGeneration: Record<string, Count & { pages: number; falseFacts: number }> = {};

  add(page: ExpectedPage, score: PageScore): void {
    // "ember 2024 (text-heading-xlarge)" -> "ember"
    const name = page.generation?.split(/[\s(]/, 1)[0] || page.kind;
    this.byGeneration[name] ??= { pages: 0, expected: 0, right: 0, falseFacts: 0 };
    const generation = this.byGeneration[name];
    for (const sum of [this, generation]) {
      sum.pages++;
      sum.falseFacts += score.falseFacts;
    }
    for (const field of FIELDS) {
      for (const count of [this.fields[field], generation]) {
        count.expected += score.fields[field].expected;
        count.right += score.fields[field].right;
      }
    }
  }
}

/** As people see it: what is null on one side and absent on the other is the same nothing. */
const same = (one: unknown, other: unknown) => isDeepStrictEqual(plain(one), plain(other));

const plain = (value: unknown) => JSON.parse(JSON.stringify([value], (_, each) => each ?? undefined));
