/**
 * All phrases of all families, found in one pass over a text. The work for each word is bounded by the rules, never by the
 * text: only phrases that begin with the word are tried, and a phrase is at most ten words with two short gaps.
 */
import type { PreparedHallmarks } from './prepare.ts';
import { FILLER, type Token, UNKNOWN } from './tokens.ts';

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

/** By family. */
export type Hits = (Hit[] | undefined)[];

/** As in `PreparedHallmarks`: a family and its slots. */
type Phrase = readonly number[];
const NONE: readonly Phrase[] = [];

/** Phrases that begin with one word, by the word that must follow. */
interface Starts {
  alone: Phrase[];
  second: Map<number, Phrase[]>;
  secondAfterGap: Map<number, Phrase[]>;
}

export class PhraseIndex {
  readonly #prepared: PreparedHallmarks;
  readonly #slots: ReadonlySet<number>[] = [];
  readonly #starts: Starts[] = [];

  constructor(prepared: PreparedHallmarks) {
    this.#prepared = prepared;
  }

  /** Adds to `hits`, by family, what stands in `tokens`, in the order of the text. */
  find(tokens: readonly Token[], hits: Hits): void {
    const { starting, phrases } = this.#prepared;
    for (let first = 0; first < tokens.length; first++) {
      const token = tokens[first]!;
      const { key, joined, sentence } = token;
      if (joined !== UNKNOWN)
        for (const phrase of starting[joined]!) this.#attempt(phrases[phrase]!, 1, tokens, first, token, hits);
      if (key === UNKNOWN || key === FILLER) continue;
      const { alone, second, secondAfterGap } = this.#starts[key] ?? this.#startsWith(key);
      for (const phrase of alone) record(hits, phrase[0]!, token, token);
      // Most words begin many phrases; only those are tried whose second word is here as well.
      let at = first;
      const widest = secondAfterGap.size > 0 ? WIDEST_GAP : second.size > 0 ? 0 : -1;
      for (let skipped = 0; skipped <= widest; skipped++) {
        at = afterFillers(tokens, at + 1);
        const next = tokens[at];
        if (next === undefined || next.sentence !== sentence) break;
        const candidates = skipped === 0 ? second : secondAfterGap;
        for (const phrase of candidates.get(next.key) ?? NONE) this.#attempt(phrase, 2, tokens, at, token, hits);
        if (next.joined !== UNKNOWN)
          for (const phrase of candidates.get(next.joined) ?? NONE) this.#attempt(phrase, 2, tokens, at, token, hits);
      }
    }
  }

  /** Records the phrase that begins with `start` when its slot `index` stands at `at`, and the rest after that. */
  #attempt(phrase: Phrase, index: number, tokens: readonly Token[], at: number, start: Token, hits: Hits): void {
    const after = this.#afterSlot(phrase[index]!, tokens, at);
    const last = after === 0 ? -1 : this.#lastOf(phrase, index + 1, tokens, after, start.sentence);
    if (last >= 0) record(hits, phrase[0]!, start, tokens[last]!);
  }

  /** Index of the word with which the rest of the phrase ends, or -1 when it does not stand at `from`. */
  #lastOf(phrase: Phrase, index: number, tokens: readonly Token[], from: number, sentence: number): number {
    if (index === phrase.length) return from - 1;
    const slot = phrase[index]!;
    let at = from - 1;
    for (let skipped = 0; skipped <= (slot < 0 ? WIDEST_GAP : 0); skipped++) {
      at = afterFillers(tokens, at + 1);
      if (tokens[at]?.sentence !== sentence) break;
      const after = this.#afterSlot(slot, tokens, at);
      const last = after === 0 ? -1 : this.#lastOf(phrase, index + 1, tokens, after, sentence);
      if (last >= 0) return last;
    }
    return -1;
  }

  /** Index of the word after the slot when its words stand at `at`, or 0. */
  #afterSlot(slot: number, tokens: readonly Token[], at: number): number {
    const index = placeOf(slot);
    this.#slots[index] ??= new Set(this.#prepared.slots[index]);
    const words = this.#slots[index]!;
    const { key, joined } = tokens[at]!;
    return words.has(key) ? at + 1 : words.has(joined) ? at + 2 : 0;
  }

  /** The phrases that begin with `key`, sorted when the word is first met: most words of the rules never are. */
  #startsWith(key: number): Starts {
    const { starting, phrases, slots } = this.#prepared;
    const starts: Starts = { alone: [], second: new Map(), secondAfterGap: new Map() };
    this.#starts[key] = starts;
    for (const index of starting[key]!) {
      const phrase = phrases[index]!;
      const second = phrase[2];
      if (second === undefined) {
        starts.alone.push(phrase);
        continue;
      }
      for (const secondKey of slots[placeOf(second)]!) {
        append(starts.second, secondKey, phrase);
        if (second < 0) append(starts.secondAfterGap, secondKey, phrase);
      }
    }
    return starts;
  }
}

/** Where a slot stands among all. */
function placeOf(slot: number): number {
  return slot < 0 ? ~slot : slot;
}

function append<T>(lists: Map<number, T[]>, key: number, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function record(hits: Hits, family: number, { start, sentence }: Token, { end }: Token): void {
  const list = hits[family];
  const latest = list?.at(-1);
  if (latest === undefined) hits[family] = [{ start, end, sentence }];
  else if (latest.start !== start) list!.push({ start, end, sentence });
  else if (latest.end < end) latest.end = end;
}

function afterFillers(tokens: readonly Token[], from: number): number {
  let at = from;
  for (let fillers = 0; fillers < MOST_FILLERS && tokens[at]?.key === FILLER; fillers++) at++;
  return at;
}
