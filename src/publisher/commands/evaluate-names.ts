import { z } from 'zod';
import { GamekeeperError } from '../../errors.ts';
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
    if (rows.length === 0)
      throw new GamekeeperError('ERR_FILE', `${file} holds no pairs, expected lines of ${COLUMNS}.`);
    const report = evaluatePairs(
      rows.map(({ record, place }) => check(record, pairSchema, place, `a line of ${COLUMNS}`)),
    );
    return { json: report, text: JSON.stringify(report) };
  },
});

interface Judged extends Pair {
  tier: Tier | undefined;
}

function evaluatePairs(pairs: readonly Pair[]) {
  const judged = pairs.map((pair): Judged => ({ ...pair, tier: comparePair(pair) }));
  // Several people bear these names: they are the same names, so no comparison of names can tell their bearers apart.
  const areHomonyms = ({ category }: Pair) => /^homonym/i.test(category);
  const [homonyms, others] = [judged.filter(areHomonyms), judged.filter((pair) => !areHomonyms(pair))];
  return {
    tiers: { same: scoreOf(others, ['same']), similar: scoreOf(others) },
    byCategory: scoresBy(others, ({ category }) => category),
    byScript: scoresBy(others, ({ script_query }) => script_query),
    homonyms: { pairs: homonyms.length, matched: homonyms.filter(({ tier }) => tier).length },
  };
}

const scoresBy = (pairs: readonly Judged[], group: (pair: Judged) => string) =>
  Object.fromEntries([...Map.groupBy(pairs, group)].map(([name, some]) => [name, scoreOf(some)]));

/** Whether those of `tiers` are the same, and the same are those of `tiers`: shares, null where there are none. */
function scoreOf(pairs: readonly Judged[], tiers: readonly Tier[] = ['same', 'similar']) {
  const matched = pairs.filter(({ tier }) => tier && tiers.includes(tier));
  const [found, confused] = [countOf(matched, 'same'), countOf(matched, 'different')];
  const share = (part: number, whole: number) => (whole === 0 ? null : Number((part / whole).toFixed(4)));
  return {
    precision: share(found, matched.length),
    recall: share(found, countOf(pairs, 'same')),
    falsePositiveRate: share(confused, countOf(pairs, 'different')),
    pairs: pairs.length,
  };
}

const countOf = (pairs: readonly Pair[], of: Pair['label']) => pairs.filter(({ label }) => label === of).length;

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
