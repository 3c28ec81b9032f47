import { type CompiledHallmarks, compiledSchema } from './compiled.ts';
import { PhraseIndex } from './phrases.ts';
import { Vocabulary } from './tokens.ts';

/** The rules in force, ready for use: opened once for each version of the feed. */
export interface Hallmarks {
  compiled: CompiledHallmarks;
  vocabulary: Vocabulary;
  phrases: PhraseIndex;
  /** Keys of the words that any text of a language is full of. */
  languages: { words: Set<number>; share: number }[];
}

/** @param json `hallmarks.json` of the feed, decoded. @throws ZodError when it does not fit its schema */
export function openHallmarks(json: unknown): Hallmarks {
  const compiled = compiledSchema.parse(json);
  const vocabulary = new Vocabulary(compiled.fillers.split(' '));
  return {
    compiled,
    vocabulary,
    phrases: new PhraseIndex(compiled.families, compiled.sets, vocabulary),
    languages: compiled.languages.map(({ words, share }) => ({
      words: new Set(words.split(' ').map((word) => vocabulary.add(word))),
      share,
    })),
  };
}
