import { type HallmarkFile, hallmarkProblems } from '../hallmarks/rules.ts';
import { numericMemberId } from '../profile/account.ts';
import type { Entry } from '../watchlist/entry.ts';
import { isCommonName } from './common-names.ts';
import type { PartnerRule } from './partner-rules.ts';
import type { Problem, YamlFile } from './yaml-file.ts';

/** An entry should be looked at again within this time; one that claims longer gets a warning. */
const LONGEST_LIFE_DAYS = 3 * 366;

/** What no schema of a single file can see: ids across files, the order of dates, ids that their site would never give. */
export function checkEntries(
  files: readonly YamlFile<Entry[]>[],
  sites: readonly YamlFile<{ id: string }>[],
  now: Date,
): Problem[] {
  const known = sites.flatMap(({ value }) => value?.id ?? []);
  const today = now.toISOString().slice(0, 10);
  const firstUse = new Map<string, Problem>();
  return files.flatMap(({ value, problemAt }) =>
    (value ?? []).flatMap((entry, index) => {
      const problems = [
        ...[...mistakes(entry)].map(([path, message]) => problemAt([index, ...path], message)),
        ...[...doubts(entry, known, today)].map(([path, message]) => problemAt([index, ...path], message, 'warning')),
      ];
      const first = firstUse.get(entry.id);
      const here = problemAt(
        [index, 'id'],
        `is "${entry.id}" as in ${first?.file}:${first?.line}, expected an id of its own`,
      );
      if (first) return [here, ...problems];
      firstUse.set(entry.id, here);
      return problems;
    }),
  );
}

/** A site that users add has no id: its accounts stand under its host, each by its whole path. */
const byHost = (site: string) => site.includes('.');

type Finding = [path: PropertyKey[], message: string];

function* mistakes({ added, expires, withdrawn, accounts }: Entry): Generator<Finding> {
  if (expires <= added) yield [['expires'], `is ${expires}, expected a day after ${added}, when it was added`];
  if (withdrawn && withdrawn < added)
    yield [['withdrawn'], `is ${withdrawn}, expected no day before ${added}, when it was added`];
  for (const [at, { site, handle, memberId }] of accounts.entries()) {
    if (site === 'linkedin' && memberId && !numericMemberId(memberId)) {
      const expected = "expected LinkedIn's 39 characters that begin with ACoA";
      yield [['accounts', at, 'memberId'], `is "${memberId}", ${expected}`];
    }
    if (handle && (byHost(site) ? /[?#\s]/ : /[/?#\s]/).test(handle)) {
      const expected = 'expected only the part of the address that names the person';
      yield [['accounts', at, 'handle'], `is "${handle}", ${expected}`];
    }
  }
}

/** What deserves a second look. */
function* doubts(entry: Entry, knownSites: readonly string[], today: string): Generator<Finding> {
  const { kind, added, expires, withdrawn, accounts, alert } = entry;
  for (const [at, { site }] of accounts.entries()) {
    if (knownSites.length > 0 && !knownSites.includes(site) && !byHost(site))
      yield [['accounts', at, 'site'], `is "${site}", expected one of ${knownSites.join(', ')}: no other is read`];
  }
  for (const list of kind === 'profile' ? (['names', 'aliases'] as const) : []) {
    for (const [at, name] of entry[list].entries()) {
      const many = 'a name that many people bear: each of them gets a note in the popup';
      if (isCommonName(name)) yield [[list, at], `is "${name}", ${many}`];
    }
  }
  if (added > today) yield [['added'], `is ${added}, expected today or earlier`];
  if (alert.date > today) yield [['alert', 'date'], `is ${alert.date}, expected today or earlier`];
  if (!withdrawn && expires < today)
    yield [['expires'], `is ${expires}: the entry no longer warns, expected a later day or withdrawal`];
  if (days(added, expires) > LONGEST_LIFE_DAYS)
    yield [['expires'], `is ${expires}, expected within three years, so that someone looks again`];
  if (kind === 'profile' && accounts.length === 0)
    yield [['accounts'], 'is missing, expected an account: a name alone never flags a profile'];
}

export function checkHallmarks(files: readonly YamlFile<HallmarkFile>[]): Problem[] {
  if (files.length === 0 || files.some(({ value }) => value === undefined)) return [];
  return hallmarkProblems(namedFiles(files)).map(({ file, path, message }) => {
    const source = files.find((candidate) => candidate.file === file) ?? files[0]!;
    return { ...source.problemAt(path, message), file };
  });
}

export const namedFiles = (files: readonly YamlFile<HallmarkFile>[]) =>
  files.flatMap(({ file, value }) => (value ? [{ file, content: value }] : []));

export function checkPartners({ value, problemAt }: YamlFile<PartnerRule[]>): Problem[] {
  return (value ?? []).flatMap(({ name, keys, threshold }, index, all) => [
    ...(all.findIndex((other) => other.name === name) < index
      ? [problemAt([index, 'name'], `is "${name}" as above, expected a name of its own`)]
      : []),
    ...(threshold > new Set(keys).size
      ? [problemAt([index, 'threshold'], `is ${threshold}, expected at most as many as there are keys`)]
      : []),
  ]);
}

const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
