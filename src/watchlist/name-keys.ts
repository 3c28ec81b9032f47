/**
 * Keys under which a name is filed, and those under which it is sought. Both go by pairs of its words, by sound: each word
 * as it is with the other as it is, or with the other less one sound. Two words with one slip between them share one of
 * these, so that vowels, one wrong consonant, a missing or an added middle name and any order of words still lead to a
 * listed name. All keys of a word as it is stand together. Across scripts the pairs are of coarse
 * sounds; what is written in another script than Latin is filed apart, so that it costs a Latin look-up next to nothing.
 */
import type { PersonName } from '../profile/name.ts';
import { hanSyllables } from '../profile/names/han.ts';
import { hangulSyllables } from '../profile/names/hangul.ts';
import { consonantsOf, soundsOf } from '../profile/names/sound.ts';
import type { Word } from '../profile/names/words.ts';
import { keyOn, loneKey, mix32 } from './hash.ts';

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
/** Coarse sounds that a slip may bring in. */
const COARSE_SOUNDS = codesOf('ptskmnl');
/** Pairs are taken among this many words. */
const PAIRED_WORDS = 4;
/** With fewer consonants a word is sought by all its sounds, or every Li would meet every Lu. */
const FEW = 3;
/** In longer words no slip is looked for: they are no names, and would have tens of thousands of keys. */
export const MOST_SLIP = 24;
/** Spellings that are filed of one family or given name of another script. */
const MOST_SPELLINGS = 8;

export function filedNameKeys(name: PersonName): Set<number> {
  const keys = new Set<number>();
  const file = (key: number) => keys.add(key);
  const kind = isLatin(name) ? 'latin' : 'script';
  for (const [one, other] of pairs(name.words)) {
    visitPair(codeOf(one), codeOf(other), file);
    visitSlips(codeOf(one), codeOf(other), file);
    const [left, right] = [codeHash(codeOf(one)), codeHash(codeOf(other))];
    acrossBorder(one, (hash) => file(pairKey(right, hash)));
    acrossBorder(other, (hash) => file(pairKey(left, hash)));
    file(coarseKey(coarse(one, kind), coarse(other, kind)));
  }
  for (const [family, given] of spelled(name, 'script')) file(coarseKey(family, given));
  return keys;
}

/** Calls `visit` with each key, the best first, for a look-up that cannot follow all. */
export function seekNameKeys(name: PersonName, visit: (key: number) => void): void {
  const words = [...pairs(name.words)];
  const fine = words.map(([one, other]) => [codeOf(one), codeOf(other)] as const);
  const kinds: Kind[] = isLatin(name) ? ['script'] : ['script', 'latin'];
  const rough = kinds.flatMap((kind) => words.map(([one, other]) => [coarse(one, kind), coarse(other, kind)] as const));
  for (const [left, right] of fine) visitPair(left, right, visit);
  for (const [left, right] of rough) visit(coarseKey(left, right));
  for (const kind of kinds) for (const [family, given] of spelled(name, kind)) visit(coarseKey(family, given));
  for (const [left, right] of fine) visitSlips(left, right, visit);
  // Few entries are in other scripts; from a Latin name only their exact coarse sounds are followed.
  if (kinds.length === 1) return;
  for (const [left, right] of rough) {
    visitCoarseSlips(left, codeHash(right), visit);
    visitCoarseSlips(right, codeHash(left), visit);
  }
}

/** Each word alone, for keys that join it with something else. */
export function wordKeys(name: PersonName): number[] {
  return name.words.filter((word) => word.text.length > 1).map((word) => codeHash(codeOf(word)));
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

function codeOf({ consonants, sounds }: Word): Code {
  return consonants.length < FEW ? { kind: 'sounds', sounds } : { kind: 'consonants', sounds: consonants };
}

/** A slip can lead from few consonants to enough, or back: visits what the word is then known by. */
function acrossBorder({ consonants, sounds }: Word, visit: (hash: number) => void): void {
  if (consonants.length === FEW - 1) visit(codeHash({ kind: 'consonants', sounds: consonants }));
  if (consonants.length === FEW) visitWithout({ kind: 'sounds', sounds }, visit);
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
function* spelled(name: PersonName, kind: Kind): Generator<[Code, Code]> {
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
    for (const each of given) yield [family, each];
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

/** Under each of the two. */
function visitPair(one: Code, other: Code, visit: (key: number) => void): void {
  const [left, right] = [codeHash(one), codeHash(other)];
  visit(pairKey(left, right));
  visit(pairKey(right, left));
}

/** The order of the two does not matter. */
function coarseKey(one: Code, other: Code): number {
  return loneKey(mix32((codeHash(one) + codeHash(other)) | 0));
}

/** @param word as it is: its keys stand together */
function pairKey(word: number, other: number): number {
  return keyOn(word, mix32((word + other) | 0));
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

/** Visits the keys of the pair in which one of the words lacks a sound. */
function visitSlips(one: Code, other: Code, visit: (key: number) => void): void {
  const [left, right] = [codeHash(one), codeHash(other)];
  visitWithout(one, (less) => visit(pairKey(right, less)));
  visitWithout(other, (less) => visit(pairKey(left, less)));
}

function visitWithout({ kind, sounds }: Code, visit: (hash: number) => void): void {
  let before = SEED[kind];
  for (let at = 0; at < sounds.length; at++) {
    visit(mix32(hashOn(before, sounds, at + 1)));
    before = add(before, sounds.charCodeAt(at));
  }
}

/** Visits the key of each pair in which a word has one coarse sound more, less or another, or two neighbours swapped. */
function visitCoarseSlips({ kind, sounds }: Code, other: number, visit: (key: number) => void): void {
  if (sounds.length < FEW || sounds.length > MOST_SLIP) return;
  const see = (hash: number) => visit(loneKey(mix32((mix32(hash) + other) | 0)));
  let before = SEED[kind];
  for (let at = 0; at <= sounds.length; at++) {
    for (const code of COARSE_SOUNDS) {
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
