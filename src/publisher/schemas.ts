import { z } from 'zod';
import { hallmarkFileSchema } from '../hallmarks/rules.ts';
import { siteRulesSchema } from '../sites/rules.schema.ts';
import { partnersFileSchema } from './partner-rules.ts';
import { reportingFileSchema, watchlistFileSchema } from './rules.ts';

/** Schema files for editors, by their name under `rules/schemas/`. Generated: a test compares them with the sources. */
export function editorSchemas(): Record<string, string> {
  return {
    'watchlist.json': jsonSchema('Entries of the watch list', watchlistFileSchema),
    'hallmarks.json': jsonSchema('Hallmarks of hostile approaches', hallmarkFileSchema),
    'partners.json': jsonSchema('Teams whose own signed lists are passed on', partnersFileSchema),
    'sites.json': jsonSchema('How the pages of one site are read', siteRulesSchema),
    'reporting.json': jsonSchema('Whose list this is and where reports go', reportingFileSchema),
  };
}

function jsonSchema(title: string, schema: z.ZodType): string {
  const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-07', reused: 'ref' });
  return `${JSON.stringify({ title, ...json }, null, 2)}\n`;
}
