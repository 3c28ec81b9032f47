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
  words: Words,
  { span, relief }: Policy,
  visit: (passage: Readonly<Passage>) => boolean,
): void {
  // Rules and words are numbered as one: the rules come after the words.
  const first = words.points.length;
  const there = new Uint32Array(first + shown.length);
  const passage: Passage = { points: 0, aspects: {}, last: 0 };
  let added = 0;
  let taken = 0;
  const count = (kind: number, sign: 1 | -1) => {
    const rule = kind < first ? undefined : shown[kind - first]!.rule;
    const points = sign * (rule?.weight ?? words.points[kind]!);
    if (!rule && words.points[kind]! < 0) taken -= points;
    else added += points;
    passage.points = added - Math.min(taken, relief);
    if (rule && rule.weight > 0) passage.aspects[rule.aspect] = (passage.aspects[rule.aspect] ?? 0) + sign;
  };
  const add = (kind: number) => {
    if (there[kind]!++ === 0) count(kind, 1);
  };
  for (const word of words.everywhere) add(word);
  for (const [at, { sentences }] of shown.entries()) if (sentences.length === 0) add(first + at);
  if (visit(passage)) return;
  const placed = inOrder(shown, words);
  let end = 0;
  for (let start = 0; start < placed.length; start += 2) {
    const beyond = placed[start]! + span;
    const before = end;
    for (; end < placed.length && placed[end]! < beyond; end += 2) add(placed[end + 1]!);
    if (end > before) {
      passage.last = placed[end - 2]!;
      if (visit(passage)) return;
    }
    const kind = placed[start + 1]!;
    if (--there[kind]! === 0) count(kind, -1);
  }
}

/** The sentence and the number of each, by sentence. */
function inOrder(shown: readonly Shown[], { points, placed }: Words): readonly number[] | Int32Array {
  if (shown.length === 0) return placed;
  // One number each, by sentence and then by rule: numbers are sorted fast.
  const count = shown.length;
  const rules = new Float64Array(
    shown.flatMap(({ sentences }, at) => sentences.map((sentence) => sentence * count + at)),
  ).sort();
  const all = new Int32Array(placed.length + 2 * rules.length);
  let to = 0;
  let at = 0;
  for (const rule of rules) {
    const sentence = Math.floor(rule / count);
    while (at < placed.length && placed[at]! <= sentence) {
      all[to++] = placed[at++]!;
      all[to++] = placed[at++]!;
    }
    all[to++] = sentence;
    all[to++] = points.length + (rule % count);
  }
  while (at < placed.length) all[to++] = placed[at++]!;
  return all;
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
