import { z } from 'zod';
import { compareNames, readName } from '../../profile/name.ts';
import { compareOrganisations, looksLikeOrganisation, readOrganisation } from '../../profile/organisation.ts';
import { command } from '../command.ts';
import { parseCsv } from '../exchange/csv.ts';
import { check, readText } from '../input.ts';

const pairSchema = z.object({
  query: z.string(),
  list_name: z.string(),
  label: z.enum(['same', 'different']),
  category: z.string(),
  script_query: z.string(),
  entity_type: z.string().optional(),
});
type Pair = z.infer<typeof pairSchema>;
const COLUMNS = 'query, list_name, label (same or different), category, script_query';
type Tier = 'same' | 'similar';

export default command({
  args: ['CSV file of pairs'],
  flags: {},
  async run(_, file: string) {
    const rows = parseCsv(await readText(file, 'a CSV file of pairs'), file, true);
    const report = evaluatePairs(
      rows.map(({ record, place }) => check(record, pairSchema, place, `a line of ${COLUMNS}`)),
    );
    return { json: report, text: JSON.stringify(report) };
  },
});

/** Counts of pairs: `same` people found and missed, `different` people taken for one and kept apart. */
class Score {
  found = 0;
  missed = 0;
  confused = 0;
  apart = 0;

  add(label: Pair['label'], matched: boolean): void {
    if (label === 'same') matched ? this.found++ : this.missed++;
    else matched ? this.confused++ : this.apart++;
  }

  toJSON() {
    const ratio = (part: number, rest: number) =>
      part + rest === 0 ? null : Number((part / (part + rest)).toFixed(4));
    return {
      precision: ratio(this.found, this.confused),
      recall: ratio(this.found, this.missed),
      falsePositiveRate: ratio(this.confused, this.apart),
      pairs: this.found + this.missed + this.confused + this.apart,
    };
  }
}

function evaluatePairs(pairs: readonly Pair[]) {
  const tiers = { same: new Score(), similar: new Score() };
  const byCategory: Record<string, Score> = {};
  const byScript: Record<string, Score> = {};
  const homonyms = { pairs: 0, matched: 0 };
  for (const pair of pairs) {
    const tier = comparePair(pair);
    // Several people bear these names: they are the same names, so no comparison of names can tell their bearers apart.
    if (/^homonym/i.test(pair.category)) {
      homonyms.pairs++;
      if (tier) homonyms.matched++;
      continue;
    }
    tiers.same.add(pair.label, tier === 'same');
    byCategory[pair.category] ??= new Score();
    byScript[pair.script_query] ??= new Score();
    for (const score of [tiers.similar, byCategory[pair.category]!, byScript[pair.script_query]!]) {
      score.add(pair.label, tier !== undefined);
    }
  }
  return { tiers, byCategory, byScript, homonyms };
}

/** A pair is of organisations when its column entity_type says so, or, without that column, when a name looks like one. */
function comparePair({ query, list_name, entity_type }: Pair): Tier | undefined {
  const person =
    entity_type === undefined
      ? !looksLikeOrganisation(query) && !looksLikeOrganisation(list_name)
      : entity_type === 'person';
  if (person) {
    const [one, other] = [readName(query), readName(list_name)];
    return one && other && compareNames(one, other);
  }
  const [one, other] = [readOrganisation(query), readOrganisation(list_name)];
  return one && other && compareOrganisations(one, other);
}
