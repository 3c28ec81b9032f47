/**
 * All phrases of all families, found in one pass over a text. The work for each word is bounded by the rules, never by the
 * text: only phrases that begin with the word are tried, and a phrase is at most ten words with two short gaps.
 */
import type { Lists, PreparedHallmarks } from './prepare.ts';
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

/** What begins with one word. */
interface Starts {
  /** Families of which the word alone is a phrase. */
  alone: number[];
  /** A hash table: the key of a second word, then the phrase (its complement where a gap is between); free where zero. */
  seconds: Int32Array;
  /** How far a hash is shifted to be a place in it. */
  shift: number;
  /** Words that may be between the two; -1 when no phrase has a second. */
  widest: number;
}

export class PhraseIndex {
  readonly #prepared: PreparedHallmarks;
  readonly #starts: Starts[] = [];
  /** A bit for each pair of words with which a phrase may begin, and now and then for another pair: most have none. */
  readonly #begun = new Int32Array(2 ** 15);

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
        for (let at = starting.starts[joined]!; at < starting.starts[joined + 1]!; at++) {
          const phrase = starting.values[at]!;
          const slot = phrases.values[phrases.starts[phrase]! + 1]!;
          if (!this.#has(slot, key)) this.#finish(phrase, 2, tokens, first + 2, token, hits);
        }
      if (key === UNKNOWN || key === FILLER) continue;
      const starts = this.#starts[key] ?? this.#startsWith(key);
      for (const family of starts.alone) record(hits, family, token, token);
      // Most words begin many phrases; only those are tried whose second word is here as well.
      let at = first;
      for (let skipped = 0; skipped <= starts.widest; skipped++) {
        at = afterFillers(tokens, at + 1);
        const next = tokens[at];
        if (next === undefined || next.sentence !== sentence) break;
        const bit = bitOf(key, next.key);
        if ((this.#begun[bit >>> 5]! & (1 << bit)) !== 0)
          this.#trySeconds(starts, next.key, skipped, UNKNOWN, tokens, at + 1, token, hits);
        if (next.joined !== UNKNOWN)
          this.#trySeconds(starts, next.joined, skipped, next.key, tokens, at + 2, token, hits);
      }
    }
  }

  /** Tries the phrases whose second word may be `key`, and not `but`, when as many words stand before it. */
  #trySeconds(
    { seconds, shift }: Starts,
    key: number,
    skipped: number,
    but: number,
    tokens: readonly Token[],
    from: number,
    start: Token,
    hits: Hits,
  ): void {
    for (let place = firstPlace(key, shift); seconds[place] !== 0; place = nextPlace(place, seconds)) {
      const number = seconds[place + 1]!;
      if (seconds[place] !== key || (skipped > 0 && number >= 0)) continue;
      const { starts, values } = this.#prepared.phrases;
      const phrase = indexOf(number);
      if (!this.#has(values[starts[phrase]! + 2]!, but)) this.#finish(phrase, 3, tokens, from, start, hits);
    }
  }

  /** Records the phrase that begins with `start` when its slots from `index` on stand at `from`. */
  #finish(phrase: number, index: number, tokens: readonly Token[], from: number, start: Token, hits: Hits): void {
    const { starts, values } = this.#prepared.phrases;
    const family = starts[phrase]!;
    const last = this.#lastOf(family + index, starts[phrase + 1]!, tokens, from, start.sentence);
    if (last >= 0) record(hits, values[family]!, start, tokens[last]!);
  }

  /** Index of the word with which the slots from `index` up to `end` end, or -1 when they do not stand at `from`. */
  #lastOf(index: number, end: number, tokens: readonly Token[], from: number, sentence: number): number {
    if (index === end) return from - 1;
    const slot = this.#prepared.phrases.values[index]!;
    let at = from - 1;
    for (let skipped = 0; skipped <= (slot < 0 ? WIDEST_GAP : 0); skipped++) {
      at = afterFillers(tokens, at + 1);
      const token = tokens[at];
      if (token?.sentence !== sentence) break;
      const rest = this.#has(slot, token.key) ? at + 1 : this.#has(slot, token.joined) ? at + 2 : 0;
      const last = rest === 0 ? -1 : this.#lastOf(index + 1, end, tokens, rest, sentence);
      if (last >= 0) return last;
    }
    return -1;
  }

  /** Whether the word may fill the slot. */
  #has(slot: number, key: number): boolean {
    if (key === UNKNOWN) return false;
    const { starts, values } = this.#prepared.slots;
    const list = indexOf(slot);
    for (let at = starts[list]!; at < starts[list + 1]!; at++) if (values[at] === key) return true;
    return false;
  }

  /** What begins with `key`, sorted when the word is first met: most words of the rules never are. */
  #startsWith(key: number): Starts {
    const { starting, phrases, slots } = this.#prepared;
    const alone: number[] = [];
    const longer: [phrase: number, slot: number][] = [];
    for (const phrase of listOf(starting, key)) {
      const [family, , slot] = listOf(phrases, phrase);
      if (slot === undefined) alone.push(family!);
      else longer.push([phrase, slot]);
    }
    const count = longer.reduce((sum, [, slot]) => sum + listOf(slots, indexOf(slot)).length, 0);
    const shift = Math.clz32(2 * count + 1);
    const seconds = new Int32Array(2 ** (33 - shift));
    for (const [phrase, slot] of longer)
      for (const second of listOf(slots, indexOf(slot))) {
        let place = firstPlace(second, shift);
        while (seconds[place] !== 0) place = nextPlace(place, seconds);
        seconds[place] = second;
        seconds[place + 1] = slot < 0 ? ~phrase : phrase;
        const bit = bitOf(key, second);
        this.#begun[bit >>> 5]! |= 1 << bit;
      }
    const widest = longer.some(([, slot]) => slot < 0) ? WIDEST_GAP : longer.length > 0 ? 0 : -1;
    this.#starts[key] = { alone, seconds, shift, widest };
    return this.#starts[key];
  }
}

function listOf({ starts, values }: Lists, number: number): readonly number[] {
  return values.slice(starts[number], starts[number + 1]);
}

/** Where a slot or a phrase stands among all. */
function indexOf(slot: number): number {
  return slot < 0 ? ~slot : slot;
}

/** The place of a table of second words at which the search for one begins. */
function firstPlace(key: number, shift: number): number {
  return 2 * (Math.imul(key, 0x9e3779b1) >>> shift);
}

function nextPlace(place: number, { length }: Int32Array): number {
  return (place + 2) & (length - 1);
}

/** One of 2 ** 20. */
function bitOf(first: number, second: number): number {
  return Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x9e3779b1) >>> 12;
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
