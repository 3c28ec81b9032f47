/**
 * All phrases of all families, found in one pass over a text. The work for each word is bounded by the rules, never by the
 * text: only phrases that begin with the word are tried, and a phrase is at most eight words with two short gaps.
 */
import { FILLER, type Token, UNKNOWN, type Vocabulary } from './tokens.ts';

/** Words that a gap (`...`) may hold. */
const WIDEST_GAP = 3;
/** Fillers passed over in a row. */
const MOST_FILLERS = 3;

/** Where words of one family stand. */
export interface Hit {
  start: number;
  end: number;
  sentence: number;
}

/** One place of a phrase: any of some words, some of which may be written apart ("non public"). */
interface Slot {
  words: Set<number>;
  pairs: Map<number, Set<number>>;
  /** Other words may stand before it. */
  afterGap: boolean;
  optional: boolean;
}

interface Phrase {
  family: string;
  slots: Slot[];
}

/** The alternatives of each word of a phrase as written: `non-public|secret ... report`. */
export function alternatives(phrase: string): string[][] {
  return phrase.split(' ').map((word) => word.split('|'));
}

export class PhraseIndex {
  readonly #vocabulary: Vocabulary;
  readonly #startingWith = new Map<number, Phrase[]>();

  constructor(families: Record<string, string[]>, vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    for (const [family, phrases] of Object.entries(families)) for (const phrase of phrases) this.#add(family, phrase);
  }

  #add(family: string, written: string): void {
    const slots: Slot[] = [];
    let afterGap = false;
    for (const words of alternatives(written)) {
      if (words[0] === '...') {
        afterGap = true;
        continue;
      }
      const slot: Slot = { words: new Set(), pairs: new Map(), afterGap, optional: false };
      for (const word of words) {
        const parts = word.split('-');
        if (parts.length === 2) {
          const [first, second] = parts.map((part) => this.#vocabulary.add(part)) as [number, number];
          slot.pairs.set(first, (slot.pairs.get(first) ?? new Set()).add(second));
        }
        const key = this.#vocabulary.add(parts.join(''));
        if (key === FILLER) slot.optional = true;
        else slot.words.add(key);
      }
      if (slot.words.size > 0) slots.push(slot);
      afterGap = false;
    }
    const phrase = { family, slots };
    // A phrase may begin with any slot before which all are optional.
    for (const slot of slots) {
      for (const key of new Set([...slot.words, ...slot.pairs.keys()])) {
        const others = this.#startingWith.get(key);
        if (others === undefined) this.#startingWith.set(key, [phrase]);
        else if (!others.includes(phrase)) others.push(phrase);
      }
      if (!slot.optional) break;
    }
  }

  /** @returns hits by family, each in the order of the text */
  find(tokens: Token[]): Map<string, Hit[]> {
    const found = new Map<string, Hit[]>();
    for (let first = 0; first < tokens.length; first++) {
      const token = tokens[first]!;
      for (const key of token.joined === UNKNOWN ? [token.key] : [token.key, token.joined])
        for (const { family, slots } of this.#startingWith.get(key) ?? []) {
          const last = lastOf(slots, 0, tokens, first, token.sentence);
          if (last < first) continue;
          const hits = found.get(family);
          const hit = { start: token.start, end: tokens[last]!.end, sentence: token.sentence };
          if (hits === undefined) found.set(family, [hit]);
          else if (hits.at(-1)!.start !== hit.start || hits.at(-1)!.end < hit.end) hits.push(hit);
        }
    }
    return found;
  }
}

/** Index of the word with which the rest of the phrase ends, or -1 when it does not stand at `from`. */
function lastOf(slots: Slot[], index: number, tokens: Token[], from: number, sentence: number): number {
  const slot = slots[index];
  if (slot === undefined) return from - 1;
  for (let skipped = 0; skipped <= (slot.afterGap ? WIDEST_GAP : 0); skipped++) {
    let at = from + skipped;
    for (let fillers = 0; fillers < MOST_FILLERS && tokens[at]?.key === FILLER; fillers++) at++;
    const token = tokens[at];
    if (token === undefined || token.sentence !== sentence) break;
    let after = 0;
    if (slot.words.has(token.key)) after = at + 1;
    else if (slot.words.has(token.joined) || slot.pairs.get(token.key)?.has(tokens[at + 1]?.key ?? UNKNOWN))
      after = at + 2;
    if (after === 0 || after > tokens.length) continue;
    const last = lastOf(slots, index + 1, tokens, after, sentence);
    if (last >= 0) return last;
  }
  return slot.optional ? lastOf(slots, index + 1, tokens, from, sentence) : -1;
}
