import { PhraseIndex } from './phrases.ts';
import type { PreparedHallmarks } from './prepare.ts';
import { Vocabulary } from './tokens.ts';
import type { Weighed } from './weigh.ts';

/** The rules in force, ready for use: opened once for each version of the feed. */
export interface Hallmarks extends Pick<PreparedHallmarks, 'rules' | 'policy' | 'offer' | 'reported' | 'groups'> {
  vocabulary: Vocabulary;
  phrases: PhraseIndex;
  /** The words of the tally by their families, the first of which is `first`. */
  tally: { first: number; words: Weighed[] };
  /** Keys of the words that any text of a language is full of. */
  languages: { words: Set<number>; share: number }[];
}

export function openHallmarks(prepared: PreparedHallmarks): Hallmarks {
  const { rules, policy, offer, reported, groups, tally, languages } = prepared;
  return {
    ...{ rules, policy, offer, reported, groups },
    tally: { first: tally.first, words: tally.points.map((weight) => ({ weight, aspect: 'profile' })) },
    vocabulary: new Vocabulary(prepared),
    phrases: new PhraseIndex(prepared),
    languages: languages.map(({ words, share }) => ({ words: new Set(words), share })),
  };
}
