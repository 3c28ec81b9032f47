import { PhraseIndex } from './phrases.ts';
import type { PreparedHallmarks } from './prepare.ts';
import { Vocabulary } from './tokens.ts';

/** The rules in force, ready for use: opened once for each version of the feed. */
export interface Hallmarks extends Pick<PreparedHallmarks, 'rules' | 'policy' | 'offer' | 'reported' | 'groups'> {
  vocabulary: Vocabulary;
  phrases: PhraseIndex;
  /** What each word of the tally adds, and which of them a key is. */
  tally: { points: readonly number[]; byKey: readonly (readonly number[] | undefined)[] };
  /** For each key 1 when any text of the language is full of the word. */
  languages: { words: Uint8Array; share: number }[];
}

export function openHallmarks(prepared: PreparedHallmarks): Hallmarks {
  const { rules, policy, offer, reported, groups, tally, languages } = prepared;
  const byKey: (readonly number[] | undefined)[] = [];
  for (const [key, ...words] of tally.keys) byKey[key!] = words;
  return {
    ...{ rules, policy, offer, reported, groups },
    tally: { points: tally.points, byKey },
    vocabulary: new Vocabulary(prepared),
    phrases: new PhraseIndex(prepared),
    languages: languages.map(({ words, share }) => {
      const byKey = new Uint8Array(prepared.starting.length);
      for (const key of words) byKey[key] = 1;
      return { words: byKey, share };
    }),
  };
}
