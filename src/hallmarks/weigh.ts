/** What the hallmarks shown amount to. */
import type { HallmarkPattern } from '../verdict/verdict.ts';
import type { CompiledHallmarks, Rule } from './compiled.ts';

/** The words that matched, cut out of the text when they are to be shown: most are not. */
export type Quote = () => string;

/** A rule that holds. */
export interface Shown {
  rule: Rule;
  quotes: Quote[];
  /** In which sentences of the conversation; empty when it holds of the whole of it. */
  sentences: number[];
}

/**
 * Honest people who talk for long name everything some time. So only what stands within as many sentences as the policy
 * says is added up, and the strongest passage decides. Time grows with the number of sentences in which rules hold.
 */
export function weigh(shown: readonly Shown[], policy: CompiledHallmarks['policy']): HallmarkPattern {
  const everywhere = shown.filter(({ sentences }) => sentences.length === 0).map(({ rule }) => rule);
  const placed = shown
    .flatMap(({ rule, sentences }) => sentences.map((sentence) => ({ rule, sentence })))
    .sort((a, b) => a.sentence - b.sentence);
  let strongest = amountOf(everywhere, policy);
  const passage = new Map<Rule, number>();
  let end = 0;
  for (const [start, { rule, sentence }] of placed.entries()) {
    const before = end;
    for (; end < placed.length && placed[end]!.sentence < sentence + policy.span; end++) {
      const { rule: next } = placed[end]!;
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

function amountOf(rules: Rule[], policy: CompiledHallmarks['policy']): HallmarkPattern {
  const points = rules.reduce((sum, { weight }) => sum + weight, 0);
  if (points < policy.mild) return 'none';
  const aspects = new Set(rules.filter(({ weight }) => weight > 0).map(({ aspect }) => aspect));
  aspects.delete('profile');
  const needed = aspects.has('rewards') ? policy.pattern : policy.unrewarded;
  const adds =
    points >= needed && aspects.size >= policy.aspects && policy.needs.every((aspect) => aspects.has(aspect));
  return adds ? 'pattern' : 'mild';
}
