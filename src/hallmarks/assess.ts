/**
 * Which hallmarks a profile and a conversation show, with the words that matched, and whether together they amount to
 * what an analyst would call a pattern. Never looks at names, places, photos, connections or the user's own messages.
 */
import type { Facts, Message } from '../profile/facts.ts';
import type { HallmarkEvidence, HallmarkPattern } from '../verdict/verdict.ts';
import type { TextName } from './compiled.ts';
import type { Hallmarks } from './open.ts';
import type { Hit } from './phrases.ts';
import type { Policy, PreparedCondition, PreparedRule } from './prepare.ts';
import { ReadText } from './reading.ts';
import { eachPassage, type Quote, type Shown, type Words, weigh } from './weigh.ts';

export interface HallmarkAssessment {
  /** Heaviest first; only hallmarks that speak against the approach. */
  evidence: HallmarkEvidence[];
  pattern: HallmarkPattern;
  /** False when a message is in a language that no rule reads: then silence means nothing. */
  languageRead: boolean;
}

/** What a rule reads that names no text: some make their offer to everybody, on their own profile. */
const APPROACH = ['messages'] as const;
const APPROACH_ON_PROFILE = ['messages', 'headline', 'about'] as const;
const MOST_QUOTES = 3;
const LONGEST_QUOTE = 160;
const EVERYWHERE: Found = { quotes: [], sentences: [] };

export function assessHallmarks(
  hallmarks: Hallmarks,
  facts: Facts,
  messages: readonly Message[] = [],
): HallmarkAssessment {
  const { rules, offer, policy, tally } = hallmarks;
  const conversation = messages.filter((message) => message.from === 'them').map((message) => message.text);
  const texts = new Map<TextName, ReadText>();
  const textOf = (name: TextName): ReadText => {
    let text = texts.get(name);
    if (text === undefined) {
      text = new ReadText(hallmarks, name === 'messages' ? conversation : [facts[name] ?? '']);
      texts.set(name, text);
    }
    return text;
  };

  // A life told in full names money, reports and ministries too: it is read as an approach only where it makes an offer.
  const told = match(offer, { facts, textOf, words: NO_WORDS, policy, unlessTold: [] });
  const unlessTold = told ? APPROACH_ON_PROFILE : APPROACH;
  const words = wordsOf(unlessTold.map(textOf), tally.points);
  const subject = { facts, textOf, words, policy, unlessTold };
  const shown: Shown<PreparedRule>[] = [];
  for (const rule of rules) {
    const found = match(rule.when, subject);
    if (found) shown.push({ rule, ...found });
  }
  const evidence = shown
    .filter(({ rule }) => rule.weight > 0)
    .map(({ rule, quotes }): HallmarkEvidence => {
      const { id, title, explanation, advice, step, source, weight, wordings } = rule;
      return {
        ...{ kind: 'hallmark', id, title, explanation, advice, step, source, weight, quotes: distinct(quotes) },
        ...(wordings && { wordings }),
      };
    })
    .sort((a, b) => b.weight - a.weight);
  return { evidence, pattern: weigh(shown, words, policy), languageRead: textOf('messages').languageRead };
}

type Found = Omit<Shown, 'rule'>;

/** What conditions are about. */
interface Subject {
  facts: Facts;
  textOf(name: TextName): ReadText;
  /** Those of the tally that are there. */
  words: Tallied;
  policy: Policy;
  /** The texts of a condition that names none. */
  unlessTold: readonly TextName[];
}

/** Where the condition holds (no quotes for one on facts), or null when it does not. */
function match(condition: PreparedCondition, subject: Subject): Found | null {
  const { near, only, present, missing, below, several, tally } = condition;
  const { facts, textOf, unlessTold } = subject;
  if (several) {
    const found = several.of.map((part) => match(part, subject)).filter((part) => part !== null);
    if (found.length < several.atLeast) return null;
    return {
      quotes: found.flatMap(({ quotes }) => quotes),
      sentences: found.flatMap(({ sentences }) => sentences),
    };
  }
  if (present) return size(facts, present) ? EVERYWHERE : null;
  if (missing) return size(facts, missing) === 0 ? EVERYWHERE : null;
  if (below) {
    const count = size(facts, below.field);
    return count !== undefined && count < below.count ? EVERYWHERE : null;
  }
  if (tally) return enough(subject, tally);
  const found: Found = { quotes: [], sentences: [] };
  for (const name of condition.in ?? unlessTold) {
    const text = textOf(name);
    if (near)
      together(text, near, condition, (hits, sentence) => {
        if (found.quotes.length < MOST_QUOTES) {
          const quoted = [...hits];
          found.quotes.push(() => text.quote(quoted));
        }
        if (name === 'messages' && sentence !== found.sentences.at(-1)) found.sentences.push(sentence);
      });
    else if (text.isOnly(only!)) found.quotes.push(() => facts[name as Exclude<TextName, 'messages'>] ?? '');
  }
  return found.quotes.length > 0 ? found : null;
}

