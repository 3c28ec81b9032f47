import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import type { CompiledHallmarks } from '../hallmarks/compiled.ts';
import { compileHallmarks, type HallmarkFile, hallmarkFileSchema, hallmarkProblems } from '../hallmarks/rules.ts';
import { numericMemberId } from '../profile/account.ts';
import { reportingSchema } from '../reports/reporting.ts';
import { compileSites } from '../sites/compile.ts';
import { type CompiledSites, siteRulesSchema } from '../sites/rules.schema.ts';
import { type Entry, entrySchema } from '../watchlist/entry.ts';
import { isCommonName } from './common-names.ts';
import { type PartnerRule, partnersFileSchema } from './partners.ts';
import { formatProblem, type Problem, readYaml, type YamlFile } from './yaml-file.ts';

/** `rules/watchlist/*.yaml`: each file is a list of entries. */
export const watchlistFileSchema = z.array(entrySchema).max(1_000_000);

/** `rules/reporting.yaml`: as published, but its recipients may come from `recipients.txt` beside the keys instead. */
export const reportingFileSchema = z.strictObject({
  ...reportingSchema.shape,
  recipients: z.array(reportingSchema.shape.recipients.element).max(20).default([]),
});

/** Everything that `rules/` says, checked. */
export interface Rules {
  /** All entries, withdrawn and expired ones too. */
  entries: Entry[];
  reporting: z.output<typeof reportingFileSchema>;
  partners: PartnerRule[];
  /** Undefined when `rules/hallmarks/` is empty. */
  hallmarks: CompiledHallmarks | undefined;
  /** Undefined when `rules/sites/` is empty. */
  sites: CompiledSites | undefined;
}

export interface CheckedRules {
  /** Undefined when there is any error. */
  rules: Rules | undefined;
  /** Errors and warnings, by file and line. */
  problems: Problem[];
}

/** An entry should be looked at again within this time; one that claims longer gets a warning. */
const LONGEST_LIFE_DAYS = 3 * 366;

/** Reads and checks all files under `folder`. `now` decides which entries have expired. Throws only when there is no such folder. */
export async function loadRules(folder: string, now: Date): Promise<CheckedRules> {
  const watchlist = await readFolder(folder, 'watchlist', watchlistFileSchema);
  const hallmarks = await readFolder(folder, 'hallmarks', hallmarkFileSchema);
  const sites = await readFolder(folder, 'sites', siteRulesSchema);
  const reporting = await readYaml(join(folder, 'reporting.yaml'), join(folder, 'reporting.yaml'), reportingFileSchema);

  const partners = await readYaml(
    join(folder, 'partners.yaml'),
    join(folder, 'partners.yaml'),
    partnersFileSchema.default([]),
    { optional: true },
  );

  const problems = [...watchlist, ...hallmarks, ...sites, reporting, partners].flatMap((file) => file.problems);
  problems.push(...checkEntries(watchlist, sites, now), ...checkPartners(partners), ...checkHallmarks(hallmarks));
  problems.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));

  const failed = problems.some(({ severity }) => severity === 'error');
  if (failed || !reporting.value) return { rules: undefined, problems };
  return {
    rules: {
      entries: watchlist.flatMap(({ value }) => value ?? []),
      reporting: reporting.value,
      partners: partners.value ?? [],
      hallmarks: hallmarks.length > 0 ? compileHallmarks(named(hallmarks)) : undefined,
      sites: sites.length > 0 ? compileSites(sites.flatMap(({ value }) => value ?? [])) : undefined,
    },
    problems,
  };
}

/** As `loadRules`, for commands that cannot go on: throws ERR_RULES with all errors, one a line. */
export async function requireRules(folder: string, now: Date): Promise<Rules> {
  const { rules, problems } = await loadRules(folder, now);
  if (rules) return rules;
  const errors = problems.filter(({ severity }) => severity === 'error');
  throw new GamekeeperError('ERR_RULES', `${errors.map(formatProblem).join('\n')}\nNothing was published.`);
}

/** The entries that browsers may be told of at `now`: neither withdrawn nor expired. Days begin at midnight UTC. */
export function entriesInForce(entries: readonly Entry[], now: Date): Entry[] {
  const today = now.toISOString().slice(0, 10);
  return entries.filter(({ expires, withdrawn }) => expires >= today && (withdrawn === undefined || withdrawn > today));
}

async function readFolder<S extends z.ZodType>(
  rules: string,
  name: string,
  schema: S,
): Promise<YamlFile<z.output<S>>[]> {
  const folder = join(rules, name);
  const files = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' && name !== 'watchlist') return [];
    throw new GamekeeperError(
      'ERR_RULES_FOLDER',
      `${folder} cannot be read (${cause.code}). Name the rules with --rules DIR.`,
    );
  });
  const yaml = files.filter((file) => /\.ya?ml$/.test(file)).sort();
  return Promise.all(yaml.map((file) => readYaml(join(folder, file), join(folder, file), schema)));
}

/** What no schema of a single file can see: ids across files, the order of dates, ids that their site would never give. */
function checkEntries(
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

      const here = problemAt([index, 'id'], '');
      const first = firstUse.get(entry.id);
      if (first) report(['id'], `is "${entry.id}" as in ${first.file}:${first.line}, expected an id of its own`);
      else firstUse.set(entry.id, here);

      if (entry.expires <= entry.added) {
        report(['expires'], `is ${entry.expires}, expected a day after ${entry.added}, when it was added`);
      }
      if (entry.withdrawn && entry.withdrawn < entry.added) {
        report(['withdrawn'], `is ${entry.withdrawn}, expected no day before ${entry.added}, when it was added`);
      }
      entry.accounts.forEach((account, at) => {
        const { site, handle, memberId } = account;
        if (known.length > 0 && !known.includes(site)) {
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
        if (handle && /[/?#\s]/.test(handle)) {
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

function checkHallmarks(files: readonly YamlFile<HallmarkFile>[]): Problem[] {
  if (files.length === 0 || files.some(({ value }) => value === undefined)) return [];
  return hallmarkProblems(named(files)).map(({ file, path, message }) => {
    const source = files.find((candidate) => candidate.file === file) ?? files[0]!;
    return { ...source.problemAt(path, message), file };
  });
}

const named = (files: readonly YamlFile<HallmarkFile>[]) =>
  files.flatMap(({ file, value }) => (value ? [{ file, content: value }] : []));

function checkPartners({ value, problemAt }: YamlFile<PartnerRule[]>): Problem[] {
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
