/**
 * Keys under which a name is filed, and those under which it is sought. A listed name is filed under each pair of its words,
 * by sound; a shown name is sought under its own pairs and under every pair that is one slip of sound away. So a
 * listed name costs a few keys, and vowels, one wrong consonant, a missing or an added middle name and any order of words
 * still lead to it. Across scripts the pairs are of coarse sounds; what is written in another script than Latin is filed
 * apart, so that it costs a Latin look-up next to nothing.
 */
import type { PersonName } from '../profile/name.ts';
import { hanSyllables } from '../profile/names/han.ts';
import { hangulSyllables } from '../profile/names/hangul.ts';
import { consonantsOf, soundsOf } from '../profile/names/sound.ts';
import type { Word } from '../profile/names/words.ts';
import { mix32 } from './hash.ts';

/** What a word is filed by: its consonants, all its sounds, or its coarse sounds with its script apart. */
type Kind = 'consonants' | 'sounds' | 'latin' | 'script';
interface Code {
  kind: Kind;
  sounds: string;
}

const SEED: Record<Kind, number> = {
  consonants: 0x811c9dc5,
  sounds: 0x345ae9d1,
  latin: 0x27d4eb2f,
  script: 0x165667b1,
};
/** Sounds that a slip may bring in. */
const CONSONANTS = codesOf('bdfghjklmnprstvzSZCJXGT');
const SOUNDS: Record<Kind, readonly number[]> = {
  consonants: CONSONANTS,
  sounds: [...codesOf('aeiou'), ...CONSONANTS],
  latin: codesOf('ptskmnl'),
  script: codesOf('ptskmnl'),
};
/** Pairs are taken among this many words. */
const PAIRED_WORDS = 4;
/** With fewer consonants a word is sought by all its sounds, or every Li would meet every Lu. */
const FEW = 3;
/** Spellings that are filed of one family or given name of another script. */
const MOST_SPELLINGS = 8;

export function filedNameKeys(name: PersonName): Set<number> {
  const keys = new Set<number>();
  const kind = isLatin(name) ? 'latin' : 'script';
  for (const [one, other] of pairs(name.words)) {
    for (const left of filedCodes(one)) for (const right of filedCodes(other)) keys.add(pairKey(left, right));
    keys.add(pairKey(coarse(one, kind), coarse(other, kind)));
  }
  for (const key of spelledKeys(name, 'script')) keys.add(key);
  return keys;
}

/** Calls `visit` with each key, the best first, for a look-up that cannot follow all. */
export function seekNameKeys(name: PersonName, visit: (key: number) => void): void {
  const kinds: Kind[] = isLatin(name) ? ['script'] : ['script', 'latin'];
  const codes = [...pairs(name.words)].flatMap(([one, other]): (readonly [Code, Code])[] => [
    [soughtCode(one), soughtCode(other)],
    ...kinds.map((kind) => [coarse(one, kind), coarse(other, kind)] as const),
  ]);
  for (const [left, right] of codes) visit(pairKey(left, right));
  for (const kind of kinds) for (const key of spelledKeys(name, kind)) visit(key);
  for (const [left, right] of codes) {
    // Few entries are in other scripts; from a Latin name only their exact coarse sounds are followed.
    if (left.kind === 'script' && kinds.length === 1) continue;
    seekSlips(left, codeHash(right), visit);
    seekSlips(right, codeHash(left), visit);
  }
}

/** Each word alone, for keys that join it with something else. */
export function filedWordKeys(name: PersonName): number[] {
  return name.words.filter((word) => word.text.length > 1).flatMap((word) => filedCodes(word).map(codeHash));
}

export function soughtWordKeys(name: PersonName): number[] {
  return name.words.filter((word) => word.text.length > 1).map((word) => codeHash(soughtCode(word)));
}

function isLatin(name: PersonName): boolean {
  return name.words.every((word) => word.script === 'latin');
}

/** Each two words, and in short names each word with two neighbours read as one: Wei Ming is also Weiming. */
function* pairs(words: readonly Word[]): Generator<[Word, Word]> {
  const full = words.filter((word) => word.text.length > 1);
  const chosen =
    full.length <= PAIRED_WORDS ? full : full.toSorted((a, b) => b.text.length - a.text.length).slice(0, PAIRED_WORDS);
  for (const [index, one] of chosen.entries()) for (const other of chosen.slice(index + 1)) yield [one, other];
  if (full.length < 3 || full.length > PAIRED_WORDS) return;
  for (let index = 0; index + 1 < full.length; index++) {
    const sounds = soundsOf(full[index]!.text + full[index + 1]!.text);
    const joined = { ...full[index]!, sounds, consonants: consonantsOf(sounds) };
    for (const other of full.toSpliced(index, 2)) yield [joined, other];
  }
}

