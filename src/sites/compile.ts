import type { CompiledSites } from './rules.schema.ts';
import type { SiteRules } from './rules.ts';

/** Rules as checked by `siteRulesSchema` -> the feed's target `sites.json`, without what only their authors need. */
export function compileSites(rules: readonly (SiteRules & { vocabulary?: unknown })[]): CompiledSites {
  return { format: 1, sites: rules.map(({ vocabulary: _, ...site }) => site) };
}
