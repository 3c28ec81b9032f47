/** One text, or the messages of one person in their order, read once: where the phrases of the rules stand in it. */
import type { Hallmarks } from './open.ts';
import type { Hit } from './phrases.ts';
import { FILLER, type Token, tokenise } from './tokens.ts';

/** Shorter messages ("Ok", "Danke!") say nothing about the language. */
const FEWEST_WORDS = 8;
/** More words than these say no more. */
const MOST_WORDS = 100;
/** Sentences by which one message is farther from the next than two sentences of one. */
const BETWEEN_PARTS = 2;
/** Words between two hits that are still quoted as one passage, in characters. */
const QUOTED_GAP = 60;

export class ReadText {
  /** False when a part is in a language that no rule reads. */
  languageRead = true;
  readonly #text: string;
  readonly #tokens: Token[] = [];
  readonly #hits = new Map<string, Hit[]>();
  readonly #sentences = new Map<string, Set<number>>();

  /** @param parts messages in their order, or one text of a profile */
  constructor({ compiled, vocabulary, phrases, languages }: Hallmarks, parts: readonly string[]) {
    // One text, so that a condition may span two messages.
    this.#text = parts.join('\n');
    let from = 0;
    for (const part of parts) {
      const sentence = (this.#tokens.at(-1)?.sentence ?? -BETWEEN_PARTS) + BETWEEN_PARTS;
      const tokens = tokenise(this.#text, vocabulary, from, from + part.length, sentence);
      from += part.length + 1;
      this.languageRead &&= isRead(part, this.#text, tokens, languages);
      const found = phrases.find(tokens);
      const { families, atLeast } = compiled.reported;
      if (families.filter((family) => found.has(family)).length >= atLeast) continue;
      for (const [family, hits] of found) {
        const known = this.#hits.get(family);
        if (known) for (const hit of hits) known.push(hit);
        else this.#hits.set(family, hits);
      }
      for (const token of tokens) this.#tokens.push(token);
    }
  }

  hasAny(families: readonly string[]): boolean {
    return families.some((family) => this.#hits.has(family));
  }

  /**
   * Hits of each group of families, in the order of the text, save where one of `without` stands in the same sentence. It
   * stops when the caller does.
   */
  *hits(
    groups: readonly (readonly string[])[],
    without: readonly string[] = [],
  ): Generator<{ group: number; hit: Hit }> {
    const lists = groups.flatMap((families, group) =>
      families.flatMap((family) => {
        const hits = this.#hits.get(family);
        return hits === undefined ? [] : [{ group, hits, next: 0 }];
      }),
    );
    const excluded = without.flatMap((family) => (this.#hits.has(family) ? [this.#sentencesOf(family)] : []));
    while (true) {
      let first: (typeof lists)[number] | undefined;
      for (const list of lists)
        if (list.next < list.hits.length && (!first || list.hits[list.next]!.start < first.hits[first.next]!.start))
          first = list;
      if (first === undefined) return;
      const hit = first.hits[first.next++]!;
      if (!excluded.some((sentences) => sentences.has(hit.sentence))) yield { group: first.group, hit };
    }
  }

  #sentencesOf(family: string): Set<number> {
    let sentences = this.#sentences.get(family);
    if (sentences === undefined) {
      sentences = new Set(this.#hits.get(family)!.map(({ sentence }) => sentence));
      this.#sentences.set(family, sentences);
    }
    return sentences;
  }

  /** Whether the text has words, and hits of these families cover them all. */
  isOnly(families: readonly string[]): boolean {
    const hits = families.flatMap((family) => this.#hits.get(family) ?? []);
    const covered = ({ start, end, key }: Token) =>
      key === FILLER || hits.some((hit) => hit.start <= start && end <= hit.end);
    return this.#tokens.length > 0 && this.#tokens.every(covered);
  }

  /** The words of the hits, which are in the order of the text, with what stands between those that are close. */
  quote(hits: readonly Hit[]): string {
    let quoted = '';
    let end = 0;
    for (const hit of hits) {
      if (quoted === '') quoted = this.#text.slice(hit.start, hit.end);
      else if (hit.end > end)
        quoted +=
          hit.start - end > QUOTED_GAP ? ` … ${this.#text.slice(hit.start, hit.end)}` : this.#text.slice(end, hit.end);
      end = Math.max(end, hit.end);
    }
    return quoted.replace(/\s+/g, ' ').trim();
  }
}

/** Whether the words that any text of one of the languages is full of are frequent here. */
function isRead(part: string, text: string, tokens: Token[], languages: Hallmarks['languages']): boolean {
  // In scripts written without spaces a token is a whole clause, so their letters are counted as words.
  const letters =
    part.slice(0, 10 * MOST_WORDS).match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)
      ?.length ?? 0;
  if (tokens.length + letters < FEWEST_WORDS) return true;
  const words = tokens.slice(0, MOST_WORDS).map(({ start, end }) => text.slice(start, end).toLowerCase());
  const count = words.length + letters;
  return languages.some(
    (language) => words.filter((word) => language.words.has(word)).length >= language.share * count,
  );
}
