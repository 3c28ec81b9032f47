import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import type { CompiledHallmarks } from '../hallmarks/compiled.ts';
import { compileHallmarks, hallmarkFileSchema } from '../hallmarks/rules.ts';
import { reportingSchema } from '../reports/reporting.ts';
import { compileSites } from '../sites/compile.ts';
import { type CompiledSites, siteRulesSchema } from '../sites/rules.schema.ts';
import { type Entry, entrySchema } from '../watchlist/entry.ts';
import { type PartnerRule, partnersFileSchema } from './partner-rules.ts';
import { checkEntries, checkHallmarks, checkPartners, namedFiles } from './rule-checks.ts';
import { checkSelectors } from './selectors.ts';
import { readLocales, translateSigns } from './translations.ts';
import { formatProblem, inOrder, type Problem, readYaml, type YamlFile } from './yaml-file.ts';

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

interface CheckedRules {
  /** Undefined when there is any error. */
  rules: Rules | undefined;
  /** Errors and warnings. */
  problems: Problem[];
}

/** Reads and checks all files under `folder`. `now` decides which entries have expired. Throws only when there is no such folder. */
export async function loadRules(folder: string, now: Date): Promise<CheckedRules> {
  const watchlist = await readFolder(folder, 'watchlist', watchlistFileSchema);
  const hallmarks = await readFolder(folder, 'hallmarks', hallmarkFileSchema);
  const sites = await readFolder(folder, 'sites', siteRulesSchema);
  const reporting = await readYaml(join(folder, 'reporting.yaml'), reportingFileSchema);
  const partners = await readYaml(join(folder, 'partners.yaml'), partnersFileSchema.default([]), { optional: true });
  const locales = await readLocales();

  const files = [...watchlist, ...hallmarks, ...sites, reporting, partners, ...locales];
  const problems = files.flatMap((file) => file.problems);
  problems.push(...checkEntries(watchlist, sites, now), ...checkPartners(partners));
  problems.push(...checkHallmarks(hallmarks), ...checkSelectors(sites));

  const failed = problems.some(({ severity }) => severity === 'error');
  if (failed || !reporting.value) return { rules: undefined, problems };
  const compiled = hallmarks.length > 0 ? compileHallmarks(namedFiles(hallmarks)) : undefined;
  const translated = compiled && translateSigns(compiled, locales);
  return {
    rules: {
      entries: watchlist.flatMap(({ value }) => value ?? []),
      reporting: reporting.value,
      partners: partners.value ?? [],
      hallmarks: compiled && { ...compiled, wordings: translated?.wordings ?? {} },
      sites: sites.length > 0 ? compileSites(sites.flatMap(({ value }) => value ?? [])) : undefined,
    },
    problems: [...problems, ...(translated?.problems ?? [])],
  };
}

/** As `loadRules`, for commands that cannot go on: throws ERR_RULES with all errors, one a line. */
export async function requireRules(folder: string, now: Date): Promise<Rules> {
  const { rules, problems } = await loadRules(folder, now);
  if (rules) return rules;
  const errors = problems.filter(({ severity }) => severity === 'error');
  throw new GamekeeperError(
    'ERR_RULES',
    `${inOrder(errors).map(formatProblem).join('\n')}\nCorrect the rules and run the command again.`,
  );
}

/** The entries that browsers may be told of at `now`: neither withdrawn nor expired. Days begin at midnight UTC. */
export function entriesInForce(entries: readonly Entry[], now: Date): Entry[] {
  const today = now.toISOString().slice(0, 10);
  return entries.filter(({ expires, withdrawn }) => expires >= today && (withdrawn === undefined || withdrawn > today));
}

/** Every `*.yaml` in one folder of the rules. Only the watch list must be there. */
export async function readFolder<S extends z.ZodType>(
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
  return Promise.all(yaml.map((file) => readYaml(join(folder, file), schema)));
}
