import { type HallmarkFile, hallmarkProblems } from '../hallmarks/rules.ts';
import { numericMemberId } from '../profile/account.ts';
import type { Entry } from '../watchlist/entry.ts';
import { isCommonName } from './common-names.ts';
import type { PartnerRule } from './partners.ts';
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
      const problems: Problem[] = [];
      const report = (path: PropertyKey[], message: string, severity?: Problem['severity']) =>
        problems.push(problemAt([index, ...path], message, severity));

      const first = firstUse.get(entry.id);
      if (first) report(['id'], `is "${entry.id}" as in ${first.file}:${first.line}, expected an id of its own`);
      else firstUse.set(entry.id, problemAt([index, 'id'], ''));

      if (entry.expires <= entry.added) {
        report(['expires'], `is ${entry.expires}, expected a day after ${entry.added}, when it was added`);
      }
      if (entry.withdrawn && entry.withdrawn < entry.added) {
        report(['withdrawn'], `is ${entry.withdrawn}, expected no day before ${entry.added}, when it was added`);
      }
      entry.accounts.forEach((account, at) => {
        const { site, handle, memberId } = account;
        const byHost = site.includes('.');
        if (known.length > 0 && !known.includes(site) && !byHost) {
          report(
            ['accounts', at, 'site'],
            `is "${site}", expected one of ${known.join(', ')}: no other is read`,
            'warning',
          );
        }
        if (site === 'linkedin' && memberId && !numericMemberId(memberId)) {
          report(
            ['accounts', at, 'memberId'],
            `is "${memberId}", expected LinkedIn's 39 characters that begin with ACoA`,
          );
        }
        if (handle && (byHost ? /[?#\s]/ : /[/?#\s]/).test(handle)) {
          report(
            ['accounts', at, 'handle'],
            `is "${handle}", expected only the part of the address that names the person`,
          );
        }
      });

      if (entry.kind === 'profile') {
        for (const list of ['names', 'aliases'] as const) {
          entry[list].forEach((name, at) => {
            if (!isCommonName(name)) return;
            report(
              [list, at],
              `is "${name}", a name that many people bear: each of them gets a note in the popup`,
              'warning',
            );
          });
        }
      }

      if (entry.added > today) report(['added'], `is ${entry.added}, expected today or earlier`, 'warning');
      if (entry.alert.date > today)
        report(['alert', 'date'], `is ${entry.alert.date}, expected today or earlier`, 'warning');
      if (!entry.withdrawn && entry.expires < today) {
        report(
          ['expires'],
          `is ${entry.expires}: the entry no longer warns, expected a later day or withdrawal`,
          'warning',
        );
      }
      if (days(entry.added, entry.expires) > LONGEST_LIFE_DAYS) {
        report(['expires'], `is ${entry.expires}, expected within three years, so that someone looks again`, 'warning');
      }
      if (entry.kind === 'profile' && entry.accounts.length === 0) {
        report(['accounts'], 'is missing, expected an account: a name alone never flags a profile', 'warning');
      }
      return problems;
    }),
  );
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
