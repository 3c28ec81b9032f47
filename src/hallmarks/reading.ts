/** One text, or the messages of one person in their order, read once: where the phrases of the rules stand in it. */
import type { Hallmarks } from './open.ts';
import type { Hit } from './phrases.ts';
import { type Token, tokenise } from './tokens.ts';

/** Shorter messages ("Ok", "Danke!") say nothing about the language. */
const FEWEST_WORDS = 8;
/** Words between two hits that are still quoted as one passage, in characters. */
const QUOTED_GAP = 60;

export interface ReadText {
  /** Hits of these families, save where one of `without` stands in the same sentence. */
  allowed(families: readonly string[], without?: readonly string[]): Hit[];
  madeOnlyOf(families: readonly string[]): boolean;
  quote(hits: Hit[]): string;
  whole(): string;
  languageRead: boolean;
}

export function readText({ compiled, vocabulary, phrases, languages }: Hallmarks, parts: string[]): ReadText {
  // One string with offsets of its own, so that a condition may span two messages.
  const text = parts.join('\n');
  const tokens: Token[] = [];
  const hits = new Map<string, Hit[]>();
  let languageRead = true;
  let offset = 0;
  let sentence = 0;
  for (const part of parts) {
    const own: Token[] = [];
    sentence = tokenise(part, vocabulary, own, sentence);
    languageRead &&= isRead(part, own, languages);
    const found = phrases.find(own);
    const { families, atLeast } = compiled.reported;
    const told = families.filter((family) => found.has(family)).length >= atLeast;
    if (!told)
      for (const [family, list] of found) {
        const moved = hits.get(family) ?? [];
        for (const hit of list) moved.push({ ...hit, start: hit.start + offset, end: hit.end + offset });
        hits.set(family, moved);
      }
    for (const token of own) tokens.push({ ...token, start: token.start + offset, end: token.end + offset });
    offset += part.length + 1;
  }

  return {
    languageRead,
    allowed(families, without) {
      const excluded = new Set<number>();
      for (const family of without ?? []) for (const hit of hits.get(family) ?? []) excluded.add(hit.sentence);
      const all = families.flatMap((family) => hits.get(family) ?? []);
      return excluded.size === 0 ? all : all.filter((hit) => !excluded.has(hit.sentence));
    },
    madeOnlyOf(families) {
      if (tokens.length === 0) return false;
      const covered = families.flatMap((family) => hits.get(family) ?? []);
      return tokens.every((token) => covered.some((hit) => hit.start <= token.start && token.end <= hit.end));
    },
    quote(list) {
      let quoted = '';
      let end = -1;
      for (const hit of list) {
        if (end < 0) quoted = text.slice(hit.start, hit.end);
        else if (hit.end > end)
          quoted += hit.start - end > QUOTED_GAP ? ` … ${text.slice(hit.start, hit.end)}` : text.slice(end, hit.end);
        end = Math.max(end, hit.end);
      }
      return quoted.replace(/\s+/g, ' ').trim();
    },
    whole: () => text.trim(),
  };
}

/** Whether the words that any text of one of the languages is full of are frequent here. */
function isRead(text: string, tokens: Token[], languages: Hallmarks['languages']): boolean {
  // In scripts written without spaces a token is a whole clause, so their letters are counted as words.
  const letters = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0;
  const count = tokens.length + letters;
  if (count < FEWEST_WORDS) return true;
  const words = tokens.map((token) => text.slice(token.start, token.end).toLowerCase());
  return languages.some(
    (language) => words.filter((word) => language.words.has(word)).length >= language.share * count,
  );
}
