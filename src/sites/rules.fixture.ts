import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { compileSites } from './compile.ts';
import { siteRulesSchema } from './rules.schema.ts';
import type { SiteRules } from './rules.ts';

/** The site rules that this repository publishes, for tests. */
export function exampleRules(site: 'linkedin' | 'xing' | 'generic'): SiteRules {
  const file = join(import.meta.dirname, '../../rules/sites', `${site}.yaml`);
  const [rules] = compileSites([siteRulesSchema.parse(load(readFileSync(file, 'utf8')))]).sites;
  return rules!;
}