function soughtCode(word: Word): Code {
  return word.consonants.length < FEW
    ? { kind: 'sounds', sounds: word.sounds }
    : { kind: 'consonants', sounds: word.consonants };
}

/** A slip can lead over the border between few consonants and enough, so near it a word is filed by both. */
function filedCodes(word: Word): Code[] {
  const codes: Code[] = [];
  if (word.consonants.length <= FEW) codes.push({ kind: 'sounds', sounds: word.sounds });
  if (word.consonants.length >= FEW - 1) codes.push({ kind: 'consonants', sounds: word.consonants });
  return codes;
}

const COARSE: Record<string, string> = {
  b: 'p', f: 'p', d: 't', T: 't', z: 's', S: 's', Z: 's', C: 's', J: 's', g: 'k', X: 'k', G: 'k', r: 'l', h: '', v: '',
}; // biome-ignore format: one table

/** Sounds that scripts do not tell apart are one; what they leave out is left out. */
function coarse({ consonants }: Pick<Word, 'consonants'>, kind: Kind): Code {
  let sounds = '';
  for (const sound of consonants) {
    const plain = COARSE[sound] ?? sound;
    if (plain !== sounds.at(-1)) sounds += plain;
  }
  return { kind, sounds };
}

/** A Han or Hangul name in one word is filed and sought under the Latin spellings of its family and given name. */
function* spelledKeys(name: PersonName, kind: Kind): Generator<number> {
  const [word, second] = name.words;
  if (!word || second) return;
  const syllables =
    word.script === 'han'
      ? hanSyllables(word.written)
      : word.script === 'hangul'
        ? hangulSyllables(word.written)
        : undefined;
  if (!syllables) return;
  const given = coarseSpellings(syllables.given, kind);
  for (const family of coarseSpellings(syllables.family, kind)) {
    for (const each of given) yield pairKey(family, each);
  }
}

function coarseSpellings(syllables: readonly (readonly string[])[], kind: Kind): Code[] {
  let spellings = [''];
  for (const each of syllables) {
    spellings = spellings
      .flatMap((before) => each.slice(0, MOST_SPELLINGS).map((spelling) => before + spelling))
      .slice(0, 64);
  }
  const codes = spellings.map((spelling) => coarse({ consonants: consonantsOf(soundsOf(spelling)) }, kind));
  return [...new Map(codes.map((code) => [code.sounds, code])).values()].slice(0, MOST_SPELLINGS);
}

/** The order of the two does not matter. */
function pairKey(one: Code, other: Code): number {
  return mix32((codeHash(one) + codeHash(other)) | 0);
}

function codesOf(sounds: string): number[] {
  return Array.from(sounds, (sound) => sound.charCodeAt(0));
}

function codeHash({ kind, sounds }: Code): number {
  return mix32(hashOn(SEED[kind], sounds, 0));
}

/** FNV-1a, so that what slips share of their beginning is hashed once. */
function hashOn(hash: number, sounds: string, from: number): number {
  let on = hash;
  for (let at = from; at < sounds.length; at++) on = add(on, sounds.charCodeAt(at));
  return on;
}

function add(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

/** Visits the key of each pair in which a word has one sound more, less or another, or two neighbours swapped. */
function seekSlips({ kind, sounds }: Code, other: number, visit: (key: number) => void): void {
  if ((kind === 'latin' || kind === 'script') && sounds.length < FEW) return;
  const see = (hash: number) => visit(mix32((mix32(hash) + other) | 0));
  let before = SEED[kind];
  for (let at = 0; at <= sounds.length; at++) {
    for (const code of SOUNDS[kind]) {
      const changed = add(before, code);
      see(hashOn(changed, sounds, at));
      if (at < sounds.length) see(hashOn(changed, sounds, at + 1));
    }
    if (at === sounds.length) return;
    const code = sounds.charCodeAt(at);
    see(hashOn(before, sounds, at + 1));
    if (at + 1 < sounds.length) see(hashOn(add(add(before, sounds.charCodeAt(at + 1)), code), sounds, at + 2));
    before = add(before, code);
  }
}
