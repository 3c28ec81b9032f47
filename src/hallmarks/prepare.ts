/**
 * What the rules come to before any text is read: words made keys, phrases unfolded into what must stand one after the
 * other. Made once, when rules arrive, so that a worker that wakes for one page neither checks nor builds anything.
 */
import type { HallmarkEvidence } from '../verdict/verdict.ts';
import { type CompiledHallmarks, type Condition, compiledSchema, type Rule } from './compiled.ts';
import { stem } from './stem.ts';
import { FILLER, FIRST_WORD, fold, LARGE, NUMBER, NUMBER_WORDS } from './tokens.ts';

/** To be raised whenever the form below, a schema of the rules or the keys of words change: what is stored is then made anew. */
export const FORMAT = 6;

/** As `Condition`, in fewer kinds: `phrase` is `near` with one group, `all` and `any` are `several`. */
export interface PreparedCondition
  extends Pick<Condition, 'sentences' | 'in' | 'present' | 'missing' | 'below' | 'tally'> {
  near?: number[];
  only?: number;
  without?: number;
  several?: { atLeast: number; of: PreparedCondition[] };
}

export interface PreparedRule extends Omit<Rule, 'when'> {
  when: PreparedCondition;
  /** What the rule says in other languages. */
  wordings?: HallmarkEvidence['wordings'];
}

/** How much is a pattern. */
export type Policy = Omit<CompiledHallmarks['policy'], 'offer'>;

/**
 * Lists one after the other: that with the number `n` stands from `starts[n]` up to `starts[n + 1]`. Thousands of small
 * arrays would keep a worker that wakes longer than all else that is prepared.
 */
export interface Lists {
  starts: number[];
  values: number[];
}

/** Plain JSON. Words are told by their keys, all else by where it stands in these lists. */
export interface PreparedHallmarks {
  rules: PreparedRule[];
  policy: Policy;
  offer: PreparedCondition;
  reported: { families: number[]; atLeast: number };
  /** The families that conditions name together. */
  groups: number[][];
  /** Stems in the order of their code units, parted by spaces. */
  words: string;
  /** The key of each. */
  keys: number[];
  /** Two words that also stand for one ("non public"): first, second, the one. */
  pairs: [first: number, second: number, whole: number][];
  /** What each word of the tally adds, most first; for each key which of them it is. */
  tally: { points: number[]; words: Lists };
  /** The words any of which fills a place of a phrase. */
  slots: Lists;
  /** The family, then slots one after the other; of a slot before which other words may stand the complement (`~`). */
  phrases: Lists;
  /** For each key the phrases that begin with that word. */
  starting: Lists;
  /** Words that any text of a language is full of. */
  languages: { words: number[]; share: number }[];
}

/** The alternatives of each word of a phrase as written: `non-public|<secret> ... report`. */
export function alternatives(phrase: string, sets: Record<string, string>): string[][] {
  const wordsOf = (word: string) => (word.startsWith('<') ? (sets[word.slice(1, -1)] ?? '').split(' ') : [word]);
  return phrase.split(' ').map((word) => word.split('|').flatMap(wordsOf));
}