/** Words of the tally, and the texts in which they are. */
interface Tallied extends Words {
  texts: readonly ReadText[];
}
const NO_WORDS: Tallied = { points: [], placed: [], everywhere: [], texts: [] };

/** @param texts the messages, and what else is read as an approach */
function wordsOf(texts: readonly ReadText[], points: readonly number[]): Tallied {
  const [messages, ...others] = texts;
  const there = (word: number, inTexts: readonly ReadText[]) => inTexts.some((text) => text.quoteTallied(word) !== '');
  const everywhere =
    others.length === 0 ? [] : [...points.keys()].filter((word) => there(word, others) && !there(word, [messages!]));
  return { points, placed: messages!.tallied, everywhere, texts };
}

/** The heaviest words, and the ends of the passages whose words come to so many points. */
function enough({ words, policy }: Subject, least: number): Found | null {
  const sentences: number[] = [];
  let most = Number.NEGATIVE_INFINITY;
  eachPassage([], words, policy, ({ points, last }) => {
    most = Math.max(most, points);
    if (points >= least) sentences.push(last);
    return false;
  });
  if (most < least) return null;
  // They are looked for when they are to be shown.
  return { quotes: Array.from({ length: MOST_QUOTES }, (_, at) => () => heaviestOf(words)[at] ?? ''), sentences };
}

/** The first that are there: they are in the order of what they add. */
function heaviestOf({ points, texts }: Tallied): string[] {
  const heaviest: string[] = [];
  for (let word = 0; word < points.length && heaviest.length < MOST_QUOTES; word++) {
    const quoted = texts.map((text) => text.quoteTallied(word)).find((quote) => quote !== '');
    if (quoted !== undefined) heaviest.push(quoted);
  }
  return heaviest;
}

/** Characters or list items of a fact; undefined when the page does not show it. */
function size(facts: Facts, field: NonNullable<PreparedCondition['present']>): number | undefined {
  const value = facts[field];
  return typeof value === 'string' ? value.trim().length : value?.length;
}

/** Finds sets of hits, one of each group, that lie within as many sentences as told. One pass over the hits. */
function together(
  text: ReadText,
  groups: readonly number[],
  { sentences = 1, without }: PreparedCondition,
  found: (hits: readonly Hit[], sentence: number) => void,
): void {
  const lists: (readonly Hit[])[] = [];
  for (const group of groups) {
    const hits = text.hitsOf(group);
    if (hits.length === 0) return;
    lists.push(hits);
  }
  const excluded = without === undefined ? undefined : text.sentencesOf(without);
  const next = lists.map(() => 0);
  const latest: (Hit | undefined)[] = lists.map(() => undefined);
  while (true) {
    let group = -1;
    let hit: Hit | undefined;
    for (let at = 0; at < lists.length; at++) {
      const candidate = lists[at]![next[at]!];
      if (candidate === undefined || (hit !== undefined && candidate.start >= hit.start)) continue;
      group = at;
      hit = candidate;
    }
    if (hit === undefined) return;
    next[group]!++;
    if (excluded?.has(hit.sentence)) continue;
    latest[group] = hit;
    const earliest = hit.sentence - sentences;
    let missing = 0;
    while ((latest[missing]?.sentence ?? earliest) > earliest) missing++;
    if (missing === latest.length) {
      found(latest as Hit[], hit.sentence);
      for (let at = 0; at < latest.length; at++) latest[at] = undefined;
      continue;
    }
    // Nothing comes together before the next of what is missing: all that is too far from it is passed over.
    const needed = lists[missing]![next[missing]!];
    if (needed === undefined) return;
    const tooEarly = needed.sentence - sentences;
    if (hit.sentence > tooEarly) continue;
    for (let at = 0; at < lists.length; at++) {
      const hits = lists[at]!;
      while (next[at]! < hits.length && hits[next[at]!]!.sentence <= tooEarly) next[at]!++;
    }
  }
}

function distinct(quotes: readonly Quote[]): string[] {
  const texts: string[] = [];
  for (const quote of quotes) {
    const text = quote();
    if (text !== '' && !texts.includes(text) && texts.push(text) === MOST_QUOTES) break;
  }
  return texts.map((text) => (text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE).trimEnd()}…` : text));
}
