/** What the hallmarks shown amount to. */
import type { HallmarkPattern } from '../verdict/verdict.ts';
import type { Rule } from './compiled.ts';
import type { Policy } from './prepare.ts';

/** The words that matched, cut out of the text when they are to be shown: most are not. */
export type Quote = () => string;

/** A rule that holds. */
export interface Shown<R = Pick<Rule, 'weight' | 'aspect'>> {
  rule: R;
  quotes: Quote[];
  /** In which sentences of the conversation; empty when it holds of the whole of it. */
  sentences: number[];
}

/** Words of the tally that are there. */
export interface Words {
  /** What each word of the tally adds. */
  points: readonly number[];
  /** As in `ReadText`. */
  placed: readonly number[];
  /** Those that are there, but in no sentence of the conversation. */
  everywhere: readonly number[];
}

/** What is shown within some sentences in a row. */
export interface Passage {
  /** The sum of what each rule and each word adds, once however often it is there. */
  points: number;
  /** How many rules of each aspect speak against the approach. */
  aspects: Partial<Record<Rule['aspect'], number>>;
  /** The last of the sentences. */
  last: number;
}

/**
 * Honest people who talk for long name everything some time. So only what stands within as many sentences as the policy
 * says is added up, and the strongest passage decides. Time grows with the number of sentences in which rules hold.
 */
export function weigh(shown: readonly Shown[], words: Words, policy: Policy): HallmarkPattern {
  let strongest: HallmarkPattern = 'none';
  eachPassage(shown, words, policy, (passage) => {
    const amount = amountOf(passage, policy);
    if (amount !== 'none') strongest = amount;
    return amount === 'pattern';
  });
  return strongest;
}

/** Calls `visit` with what holds everywhere, then with each longest passage that the policy allows, until it says true. */
export function eachPassage(
  shown: readonly Shown[],
  { points, placed, everywhere }: Words,
  { span, relief }: Policy,
  visit: (passage: Readonly<Passage>) => boolean,
): void {
  const wordsThere = new Uint32Array(points.length);
  const rulesThere = new Uint32Array(shown.length);
  const passage: Passage = { points: 0, aspects: {}, last: 0 };
  let added = 0;
  let taken = 0;
  const countWord = (word: number, sign: 1 | -1) => {
    const adds = points[word]! * sign;
    if (points[word]! < 0) taken -= adds;
    else added += adds;
  };
  const countRule = (at: number, sign: 1 | -1) => {
    const { weight, aspect } = shown[at]!.rule;
    added += weight * sign;
    if (weight > 0) passage.aspects[aspect] = (passage.aspects[aspect] ?? 0) + sign;
  };
  const visited = (last: number) => {
    passage.points = added - Math.min(taken, relief);
    passage.last = last;
    return visit(passage);
  };
  for (const word of everywhere) if (wordsThere[word]!++ === 0) countWord(word, 1);
  for (const [at, { sentences }] of shown.entries()) if (sentences.length === 0) countRule(at, 1);
  if (visited(0)) return;
  // One number each, by sentence and then by rule: numbers are sorted fast.
  const count = shown.length;
  const rules = new Float64Array(
    shown.flatMap(({ sentences }, at) => sentences.map((sentence) => sentence * count + at)),
  ).sort();
  const sentenceOf = (rule: number | undefined) => (rule === undefined ? undefined : Math.floor(rule / count));
  let [word, endOfWords, rule, endOfRules] = [0, 0, 0, 0];
  while (word < placed.length || rule < rules.length) {
    const sentence = Math.min(placed[word] ?? Infinity, sentenceOf(rules[rule]) ?? Infinity);
    const before = endOfWords + endOfRules;
    for (; placed[endOfWords]! < sentence + span; endOfWords += 2)
      if (wordsThere[placed[endOfWords + 1]!]!++ === 0) countWord(placed[endOfWords + 1]!, 1);
    for (; rules[endOfRules]! < (sentence + span) * count; endOfRules++)
      if (rulesThere[rules[endOfRules]! % count]!++ === 0) countRule(rules[endOfRules]! % count, 1);
    if (endOfWords + endOfRules > before) {
      const last = Math.max(placed[endOfWords - 2] ?? 0, sentenceOf(rules[endOfRules - 1]) ?? 0);
      if (visited(last)) return;
    }
    for (; placed[word] === sentence; word += 2)
      if (--wordsThere[placed[word + 1]!]! === 0) countWord(placed[word + 1]!, -1);
    for (; rules[rule]! < (sentence + 1) * count; rule++)
      if (--rulesThere[rules[rule]! % count]! === 0) countRule(rules[rule]! % count, -1);
  }
}

function amountOf({ points, aspects }: Passage, policy: Policy): HallmarkPattern {
  if (points < policy.mild) return 'none';
  if (points < policy.pattern) return 'mild';
  const shows = (aspect: Rule['aspect']) => (aspects[aspect] ?? 0) > 0;
  const different = COUNTED.filter(shows).length;
  const needed = shows('rewards') ? policy.pattern : policy.unrewarded;
  return points >= needed && different >= policy.aspects && policy.needs.every(shows) ? 'pattern' : 'mild';
}

/** All but `profile`. */
const COUNTED: readonly Rule['aspect'][] = ['asks', 'rewards', 'conceals', 'presses'];
