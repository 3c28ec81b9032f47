/**
 * Text as words with a key each, in one pass whose time grows with the length of the text alone. The keys see through
 * what is done to a word to hide it: capitals, accents, invisible characters, letters of another script that look the
 * same, digits for letters, single letters set apart ("W h a t s A p p").
 */
import type { PreparedHallmarks } from './prepare.ts';
import { stem } from './stem.ts';

/** Keys of words that no rule names, of numbers below a thousand and from there, and of words passed over in phrases. */
export const UNKNOWN = 0;
export const NUMBER = 1;
export const LARGE = 2;
export const FILLER = 3;
export const FIRST_WORD = 4;

export interface Token {
  /** Where the word stands in the text, in UTF-16 units. */
  start: number;
  end: number;
  key: number;
  /** Key of this word and the next as one, when rules know them so or only a hyphen or the like parts them: "Whats-App". */
  joined: number;
  /** Counted over the whole text; phrases never cross from one sentence to the next. */
  sentence: number;
}

const LONGEST_WORD = 40;
const LONGEST_SENTENCE = 80;
/** Places for words that were met, a power of two; how many of them a word may take; the characters that fit in one. */
const PLACES = 2 ** 13;
const TRIED = 4;
const WIDTH = 16;

// Cyrillic and Greek letters that a reader takes for Latin ones (after Unicode TR 39), each before its double.
const LOOKALIKES = new Map(
  'аa еe оo рp сc хx уy іi јj ѕs ԁd һh ԛq ԝw вb кk мm нh тt гr пn ոn αa οo ρp νv ιi κk τt υu χx εe ηn'
    .split(' ')
    .map((pair) => [...pair] as [string, string]),
);
const LEET = new Map(Object.entries({ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's' }));
const SYMBOLS = new Map(
  Object.entries({ $: 'dollar', '£': 'pound', '€': 'euro', '¥': 'yen', '₹': 'rupee', '₿': 'bitcoin' }),
);
export const NUMBER_WORDS = new Map(
  'two three four five six seven eight nine ten twelve fifteen twenty thirty forty fifty sixty hundred hundreds'
    .split(' ')
    .map((word) => [word, NUMBER]),
);
for (const word of ['thousand', 'thousands', 'million']) NUMBER_WORDS.set(word, LARGE);
const LARGE_FIGURES = /[km]$|^[1-9]\d{0,2}[.,]?\d{3}/;
const YEAR = /^(?:19\d\d|20(?:0[1-9]|[1-3]\d))$/;
const ABBREVIATION = /(?:dr|mrs?|ms|prof|vs|approx|eg|ie|ltd|inc|st)\./iy;

