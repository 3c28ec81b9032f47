/** What the hallmarks shown amount to. */
import type { HallmarkPattern } from '../verdict/verdict.ts';
import type { Policy, PreparedRule } from './prepare.ts';

/** The words that matched, cut out of the text when they are to be shown: most are not. */
export type Quote = () => string;

/** A rule that holds. */
export interface Shown {
  rule: PreparedRule;
  quotes: Quote[];
  /** In which sentences of the conversation; empty when it holds of the whole of it. */
  sentences: number[];
}

/**
 * Honest people who talk for long name everything some time. So only what stands within as many sentences as the policy
 * says is added up, and the strongest passage decides. Time grows with the number of sentences in which rules hold.
 */
export function weigh(shown: readonly Shown[], policy: Policy): HallmarkPattern {
  const everywhere = shown.filter(({ sentences }) => sentences.length === 0).map(({ rule }) => rule);
  // One number each, by sentence and then by rule: numbers are sorted fast.
  const placed = new Float64Array(
    shown.flatMap(({ sentences }, at) => sentences.map((sentence) => sentence * shown.length + at)),
  ).sort();
  let strongest = amountOf(everywhere, policy);
  const passage = new Map<PreparedRule, number>();
  let end = 0;
  for (const [start, place] of placed.entries()) {
    const { rule } = shown[place % shown.length]!;
    const beyond = (Math.floor(place / shown.length) + policy.span) * shown.length;
    const before = end;
    for (; end < placed.length && placed[end]! < beyond; end++) {
      const { rule: next } = shown[placed[end]! % shown.length]!;
      passage.set(next, (passage.get(next) ?? 0) + 1);
    }
    if (end > before || start === 0) {
      const amount = amountOf([...everywhere, ...passage.keys()], policy);
      if (amount === 'pattern') return amount;
      if (amount === 'mild') strongest = amount;
    }
    const left = passage.get(rule)! - 1;
    if (left > 0) passage.set(rule, left);
    else passage.delete(rule);
  }
  return strongest;
}

function amountOf(rules: PreparedRule[], policy: Policy): HallmarkPattern {
  const points = rules.reduce((sum, { weight }) => sum + weight, 0);
  if (points < policy.mild) return 'none';
  const aspects = new Set(rules.filter(({ weight }) => weight > 0).map(({ aspect }) => aspect));
  aspects.delete('profile');
  const needed = aspects.has('rewards') ? policy.pattern : policy.unrewarded;
  const adds =
    points >= needed && aspects.size >= policy.aspects && policy.needs.every((aspect) => aspects.has(aspect));
  return adds ? 'pattern' : 'mild';
}