/** @param json `hallmarks.json` of the feed, decoded. @throws ZodError when it does not fit its schema */
export function prepareHallmarks(json: unknown): PreparedHallmarks {
  const { families, sets, tally, fillers, languages, rules, wordings, policy, reported } = compiledSchema.parse(json);
  const { offer, ...amounts } = policy;
  const fillerStems = new Set(fillers.split(' ').map((word) => stem(fold(word))));
  const words = new Numbered(FIRST_WORD);
  const keyOf = (word: string) => {
    const form = stem(fold(word));
    return NUMBER_WORDS.get(word) ?? (fillerStems.has(form) ? FILLER : words.of(form));
  };
  const pairs = new Map<string, [number, number, number]>();
  const slots = new Numbered();
  const phrases = new Numbered();
  const groups = new Numbered();

  /** Keys of the words any of which may stand there; fillers may be left out. */
  const slotOf = (alternatives: string[]) => {
    const keys = new Set<number>();
    for (const word of alternatives) {
      const parts = word.split('-');
      const key = word === '#' ? NUMBER : word === '##' ? LARGE : keyOf(parts.join(''));
      keys.add(key);
      if (key === NUMBER) keys.add(LARGE);
      const [first, second] = parts.length === 2 ? parts.map(keyOf) : [];
      if (first !== undefined && second !== undefined) pairs.set(`${first} ${second}`, [first, second, key]);
    }
    const optional = keys.delete(FILLER);
    return { keys: [...keys].sort((a, b) => a - b), optional };
  };

  const familyNames = Object.keys(families);
  for (const [family, name] of familyNames.entries()) {
    for (const phrase of families[name]!) {
      // A word that is passed over anyway may be left out: "your|the minister" is "your minister" and "minister".
      let variants: number[][] = [[]];
      let afterGap = false;
      for (const written of alternatives(phrase, sets)) {
        if (written[0] === '...') {
          afterGap = true;
          continue;
        }
        const { keys, optional } = slotOf(written);
        const slot = slots.of(JSON.stringify(keys));
        const longer = keys.length > 0 ? variants.map((before) => [...before, afterGap ? ~slot : slot]) : [];
        variants = optional ? [...longer, ...variants] : longer;
        afterGap &&= optional;
      }
      for (const variant of variants) if (variant.length > 0) phrases.of(JSON.stringify([family, ...variant]));
    }
  }

  const tallied = Object.entries(tally)
    .flatMap(([points, words]) =>
      words.split(' ').map((word) => ({ points: Number(points), keys: slotOf(word.split('|')).keys })),
    )
    .sort((a, b) => b.points - a.points);

  const numbersOf = (names: string[]) => names.map((name) => familyNames.indexOf(name)).filter((family) => family >= 0);
  const groupOf = (names: string[]) => groups.of(JSON.stringify(numbersOf(names)));
  const prepare = (condition: Condition): PreparedCondition => {
    const { phrase, near, only, without, all, any, several, ...rest } = condition;
    const listed = near ?? (phrase && [phrase]);
    const parts = all ?? any ?? several?.of;
    return {
      ...rest,
      ...(listed && { near: listed.map(groupOf) }),
      ...(only && { only: groupOf(only) }),
      ...(without && { without: groupOf(without) }),
      ...(parts && { several: { atLeast: all?.length ?? several?.atLeast ?? 1, of: parts.map(prepare) } }),
    };
  };
  const preparedRules = rules.map(({ when, ...rule }): PreparedRule => {
    const others = Object.entries(wordings).flatMap(([language, { [rule.id]: said }]) =>
      said ? [[language, said]] : [],
    );
    return { ...rule, when: prepare(when), ...(others.length > 0 && { wordings: Object.fromEntries(others) }) };
  });

  const languageWords = languages.map(({ words, share }) => ({ words: words.split(' ').map(keyOf), share }));
  const slotKeys = slots.parsed;
  const phraseSlots = phrases.parsed;
  const byKey = () => Array.from({ length: FIRST_WORD + words.all.length }, (): number[] => []);
  const starting = byKey();
  for (const [phrase, [, first]] of phraseSlots.entries())
    for (const key of slotKeys[first! < 0 ? ~first! : first!]!) starting[key]!.push(phrase);
  const talliedBy = byKey();
  for (const [at, { keys }] of tallied.entries()) for (const key of keys) talliedBy[key]!.push(at);
  const stems = [
    ...words.all.map((form, at): [string, number] => [form, FIRST_WORD + at]),
    ...Array.from(fillerStems, (form): [string, number] => [form, FILLER]),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...{ rules: preparedRules, policy: amounts, offer: prepare(offer), languages: languageWords },
    reported: { ...reported, families: numbersOf(reported.families) },
    tally: {
      points: tallied.map(({ points }) => points),
      words: inARow(talliedBy),
    },
    ...{ words: stems.map(([form]) => form).join(' '), keys: stems.map(([, key]) => key), pairs: [...pairs.values()] },
    ...{ slots: inARow(slotKeys), phrases: inARow(phraseSlots), starting: inARow(starting), groups: groups.parsed },
  };
}

function inARow(lists: readonly (readonly number[])[]): Lists {
  const values: number[] = [];
  const starts = [0, ...lists.map((list) => values.push(...list))];
  return { starts, values };
}

/** Each different value with a number, in the order of their first use. */
class Numbered {
  readonly #numbers = new Map<string, number>();
  readonly #first: number;

  constructor(first = 0) {
    this.#first = first;
  }

  of(value: string): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    const number = this.#first + this.#numbers.size;
    this.#numbers.set(value, number);
    return number;
  }

  get all(): string[] {
    return [...this.#numbers.keys()];
  }

  /** Of lists of numbers that were given as JSON. */
  get parsed(): number[][] {
    return this.all.map((json) => JSON.parse(json));
  }
}