/** Lower case without accents and invisible characters; look-alike letters made Latin where they hide in a Latin word. */
export function fold(word: string): string {
  let folded = word;
  if (/[^\x20-\x7e]/.test(word)) {
    folded = word
      .normalize('NFKD')
      .replace(/[\p{M}\p{Cf}]/gu, '')
      .toLowerCase()
      .replaceAll('’', "'");
    const letters = [...folded];
    const foreign = letters.filter((letter) => letter > '~');
    if (foreign.length < letters.length || foreign.every((letter) => LOOKALIKES.has(letter)))
      folded = letters.map((letter) => LOOKALIKES.get(letter) ?? letter).join('');
  }
  folded = folded.toLowerCase();
  return folded.replace(/'(?:s|m|d|re|ve|ll)$/, '').replaceAll("'", '');
}

/** The words that rules name, by number. Every other word has the key `UNKNOWN`. */
export class Vocabulary {
  /** In order, so that a worker that wakes need not make a map of thousands to look up the words of ten headlines. */
  readonly #stems: readonly string[];
  readonly #keys: readonly number[];
  /** By the first of the two. */
  readonly #pairs: (Map<number, number> | undefined)[] = [];
  /**
   * The characters of words that were met, a shorter one's ended by a zero: of a word met again no string is made, and
   * texts of a million different words cannot fill the worker's memory.
   */
  readonly #met = new Uint16Array((PLACES + TRIED) * WIDTH);
  readonly #metKeys = new Int32Array(PLACES + TRIED);

  constructor({ words, keys, pairs }: Pick<PreparedHallmarks, 'words' | 'keys' | 'pairs'>) {
    this.#stems = words.split(' ');
    this.#keys = keys;
    for (const [first, second, whole] of pairs)
      this.#pairs[first] = (this.#pairs[first] ?? new Map<number, number>()).set(second, whole);
  }

  /** The key of the word between `start` and `end`. */
  find(text: string, start = 0, end = text.length): number {
    if (end - start > LONGEST_WORD) return UNKNOWN;
    if (end - start > WIDTH) return this.#find(text.slice(start, end));
    let hash = 0;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x9e3779b1);
    const home = (hash ^ (hash >>> 16)) & (PLACES - 1);
    let place = home;
    for (; place < home + TRIED && this.#met[place * WIDTH] !== 0; place++)
      if (this.#stands(place * WIDTH, text, start, end)) return this.#metKeys[place]!;
    if (place === home + TRIED) place = home;
    for (let at = 0; at < WIDTH; at++)
      this.#met[place * WIDTH + at] = start + at < end ? text.charCodeAt(start + at) : 0;
    this.#metKeys[place] = this.#find(text.slice(start, end));
    return this.#metKeys[place]!;
  }

  /** Whether the characters kept from `from` on are those of the word. */
  #stands(from: number, text: string, start: number, end: number): boolean {
    const met = this.#met;
    let character = from;
    for (let at = start; at < end; at++) if (met[character++] !== text.charCodeAt(at)) return false;
    return character === from + WIDTH || met[character] === 0;
  }

  /** The key of two words that rules also know as one. */
  pair(first: number, second: number): number {
    return this.#pairs[first]?.get(second) ?? UNKNOWN;
  }

  #find(word: string): number {
    const folded = SYMBOLS.get(word) ?? fold(word);
    const key = NUMBER_WORDS.get(folded) ?? this.#keyOf(stem(folded));
    if (key !== undefined) return key;
    if (/^\d[\d.,']*[km]?$/.test(folded)) return LARGE_FIGURES.test(folded) && !YEAR.test(folded) ? LARGE : NUMBER;
    if (!/[\d@$]/.test(folded)) return UNKNOWN;
    const letters = folded.replace(/[\d@$]/g, (sign) => LEET.get(sign) ?? sign);
    return (
      this.#keyOf(stem(letters)) ??
      this.#keyOf(stem(folded.replaceAll('1', 'l').replace(/[\d@$]/g, (sign) => LEET.get(sign) ?? sign))) ??
      UNKNOWN
    );
  }

  #keyOf(stem: string): number | undefined {
    let low = 0;
    let high = this.#stems.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#stems[middle]! < stem) low = middle + 1;
      else high = middle;
    }
    return this.#stems[low] === stem ? this.#keys[low] : undefined;
  }
}

const LETTER = 1;
const DIGIT = 2;
const INNER = 3;
const SYMBOL = 4;
const GLUE = 5;
const STOP = 6;

const ASCII = new Uint8Array(128);
for (let code = 48; code <= 57; code++) ASCII[code] = DIGIT;
for (let code = 65; code <= 90; code++) ASCII[code] = ASCII[code + 32] = LETTER;
for (const [signs, kind] of [
  ["'@", INNER],
  ['$', SYMBOL],
  ['-_/', GLUE],
  ['.!?;\n', STOP],
] as const)
  for (const sign of signs) ASCII[sign.charCodeAt(0)] = kind;

function kindOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return ASCII[code]!;
  if (code === 0x2019) return INNER;
  if (code >= 0xd800 && code <= 0xdfff) return LETTER;
  const sign = text[at]!;
  if (/[\p{L}\p{M}\p{Cf}\p{N}]/u.test(sign)) return LETTER;
  if (/[\p{Sc}₿]/u.test(sign)) return SYMBOL;
  if (/\p{Pd}/u.test(sign)) return GLUE;
  return /[。！？…•·]/.test(sign) ? STOP : 0;
}

/**
 * The words of `text` between `from` and `to`. Sentences are counted on from `sentence`, so that several parts of one text
 * can be read one after the other.
 */
