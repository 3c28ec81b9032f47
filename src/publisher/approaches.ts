/** How hallmark rules do on a file of approaches whose nature is known. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import { assessHallmarks } from '../hallmarks/assess.ts';
import { type CompiledHallmarks, compiledSchema } from '../hallmarks/compiled.ts';
import { type Hallmarks, openHallmarks } from '../hallmarks/open.ts';
import { prepareHallmarks } from '../hallmarks/prepare.ts';
import type { Facts } from '../profile/facts.ts';
import { parseJson, readJson, readText } from './input.ts';

const text = z.string().nullish();

/** One line of a file of approaches. A field that is left out is not known; an empty one is shown and empty. */
const approachSchema = z.object({
  id: z.string().min(1),
  label: z.enum(['hostile', 'weak', 'benign']),
  channel: text,
  profile: z.object({
    name: text,
    headline: text,
    company: text,
    location: text,
    about: text,
    connections: z.number().nullish(),
    hasPhoto: z.boolean().nullish(),
    experienceCount: z.int().min(0).max(1_000).nullish(),
    joined: text,
  }),
  messages: z.array(z.object({ from: z.enum(['them', 'me']), text: z.string() })),
});
export type Approach = z.infer<typeof approachSchema>;
type Label = Approach['label'];

const LABELS = approachSchema.shape.label.options;
/** `caution`: a warning on the page; `note`: a line in the popup. */
const OUTCOMES = { pattern: 'caution', mild: 'note', none: 'none' } as const;

/** @throws GamekeeperError ERR_FILE naming file, line and field */
export async function readApproaches(file: string): Promise<Approach[]> {
  const lines = (await readText(file, 'a JSONL file of approaches')).split('\n');
  return lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [parseJson(line, approachSchema, `${file}:${index + 1}`, 'one approach on each line')],
  );
}

/** The facts that a page with this profile would give. */
export function factsOf({ profile }: Approach): Facts {
  const { joined: _, connections, hasPhoto, experienceCount, ...texts } = profile;
  return {
    site: 'linkedin',
    ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value != null)),
    ...(connections != null && {
      connections: { count: connections, plus: connections >= 500, text: `${connections}` },
    }),
    ...(hasPhoto && { photoUrl: 'https://media.example/photo.jpg' }),
    ...(experienceCount != null && { experience: Array.from({ length: experienceCount }, () => ({})) }),
  };
}

/** `recall` and `falsePositiveRate`: the shares of hostile and of benign approaches warned of, null when there are none. */
export function measureApproaches(hallmarks: Hallmarks, approaches: readonly Approach[]) {
  const byLabel = forEach(LABELS, () => ({ caution: 0, note: 0, none: 0 }));
  const weighed = hallmarks.rules.filter(({ weight }) => weight > 0).map(({ id }) => id);
  const counts = forEach(weighed, () => forEach(LABELS, () => 0));
  const missed: string[] = [];
  const wronglyFlagged: string[] = [];
  for (const approach of approaches) {
    const { id, label } = approach;
    const { evidence, pattern } = assessHallmarks(hallmarks, factsOf(approach), approach.messages);
    byLabel[label][OUTCOMES[pattern]]++;
    for (const hallmark of evidence) counts[hallmark.id]![label]++;
    if (label === 'hostile' && pattern !== 'pattern') missed.push(id);
    if (label === 'benign' && pattern === 'pattern') wronglyFlagged.push(id);
  }
  const share = (label: Label) => {
    const { caution, note, none } = byLabel[label];
    const all = caution + note + none;
    return all === 0 ? null : Number((caution / all).toFixed(4));
  };
  return {
    byLabel,
    recall: share('hostile'),
    falsePositiveRate: share('benign'),
    hallmarks: counts,
    missed,
    wronglyFlagged,
  };
}

const forEach = <K extends string, V>(keys: readonly K[], value: () => V) =>
  Object.fromEntries(keys.map((key) => [key, value()])) as Record<K, V>;

const namesSchema = z.object({
  regions: z.record(
    z.string(),
    z.object({ forenames: z.array(z.string()).min(1), surnames: z.array(z.string()).min(1) }),
  ),
});
/** Forenames and surnames by region of the world. */
type RegionalNames = z.infer<typeof namesSchema>['regions'];

/** The names of the corpus beside the rules, `hallmarks/corpus/names.json`; none when it holds no such file. */
export async function readRegionalNames(rules: string): Promise<RegionalNames> {
  const folder = join(rules, 'hallmarks', 'corpus');
  if (!(await filesIn(folder)).includes('names.json')) return {};
  return (await readJson(join(folder, 'names.json'), namesSchema, 'names by region')).regions;
}

/** The share of the benign approaches warned of when all who write them bear names of one region, for each region. */
export function falseAlarmsByRegion(
  hallmarks: Hallmarks,
  approaches: readonly Approach[],
  names: RegionalNames,
): [region: string, share: number | null][] {
  const benign = approaches.filter(({ label }) => label === 'benign');
  return Object.entries(names).map(([region, { forenames, surnames }]) => {
    const renamed = benign.map((approach, at) => {
      const name = `${forenames[at % forenames.length]} ${surnames[at % surnames.length]}`;
      return { ...approach, profile: { ...approach.profile, name } };
    });
    return [region, measureApproaches(hallmarks, renamed).falsePositiveRate];
  });
}

/**
 * Refuses hallmark rules that would warn of more benign approaches than those in force, measured on the corpus beside the
 * rules, `hallmarks/corpus/*.jsonl`. Without a corpus, or without rules in force that can be read, there is nothing to compare.
 *
 * @throws GamekeeperError ERR_FALSE_ALARMS
 */
export async function refuseMoreFalseAlarms(rules: string, next: CompiledHallmarks, inForce: unknown): Promise<void> {
  const previous = compiledSchema.safeParse(inForce);
  const corpus = await readCorpus(join(rules, 'hallmarks', 'corpus'));
  if (!previous.success || corpus.length === 0) return;
  const before = measureApproaches(openHallmarks(prepareHallmarks(previous.data)), corpus);
  const after = measureApproaches(openHallmarks(prepareHallmarks(next)), corpus);
  if ((after.falsePositiveRate ?? 0) <= (before.falsePositiveRate ?? 0)) return;
  const percent = (rate: number | null) => `${((rate ?? 0) * 100).toFixed(1)} %`;
  throw new GamekeeperError(
    'ERR_FALSE_ALARMS',
    `rules/hallmarks would warn of ${percent(after.falsePositiveRate)} of the benign approaches in hallmarks/corpus; the rules in force warn of ${percent(before.falsePositiveRate)}. ` +
      `New false alarms: ${after.wronglyFlagged.filter((id) => !before.wronglyFlagged.includes(id)).join(', ')}. ` +
      'Nothing was published. Change the rules, or publish with --allow-false-alarms.',
  );
}

async function readCorpus(folder: string): Promise<Approach[]> {
  const names = (await filesIn(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  return (await Promise.all(names.map((name) => readApproaches(join(folder, name))))).flat();
}

const filesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
