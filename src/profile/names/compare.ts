import { hanSyllables } from './han.ts';
import { hangulSyllables } from './hangul.ts';
import { writesVowels } from './script.ts';
import { soundDistance } from './sound.ts';
import { type Syllables, spellsName } from './spelling.ts';
import type { Word } from './words.ts';

export type NameTier = 'same' | 'similar';

/** The mean distance of the words of two names, 0 to 1, up to which they are similar. */
const NAME_LIMIT = 0.12;
const NAME_LIMIT_ACROSS = 0.2;
/** A word that only one of the two names has: a patronymic, a middle name. */
const EXTRA_WORD = 0.03;
const INITIAL = 0.1;
/** Two words read as one must be nearly the same, or the second would hide behind the first. */
const JOINED_LIMIT = 0.1;
const DIFFERENT = 1;
const NEARLY = 0.3;
/** Sums of costs are not exact. */
const ROUNDING = 1e-9;
/** How far apart two words may be, by consonants and by all sounds, in one script and across two. */
const CONSONANTS = 0.34;
const SOUNDS = 0.2;
const CONSONANTS_ACROSS = 0.3;
const SOUNDS_ACROSS = 0.3;

/**
 * The same words in any order are the same name. Otherwise each word of the shorter name must have its own near
 * likeness in the other; a word on both sides that has none (another given name, another patronymic) parts them.
 */
export function compareWords(one: readonly Word[], other: readonly Word[]): NameTier | undefined {
  if (sortedText(one) === sortedText(other)) return 'same';
  const syllables = compareSyllables(one, other);
  if (syllables !== undefined) return syllables ? 'similar' : undefined;
  const limit = one[0]?.script === other[0]?.script ? NAME_LIMIT : NAME_LIMIT_ACROSS;
  return nameDistance(one, other) <= limit ? 'similar' : undefined;
}

/** Each script apart, since a transcription is one reading of several; Han by its characters, which tell more than sounds. */
function sortedText(words: readonly Word[]): string {
  return words
    .map((word) => `${word.script} ${word.script === 'han' ? word.written : word.text}`)
    .sort()
    .join('\n');
}

/** A name in one word of Han or Hangul against Latin words, or against another of its kind; undefined: not such a pair. */
function compareSyllables(one: readonly Word[], other: readonly Word[]): boolean | undefined {
  const first = syllablesOf(one);
  const second = syllablesOf(other);
  // Two of a kind: simplified and traditional characters are read alike.
  if (first && second) return one[0]!.script === other[0]!.script && one[0]!.text === other[0]!.text;
  const [syllables, words] = first ? [first, other] : [second, one];
  if (!syllables || !words.every((word) => word.script === 'latin')) return undefined;
  return spellsName(
    words.map((word) => word.text),
    syllables,
  );
}

function syllablesOf(words: readonly Word[]): Syllables | undefined {
  const [only, second] = words;
  if (!only || second) return undefined;
  return only.script === 'hangul'
    ? hangulSyllables(only.written)
    : only.script === 'han'
      ? hanSyllables(only.written)
      : undefined;
}

/** 0 for the same name, 1 for different ones. */
function nameDistance(one: readonly Word[], other: readonly Word[]): number {
  let best = align(one, other);
  for (const merged of merges(one)) best = Math.min(best, align(merged, other));
  for (const merged of merges(other)) best = Math.min(best, align(one, merged));
  return best;
}

function* merges(words: readonly Word[]): Generator<Word[]> {
  for (let index = 0; index + 1 < words.length && words.length > 2; index++) {
    const [left, right] = [words[index]!, words[index + 1]!];
    if (left.text.length === 1 || right.text.length === 1) continue;
    yield words.toSpliced(index, 2, {
      written: left.written + right.written,
      script: left.script,
      text: left.text + right.text,
      sounds: left.sounds + right.sounds,
      consonants: left.consonants + right.consonants,
      joined: true,
    });
  }
}

function align(one: readonly Word[], other: readonly Word[]): number {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  const pairs: { left: number; right: number; cost: number }[] = [];
  for (const [left, word] of short.entries()) {
    const before = pairs.length;
    for (const [right, candidate] of long.entries()) {
      const cost = wordDistance(word, candidate);
      if (cost < DIFFERENT) pairs.push({ left, right, cost });
    }
    // Most candidates part here, and need no more work.
    if (pairs.length === before && word.text.length > 1) return DIFFERENT;
  }
  pairs.sort((a, b) => a.cost - b.cost);
  const lefts = new Set<number>();
  const rights = new Set<number>();
  let cost = 0;
  let letters = 0;
  let full = 0;
  for (const pair of pairs) {
    if (lefts.has(pair.left) || rights.has(pair.right)) continue;
    lefts.add(pair.left);
    rights.add(pair.right);
    const length = Math.min(short[pair.left]!.text.length, long[pair.right]!.text.length);
    cost += pair.cost * length;
    letters += length;
    if (length > 1) full++;
  }
  const [missing, extra] = [left(short, lefts), left(long, rights)];
  if (full < 2 || extra.words > full || missing.words > 0 || (missing.initials > 0 && extra.initials > 0))
    return DIFFERENT;
  return cost / letters + extra.words * EXTRA_WORD;
}

function left(words: readonly Word[], matched: ReadonlySet<number>) {
  const count = { words: 0, initials: 0 };
  for (const [index, word] of words.entries()) {
    if (matched.has(index)) continue;
    if (word.text.length === 1) count.initials++;
    else count.words += word.joined ? 2 : 1;
  }
  return count;
}

/** 0 for the same word, 1 for different ones. */
function wordDistance(one: Word, other: Word): number {
  if (one.text === other.text) return 0;
  if (one.text.length === 1 || other.text.length === 1) return one.text[0] === other.text[0] ? INITIAL : DIFFERENT;
  if (one.servant !== other.servant) return DIFFERENT;
  const across = one.script !== other.script;
  const joined = one.joined || other.joined;
  const consonants = relative(
    one.consonants,
    other.consonants,
    joined ? JOINED_LIMIT : across ? CONSONANTS_ACROSS : CONSONANTS,
  );
  if (consonants === DIFFERENT || !writesVowels(one.script) || !writesVowels(other.script)) return consonants;
  const sounds = relative(one.sounds, other.sounds, joined ? JOINED_LIMIT : across ? SOUNDS_ACROSS : SOUNDS);
  if (sounds === DIFFERENT) return DIFFERENT;
  return across ? (sounds + consonants) / 2 : sounds;
}

/** Up to `limit`, else `DIFFERENT`. */
function relative(one: string, other: string, limit: number): number {
  const length = Math.max(one.length, other.length);
  if (length === 0) return 0;
  if (Math.abs(one.length - other.length) > length / 2) return DIFFERENT;
  // Two sounds are too few for both to be only nearly right.
  const most = (length <= 2 ? Math.min(NEARLY, limit * length) : limit * length) + ROUNDING;
  const distance = soundDistance(one, other, most);
  return distance > most ? DIFFERENT : distance / length;
}
