import { compareWords, type NameTier } from './names/compare.ts';
import { undecorate } from './names/decoration.ts';
import { type Word, wordsOf } from './names/words.ts';

/** A person's name, ready to be compared. */
export interface PersonName {
  /** As the page shows it. */
  shown: string;
  words: readonly Word[];
}

/** A whole name written as one word: Han or Hangul, of two characters or more, kana only after Han. */
const WHOLE_NAME =
  /^(?:[\p{Script=Han}\p{Script=Hangul}]{2,}|\p{Script=Han}+[\p{Script=Hiragana}\p{Script=Katakana}]+)$/u;

/**
 * Undefined when nothing is left to compare: one word alone, or one word and initials, names nobody.
 * Never throws, whatever the text; a name longer than 300 characters is cut.
 */
export function readName(shown: string): PersonName | undefined {
  const words = wordsOf(undecorate(shown));
  const full = words.filter((word) => word.text.length > 1);
  const whole = full.length === 1 && WHOLE_NAME.test(full[0]!.written);
  return full.length >= 2 || whole ? { shown, words } : undefined;
}

/** `same`: the same words in any order. `similar`: written or transcribed otherwise. Undefined: two different names. */
export function compareNames(one: PersonName, other: PersonName): NameTier | undefined {
  return compareWords(one.words, other.words);
}
