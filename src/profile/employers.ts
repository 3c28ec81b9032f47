import type { Facts } from './facts.ts';

const YEAR = /(?:19|20)\d\d/g;

/**
 * Names of the organisations where a person works now, as shown. A position whose dates name two years has ended; so the
 * company under the name counts only while no list of positions says that it is a past one.
 */
export function employers(facts: Facts): string[] {
  const positions = facts.experience ?? [];
  const current = positions.filter(({ dates }) => (dates?.match(YEAR)?.length ?? 0) < 2).map(({ company }) => company);
  const past = new Set(positions.map(({ company }) => company).filter((company) => !current.includes(company)));
  const shown = [facts.company, ...current].filter((company) => company !== undefined && !past.has(company));
  return [...new Set(shown as string[])];
}
