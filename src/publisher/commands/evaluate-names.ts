import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { GamekeeperError } from '../../errors.ts';
import { compareNames, readName } from '../../profile/name.ts';
import { compareOrganisations, looksLikeOrganisation, readOrganisation } from '../../profile/organisation.ts';
import type { Register } from './index.ts';

const pairSchema = z.object({
  query: z.string(),
  list_name: z.string(),
  label: z.enum(['same', 'different']),
  category: z.string(),
  script_query: z.string(),
  entity_type: z.string().optional(),
});
type Pair = z.infer<typeof pairSchema>;
type Tier = 'same' | 'similar';

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

/** Names borne by several people: they are the same names, so no comparison of names can tell their bearers apart. */
const HOMONYM = /^homonym/i;

export const evaluateNames: Register = (group) => {
  group
    .command('names <file>')
    .description('Measure name matching on pairs: a CSV with columns query, list_name, label, category, script_query.')
    .action(async (file: string) => {
      const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
        throw new GamekeeperError('ERR_PAIRS', `${file} cannot be read (${cause.code}). Name a CSV file of pairs.`);
      });
      const report = evaluatePairs(readPairs(text, file));
      console.error('similar tier, by script:');
      console.error(
        Object.entries(report.byScript)
          .map(([script, score]) => {
            const { recall, falsePositiveRate, pairs } = score.toJSON();
            return `  ${script.padEnd(10)} recall ${recall ?? '-'}, false positives ${falsePositiveRate ?? '-'}, ${pairs} pairs`;
          })
          .join('\n'),
      );
      console.log(JSON.stringify(report));
    });
};

function readPairs(text: string, file: string): Pair[] {
  const rows: unknown[] = parse(text, { columns: true, bom: true, skip_empty_lines: true, relax_column_count: true });
  return rows.map((row, index) => {
    const pair = pairSchema.safeParse(row);
    if (pair.success) return pair.data;
    const [issue] = pair.error.issues;
    throw new GamekeeperError(
      'ERR_PAIRS',
      `${file}:${index + 2} ${issue?.path.join('.')}: ${issue?.message}. Needed are query, list_name, label (same or different), category and script_query.`,
    );
  });
}

export function evaluatePairs(pairs: readonly Pair[]) {
  const tiers = { same: new Score(), similar: new Score() };
  const byCategory = new Map<string, Score>();
  const byScript = new Map<string, Score>();
  const homonyms = { pairs: 0, matched: 0 };
  for (const pair of pairs) {
    const tier = comparePair(pair);
    if (HOMONYM.test(pair.category)) {
      homonyms.pairs++;
      if (tier) homonyms.matched++;
      continue;
    }
    tiers.same.add(pair.label, tier === 'same');
    tiers.similar.add(pair.label, tier !== undefined);
    for (const [scores, key] of [
      [byCategory, pair.category],
      [byScript, pair.script_query],
    ] as const) {
      if (!scores.has(key)) scores.set(key, new Score());
      scores.get(key)!.add(pair.label, tier !== undefined);
    }
  }
  return { tiers, byCategory: Object.fromEntries(byCategory), byScript: Object.fromEntries(byScript), homonyms };
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
