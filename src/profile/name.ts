/** A person's name, ready to be compared. */
export interface PersonName {
  shown: string;
  /** Words in the order shown: lower case, without marks. At least two, since one word names nobody. */
  tokens: readonly string[];
}

/** Longer names are cut: no person needs them, and a hostile page must not make look-ups slow. */
const LONGEST_NAME = 300;
const MOST_TOKENS = 12;

/** Undefined when nothing is left to compare: a single word, or nothing but one word and initials. */
export function readName(shown: string): PersonName | undefined {
  const tokens = shown
    .slice(0, LONGEST_NAME)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token.length > 0)
    .slice(0, MOST_TOKENS);
  return tokens.filter((token) => token.length > 1).length < 2 ? undefined : { shown, tokens };
}

/** Undefined when the two are different names. */
export function compareNames(one: PersonName, other: PersonName): 'same' | 'similar' | undefined {
  const sorted = (name: PersonName) => name.tokens.toSorted().join(' ');
  return sorted(one) === sorted(other) ? 'same' : undefined;
}
