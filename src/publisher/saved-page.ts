import { GamekeeperError } from '../errors.ts';
import type { Reading } from '../profile/facts.ts';
import { rulesFor } from '../sites/address.ts';
import { compileSites } from '../sites/compile.ts';
import { readPage } from '../sites/read.ts';
import { siteRulesSchema } from '../sites/rules.schema.ts';
import type { SiteRules } from '../sites/rules.ts';
import { readFolder } from './rules.ts';
import { checkSelectors } from './selectors.ts';
import { formatProblem } from './yaml-file.ts';

/** The rules in `<rules>/sites/*.yaml`. Throws ERR_RULES with every mistake by file and line. */
export async function loadSiteRules(rules: string): Promise<SiteRules[]> {
  const files = await readFolder(rules, 'sites', siteRulesSchema);
  const problems = [...files.flatMap((file) => file.problems), ...checkSelectors(files)];
  if (problems.length > 0) throw new GamekeeperError('ERR_RULES', problems.map(formatProblem).join('\n'));
  return compileSites(files.flatMap(({ value }) => value ?? [])).sites;
}

/** Reads a saved page as a browser would at `url`. No script in it runs, and nothing it refers to is loaded. */
export async function readSavedPage(html: string, url: string, sites: readonly SiteRules[]): Promise<Reading> {
  const rules = rulesFor(sites, url);
  if (!rules)
    throw new GamekeeperError('ERR_SITE', `No site rules cover ${url}. Add its host to a file in rules/sites/.`);
  // Loaded when it is used: it takes most of a second, which every other command would wait for.
  const { JSDOM } = await import('jsdom');
  const { window } = new JSDOM(html, { url });
  try {
    return readPage(window.document, url, rules, window).reading;
  } finally {
    window.close();
  }
}
