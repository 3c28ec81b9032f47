/** One text, or the messages of one person in their order, read once: where the phrases of the rules stand in it. */
import type { Hallmarks } from './open.ts';
import type { Hit, Hits } from './phrases.ts';
import type { Lists } from './prepare.ts';
import { FILLER, type Token, tokenise, UNKNOWN } from './tokens.ts';

/** Shorter messages ("Ok", "Danke!") say nothing about the language. */
const FEWEST_WORDS = 8;
/** More words than these say no more. */
const MOST_WORDS = 100;
/** Sentences by which one message is farther from the next than two sentences of one. */
const BETWEEN_PARTS = 2;
/** Letters of scripts that are written without spaces. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;
const NO_HITS: readonly Hit[] = [];
/** All white space but a single space between words. */
const IRREGULAR_SPACE = /\s{2,}|[^\S ]/g;
/** Words between two hits that are still quoted as one passage, in characters. */
const QUOTED_GAP = 60;

export class ReadText {
  /** False when a part is in a language that no rule reads. */
  languageRead = true;
  readonly #text: string;
  readonly #tokens: Token[][] = [];
  /** Words of the tally in their order: the sentence of each, then which word it is. */
  readonly tallied: number[] = [];
  /** Of each word of the tally where it first stands and where it ends: zero for one that is not there. */
  readonly #firsts: Uint32Array;
  readonly #hits: Hits = [];
  readonly #groups: readonly (readonly number[])[];
  /** By group. */
  readonly #merged: (readonly Hit[] | undefined)[] = [];
  readonly #sentences: (ReadonlySet<number> | undefined)[] = [];

  /** @param parts messages in their order, or one text of a profile */
  constructor({ reported, groups, tally, vocabulary, phrases, languages }: Hallmarks, parts: readonly string[]) {
    // One text, so that a condition may span two messages.
    this.#text = parts.join('\n');
    this.#groups = groups;
    this.#firsts = new Uint32Array(2 * tally.points.length);
    let from = 0;
    let sentence = 0;
    for (const part of parts) {
      const tokens = tokenise(this.#text, vocabulary, from, from + part.length, sentence);
      this.languageRead &&= isRead(part, tokens, languages);
      phrases.find(tokens, this.#hits);
      const told = reported.families.filter((family) => (this.#hits[family]?.at(-1)?.sentence ?? -1) >= sentence);
      if (told.length >= reported.atLeast) this.#forgetFrom(sentence);
      else {
        this.#tokens.push(tokens);
        this.#countWords(tokens, tally.words);
      }
      from += part.length + 1;
      sentence = (tokens.at(-1)?.sentence ?? sentence) + BETWEEN_PARTS;
    }
  }

  /** Hits of any family of the group, in the order of the text. */
  hitsOf(group: number): readonly Hit[] {
    this.#merged[group] ??= this.#groups[group]!.map((family) => this.#hits[family] ?? NO_HITS).reduce(merged, NO_HITS);
    return this.#merged[group];
  }

  /** The first word that is this one of the tally; empty when none is. */
  quoteTallied(word: number): string {
    return this.#text.slice(this.#firsts[2 * word], this.#firsts[2 * word + 1]);
  }

  sentencesOf(group: number): ReadonlySet<number> {
    this.#sentences[group] ??= new Set(this.hitsOf(group).map(({ sentence }) => sentence));
    return this.#sentences[group];
  }

  #countWords(tokens: readonly Token[], words: Lists): void {
    for (let at = 0; at < tokens.length; at++) {
      const { key, joined, start, end, sentence } = tokens[at]!;
      this.#count(words, key, sentence, start, end);
      if (joined !== UNKNOWN) this.#count(words, joined, sentence, start, tokens[at + 1]!.end);
    }
  }

  #count({ starts, values }: Lists, key: number, sentence: number, start: number, end: number): void {
    for (let at = starts[key]!; at < starts[key + 1]!; at++) {
      const word = values[at]!;
      this.tallied.push(sentence, word);
      if (this.#firsts[2 * word + 1] !== 0) continue;
      this.#firsts[2 * word] = start;
      this.#firsts[2 * word + 1] = end;
    }
  }

  /** Hits of the sentences from this one on count for nothing. */
  #forgetFrom(sentence: number): void {
    for (const hits of this.#hits) while (hits && hits.length > 0 && hits.at(-1)!.sentence >= sentence) hits.pop();
  }

  /** Whether the text has words, and hits of the group cover them all. */
  isOnly(group: number): boolean {
    const hits = this.hitsOf(group);
    const covered = ({ start, end, key }: Token) =>
      key === FILLER || hits.some((hit) => hit.start <= start && end <= hit.end);
    const tokens = this.#tokens.flat();
    return tokens.length > 0 && tokens.every(covered);
  }

  /** The words of the hits, with what stands between those that are close. */
  quote(hits: readonly Hit[]): string {
    let quoted = '';
    let end = 0;
    for (const hit of [...hits].sort((a, b) => a.start - b.start)) {
      if (quoted === '') quoted = this.#text.slice(hit.start, hit.end);
      else if (hit.end > end)
        quoted +=
          hit.start - end > QUOTED_GAP ? ` … ${this.#text.slice(hit.start, hit.end)}` : this.#text.slice(end, hit.end);
      end = Math.max(end, hit.end);
    }
    return quoted.replace(IRREGULAR_SPACE, ' ').trim();
  }
}

/** Both, each in the order of the text, in that order. */
function merged(some: readonly Hit[], others: readonly Hit[]): readonly Hit[] {
  if (some.length === 0 || others.length === 0) return some.length === 0 ? others : some;
  const all: Hit[] = [];
  let at = 0;
  for (const hit of some) {
    while (at < others.length && others[at]!.start < hit.start) all.push(others[at++]!);
    all.push(hit);
  }
  for (; at < others.length; at++) all.push(others[at]!);
  return all;
}

/** Whether the words that any text of one of the languages is full of are frequent here. */
function isRead(part: string, tokens: Token[], languages: Hallmarks['languages']): boolean {
  // In scripts written without spaces a token is a whole clause, so their letters are counted as words.
  const start = part.slice(0, 10 * MOST_WORDS);
  const letters = /[\u0e00-\uffff]/.test(start) ? (start.match(UNSPACED)?.length ?? 0) : 0;
  if (tokens.length + letters < FEWEST_WORDS) return true;
  const read = Math.min(tokens.length, MOST_WORDS);
  return languages.some(({ words, share }) => {
    let common = 0;
    for (let at = 0; at < read; at++) common += words[tokens[at]!.key]!;
    return common >= share * (read + letters);
  });
}
