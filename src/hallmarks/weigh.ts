/** What the hallmarks shown amount to. */
import type { HallmarkPattern } from '../verdict/verdict.ts';
import type { Rule } from './compiled.ts';
import type { Policy } from './prepare.ts';

/** The words that matched, cut out of the text when they are to be shown: most are not. */
export type Quote = () => string;

/** What adds up: a rule, or a word of the tally. */
export type Weighed = Pick<Rule, 'weight' | 'aspect'>;

/** A rule that holds, or a word of the tally that is there. */
export interface Shown<R extends Weighed = Weighed> {
  rule: R;
  quotes: Quote[];
  /** In which sentences of the conversation; empty when it holds of the whole of it. */
  sentences: number[];
}

/** What is shown within some sentences in a row. */
export interface Passage {
  /** Each as often as it is shown there. */
  rules: ReadonlyMap<Weighed, number>;
  /** The sum of the weights, of each rule once. */
  points: number;
  last: number;
}

/**
 * Honest people who talk for long name everything some time. So only what stands within as many sentences as the policy
 * says is added up, and the strongest passage decides. Time grows with the number of sentences in which rules hold.
 */
export function weigh(shown: readonly Shown[], policy: Policy): HallmarkPattern {
  let strongest: HallmarkPattern = 'none';
  for (const passage of passages(shown, policy.span)) {
    const amount = amountOf(passage, policy);
    if (amount === 'pattern') return amount;
    if (amount === 'mild') strongest = amount;
  }
  return strongest;
}

/** What holds everywhere, then the longest passages of at most `span` sentences: one object that grows and shrinks. */
export function* passages(shown: readonly Shown[], span: number): Generator<Readonly<Passage>> {
  const rules = new Map<Weighed, number>();
  const passage: Passage = { rules, points: 0, last: 0 };
  const add = (rule: Weighed) => {
    const before = rules.get(rule) ?? 0;
    rules.set(rule, before + 1);
    if (before === 0) passage.points += rule.weight;
  };
  for (const { rule, sentences } of shown) if (sentences.length === 0) add(rule);
  yield passage;
  // One number each, by sentence and then by rule: numbers are sorted fast.
  const placed = new Float64Array(
    shown.flatMap(({ sentences }, at) => sentences.map((sentence) => sentence * shown.length + at)),
  ).sort();
  const sentenceOf = (place: number) => Math.floor(place / shown.length);
  let end = 0;
  for (const place of placed) {
    const { rule } = shown[place % shown.length]!;
    const beyond = (sentenceOf(place) + span) * shown.length;
    const before = end;
    for (; end < placed.length && placed[end]! < beyond; end++) add(shown[placed[end]! % shown.length]!.rule);
    if (end > before) {
      passage.last = sentenceOf(placed[end - 1]!);
      yield passage;
    }
    const left = rules.get(rule)! - 1;
    if (left > 0) rules.set(rule, left);
    else {
      rules.delete(rule);
      passage.points -= rule.weight;
    }
  }
}

function amountOf({ rules, points }: Passage, policy: Policy): HallmarkPattern {
  if (points < policy.mild) return 'none';
  if (points < policy.pattern) return 'mild';
  const aspects = new Set([...rules.keys()].filter(({ weight }) => weight > 0).map(({ aspect }) => aspect));
  aspects.delete('profile');
  const needed = aspects.has('rewards') ? policy.pattern : policy.unrewarded;
  const adds =
    points >= needed && aspects.size >= policy.aspects && policy.needs.every((aspect) => aspects.has(aspect));
  return adds ? 'pattern' : 'mild';
}
