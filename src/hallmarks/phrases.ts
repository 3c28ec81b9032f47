/**
 * All phrases of all families, found in one pass over a text. The work for each word is bounded by the rules, never by the
 * text: only phrases that begin with the word are tried, and a phrase is at most eight words with two short gaps.
 */
import { FILLER, LARGE, NUMBER, type Token, UNKNOWN, type Vocabulary } from './tokens.ts';

/** Words that a gap (`...`) may hold, besides fillers. */
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
}

interface Phrase {
  family: string;
  slots: Slot[];
}

/** Phrases that begin with one word, by the word that must follow. */
interface Starts {
  always: Phrase[];
  second: Map<number, Phrase[]>;
  secondAfterGap: Map<number, Phrase[]>;
}

/** The alternatives of each word of a phrase as written: `non-public|<secret> ... report`. */
export function alternatives(phrase: string, sets: Record<string, string>): string[][] {
  const wordsOf = (word: string) => (word.startsWith('<') ? (sets[word.slice(1, -1)] ?? '').split(' ') : [word]);
  return phrase.split(' ').map((word) => word.split('|').flatMap(wordsOf));
}

export class PhraseIndex {
  readonly #vocabulary: Vocabulary;
  /** By the key of the word. */
  readonly #startingWith: Phrase[][] = [];
  readonly #starts: Starts[] = [];

  constructor(families: Record<string, string[]>, sets: Record<string, string>, vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    for (const [family, phrases] of Object.entries(families))
      for (const phrase of phrases) this.#add(family, alternatives(phrase, sets));
  }

  #add(family: string, written: string[][]): void {
    // A word that is passed over anyway may be left out: "your|the minister" is "your minister" and "minister".
    let variants: Slot[][] = [[]];
    let afterGap = false;
    for (const words of written) {
      if (words[0] === '...') {
        afterGap = true;
        continue;
      }
      const { slot, optional } = this.#slot(words, afterGap);
      const longer = slot.words.size > 0 ? variants.map((slots) => [...slots, slot]) : [];
      variants = optional ? [...longer, ...variants] : longer;
      afterGap = optional && afterGap;
    }
    for (const slots of variants) {
      const [first] = slots;
      if (first === undefined) continue;
      const phrase = { family, slots };
      for (const key of new Set([...first.words, ...first.pairs.keys()])) {
        this.#startingWith[key] ??= [];
        this.#startingWith[key].push(phrase);
      }
    }
  }

  #slot(words: string[], afterGap: boolean): { slot: Slot; optional: boolean } {
    const slot: Slot = { words: new Set(), pairs: new Map(), afterGap };
    let optional = false;
    for (const word of words) {
      const parts = word.split('-');
      if (parts.length === 2) {
        const [first, second] = parts.map((part) => this.#vocabulary.add(part)) as [number, number];
        slot.pairs.set(first, (slot.pairs.get(first) ?? new Set()).add(second));
      }
      const key = word === '#' ? NUMBER : word === '##' ? LARGE : this.#vocabulary.add(parts.join(''));
      if (key === FILLER) optional = true;
      else slot.words.add(key);
      if (key === NUMBER) slot.words.add(LARGE);
    }
    return { slot, optional };
  }

  /** @returns hits by family, each in the order of the text */
  find(tokens: readonly Token[]): Map<string, Hit[]> {
    const found = new Map<string, Hit[]>();
    const attempt = (phrases: readonly Phrase[] | undefined, index: number, at: number, first: number) => {
      if (phrases === undefined) return;
      const start = tokens[first]!;
      for (const { slots, family } of phrases) {
        const after = afterSlot(slots[index]!, tokens, at);
        const last = after === 0 ? -1 : lastOf(slots, index + 1, tokens, after, start.sentence);
        if (last >= first) record(found, family, start, tokens[last]!);
      }
    };
    for (let first = 0; first < tokens.length; first++) {
      const { key, joined, sentence } = tokens[first]!;
      if (joined !== UNKNOWN) attempt(this.#startingWith[joined], 0, first, first);
      const starts = key === UNKNOWN || key === FILLER ? undefined : this.#startsWith(key);
      if (starts === undefined) continue;
      attempt(starts.always, 0, first, first);
      // Most words begin many phrases; only those are tried whose second word is here as well.
      let at = first;
      for (let skipped = 0; skipped <= WIDEST_GAP; skipped++) {
        at = afterFillers(tokens, at + 1);
        const second = tokens[at];
        if (second === undefined || second.sentence !== sentence) break;
        const candidates = skipped === 0 ? starts.second : starts.secondAfterGap;
        if (second.key !== UNKNOWN) attempt(candidates.get(second.key), 1, at, first);
        if (second.joined !== UNKNOWN) attempt(candidates.get(second.joined), 1, at, first);
      }
    }
    return found;
  }

  /** The phrases that begin with `key`, sorted when the word is first met: most words of the rules never are. */
  #startsWith(key: number): Starts | undefined {
    const known = this.#starts[key];
    if (known !== undefined) return known;
    const phrases = this.#startingWith[key];
    if (phrases === undefined) return undefined;
    const starts: Starts = { always: [], second: new Map(), secondAfterGap: new Map() };
    this.#starts[key] = starts;
    for (const phrase of phrases) {
      const [first, second] = phrase.slots as [Slot, Slot | undefined];
      if (second === undefined || first.pairs.has(key)) {
        starts.always.push(phrase);
        continue;
      }
      for (const secondKey of new Set([...second.words, ...second.pairs.keys()])) {
        append(starts.second, secondKey, phrase);
        if (second.afterGap) append(starts.secondAfterGap, secondKey, phrase);
      }
    }
    return starts;
  }
}

function append<T>(lists: Map<number, T[]>, key: number, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function record(found: Map<string, Hit[]>, family: string, { start, sentence }: Token, { end }: Token): void {
  const hits = found.get(family);
  const latest = hits?.at(-1);
  if (hits === undefined) found.set(family, [{ start, end, sentence }]);
  else if (latest!.start !== start) hits.push({ start, end, sentence });
  else if (latest!.end < end) latest!.end = end;
}

function afterFillers(tokens: readonly Token[], from: number): number {
  let at = from;
  for (let fillers = 0; fillers < MOST_FILLERS && tokens[at]?.key === FILLER; fillers++) at++;
  return at;
}

/** Index of the word after the slot when its words stand at `at`, or 0. */
function afterSlot(slot: Slot, tokens: readonly Token[], at: number): number {
  const token = tokens[at]!;
  if (slot.words.has(token.key)) return at + 1;
  const two = slot.words.has(token.joined) || slot.pairs.get(token.key)?.has(tokens[at + 1]?.key ?? UNKNOWN);
  return two && at + 1 < tokens.length ? at + 2 : 0;
}

/** Index of the word with which the rest of the phrase ends, or -1 when it does not stand at `from`. */
function lastOf(
  slots: readonly Slot[],
  index: number,
  tokens: readonly Token[],
  from: number,
  sentence: number,
): number {
  const slot = slots[index];
  if (slot === undefined) return from - 1;
  let at = from - 1;
  for (let skipped = 0; skipped <= (slot.afterGap ? WIDEST_GAP : 0); skipped++) {
    at = afterFillers(tokens, at + 1);
    if (tokens[at]?.sentence !== sentence) break;
    const after = afterSlot(slot, tokens, at);
    const last = after === 0 ? -1 : lastOf(slots, index + 1, tokens, after, sentence);
    if (last >= 0) return last;
  }
  return -1;
}
