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
const NO_HITS: readonly Hit[] = [];
/** Words between two hits that are still quoted as one passage, in characters. */
const QUOTED_GAP = 60;

export class ReadText {
  /** False when a part is in a language that no rule reads. */
  languageRead = true;
  readonly #text: string;
  readonly #tokens: Token[][] = [];
  readonly #byFamily = new Map<string, Hit[]>();
  readonly #byFamilies = new Map<readonly string[], Hit[]>();
  readonly #sentences = new Map<readonly string[], Set<number>>();

  /** @param parts messages in their order, or one text of a profile */
  constructor({ compiled, vocabulary, phrases, languages }: Hallmarks, parts: readonly string[]) {
    // One text, so that a condition may span two messages.
    this.#text = parts.join('\n');
    let from = 0;
    let sentence = 0;
    for (const part of parts) {
      const tokens = tokenise(this.#text, vocabulary, from, from + part.length, sentence);
      from += part.length + 1;
      sentence = (tokens.at(-1)?.sentence ?? sentence) + BETWEEN_PARTS;
      this.languageRead &&= isRead(part, tokens, languages);
      const found = phrases.find(tokens);
      const { families, atLeast } = compiled.reported;
      if (families.filter((family) => found.has(family)).length >= atLeast) continue;
      for (const [family, hits] of found) {
        const known = this.#byFamily.get(family);
        if (known) for (const hit of hits) known.push(hit);
        else this.#byFamily.set(family, hits);
      }
      this.#tokens.push(tokens);
    }
  }

  /** Hits of any of the families, in the order of the text. */
  hitsOf(families: readonly string[]): readonly Hit[] {
    let hits = this.#byFamilies.get(families);
    if (hits === undefined) {
      const lists = families.flatMap((family) => this.#byFamily.get(family) ?? NO_HITS);
      hits = families.length > 1 ? lists.sort((a, b) => a.start - b.start) : lists;
      this.#byFamilies.set(families, hits);
    }
    return hits;
  }

  sentencesOf(families: readonly string[]): ReadonlySet<number> {
    let sentences = this.#sentences.get(families);
    if (sentences === undefined) {
      sentences = new Set(this.hitsOf(families).map(({ sentence }) => sentence));
      this.#sentences.set(families, sentences);
    }
    return sentences;
  }

  /** Whether the text has words, and hits of these families cover them all. */
  isOnly(families: readonly string[]): boolean {
    const hits = this.hitsOf(families);
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
    return quoted.replace(/\s+/g, ' ').trim();
  }
}

/** Whether the words that any text of one of the languages is full of are frequent here. */
function isRead(part: string, tokens: Token[], languages: Hallmarks['languages']): boolean {
  // In scripts written without spaces a token is a whole clause, so their letters are counted as words.
  const letters =
    part.slice(0, 10 * MOST_WORDS).match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)
      ?.length ?? 0;
  if (tokens.length + letters < FEWEST_WORDS) return true;
  const words = tokens.slice(0, MOST_WORDS);
  const count = words.length + letters;
  return languages.some(
    (language) => words.filter(({ key }) => language.words.has(key)).length >= language.share * count,
  );
}
