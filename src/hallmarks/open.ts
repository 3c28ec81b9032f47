import { PhraseIndex } from './phrases.ts';
import type { PreparedHallmarks } from './prepare.ts';
import { Vocabulary } from './tokens.ts';

/** The rules in force, ready for use: opened once for each version of the feed. */
export interface Hallmarks
  extends Pick<PreparedHallmarks, 'rules' | 'policy' | 'offer' | 'reported' | 'groups' | 'tally'> {
  vocabulary: Vocabulary;
  phrases: PhraseIndex;
  /** For each key 1 when any text of the language is full of the word. */
  languages: { words: Uint8Array; share: number }[];
}

export function openHallmarks(prepared: PreparedHallmarks): Hallmarks {
  const { rules, policy, offer, reported, groups, tally, languages } = prepared;
  return {
    ...{ rules, policy, offer, reported, groups, tally },
    vocabulary: new Vocabulary(prepared),
    phrases: new PhraseIndex(prepared),
    languages: languages.map(({ words, share }) => {
      const byKey = new Uint8Array(prepared.starting.starts.length);
      for (const key of words) byKey[key] = 1;
      return { words: byKey, share };
    }),
  };
}