export function tokenise(text: string, vocabulary: Vocabulary, from = 0, to = text.length, sentence = 0): Token[] {
  const tokens: Token[] = [];
  let previous: Token | undefined;
  let inSentence = 0;
  let letters = 0;
  let at = from;
  while (at < to) {
    const kind = kindOf(text, at);
    if (kind === STOP) {
      if (inSentence > 0 && endsSentence(text, at, previous!)) {
        sentence++;
        inSentence = 0;
      }
      at++;
    } else if (kind === LETTER || kind === DIGIT || kind === SYMBOL) {
      const end = Math.min(wordEnd(text, at, kind), to);
      const key = vocabulary.find(text, at, end);
      const follows = inSentence > 0 && at - previous!.end === 1;
      if (follows && isNumber(key) && isNumber(previous!.key)) {
        previous!.end = end;
        previous!.key = Math.max(previous!.key, key);
      } else {
        if (follows && text[previous!.end] !== ' ')
          previous!.joined = vocabulary.find(text.slice(previous!.start, previous!.end) + text.slice(at, end));
        if (inSentence > 0 && previous!.joined === UNKNOWN) previous!.joined = vocabulary.pair(previous!.key, key);
        if (inSentence === LONGEST_SENTENCE) {
          sentence++;
          inSentence = 0;
        }
        inSentence++;
        if (kind === LETTER && end - at === 1) letters++;
        previous = { start: at, end, key, joined: UNKNOWN, sentence };
        tokens.push(previous);
      }
      at = end;
    } else {
      at++;
    }
  }
  if (letters > 2) joinSpacedLetters(text, vocabulary, tokens);
  return tokens;
}

function wordEnd(text: string, start: number, kind: number): number {
  let at = start + 1;
  if (kind === SYMBOL) return at;
  if (kind === DIGIT) {
    for (; at < text.length; at++) {
      if (kindOf(text, at) === DIGIT) continue;
      if (!/[.,'’]/.test(text[at]!) || kindOf(text, at + 1) !== DIGIT) break;
    }
    // "5k" and "3rd" are one word, "500usd" is two.
    const next = /[a-z]{0,3}/iy;
    next.lastIndex = at;
    const suffix = next.exec(text)?.[0].toLowerCase() ?? '';
    return /^(?:k|m|st|nd|rd|th)$/.test(suffix) ? at + suffix.length : at;
  }
  for (; at < text.length; at++) {
    const inner = kindOf(text, at);
    if (inner === LETTER || inner === DIGIT) continue;
    if (inner !== INNER && inner !== SYMBOL) break;
    if (at + 1 >= text.length || kindOf(text, at + 1) !== LETTER) break;
  }
  return at;
}

/** A full stop ends a sentence only before white space, and not after an initial or an abbreviation. */
function endsSentence(text: string, at: number, last: Token): boolean {
  if (text[at] !== '.') return true;
  if (at + 1 < text.length && !/\s/.test(text[at + 1]!)) return false;
  if (last.end !== at) return true;
  if (at - last.start === 1) return !/[A-Z]/.test(text[last.start]!);
  ABBREVIATION.lastIndex = last.start;
  return !ABBREVIATION.test(text);
}

/** Makes one word of three or more single letters in a row: "c a s h", "c.a.s.h". */
function joinSpacedLetters(text: string, vocabulary: Vocabulary, tokens: Token[]): void {
  let kept = 0;
  for (let first = 0; first < tokens.length; ) {
    const token = tokens[first]!;
    let last = first;
    while (
      isLetter(text, tokens[last]) &&
      isLetter(text, tokens[last + 1]) &&
      tokens[last + 1]!.start - tokens[last]!.end === 1
    )
      last++;
    if (last - first < 2) {
      last = first;
    } else {
      const letters = tokens.slice(first, Math.min(last, first + LONGEST_WORD) + 1).map(({ start }) => text[start]);
      token.key = vocabulary.find(letters.join(''));
      token.end = tokens[last]!.end;
      token.joined = UNKNOWN;
    }
    tokens[kept++] = token;
    first = last + 1;
  }
  tokens.length = kept;
}

function isNumber(key: number): boolean {
  return key === NUMBER || key === LARGE;
}

function isLetter(text: string, token: Token | undefined): boolean {
  return token !== undefined && token.end - token.start === 1 && kindOf(text, token.start) === LETTER;
}
