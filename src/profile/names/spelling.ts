/** Matching a Latin word against syllables of which each may be spelled in several ways. */

/** Can `word` be cut into one spelling of each of `syllables`, in order, with nothing left over? */
function spells(word: string, syllables: readonly (readonly string[])[]): boolean {
  let ends = new Set([0]);
  for (const spellings of syllables) {
    const next = new Set<number>();
    for (const end of ends) {
      for (const spelling of spellings) if (word.startsWith(spelling, end)) next.add(end + spelling.length);
    }
    if (next.size === 0) return false;
    ends = next;
  }
  return ends.has(word.length);
}

/** A family name, a given name: the syllables of each. */
export interface Syllables {
  family: readonly (readonly string[])[];
  given: readonly (readonly string[])[];
}

/**
 * Do Latin words, in either order and with the given name joined or apart, spell this name? One more word is allowed: many
 * people put a western name before their own.
 */
export function spellsName(words: readonly string[], { family, given }: Syllables): boolean {
  for (const familyAt of words.keys()) {
    if (familyAt !== 0 && familyAt !== words.length - 1) continue;
    if (!spells(words[familyAt]!, family)) continue;
    const others = words.toSpliced(familyAt, 1);
    if (others.length === 0) continue;
    const candidates = [others, others.slice(1), others.slice(0, -1)].filter(
      (run, index) => index === 0 || run.length > 0,
    );
    if (candidates.some((run) => spells(run.join(''), given))) return true;
  }
  return false;
}
