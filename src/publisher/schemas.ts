import { z } from 'zod';
import { partnersFileSchema } from './partners.ts';
import { reportingFileSchema, watchlistFileSchema } from './rules.ts';

/** Schema files for editors, by their name under `rules/schemas/`. Generated: a test compares them with the sources. */
export function editorSchemas(): Record<string, string> {
  return {
    'watchlist.json': jsonSchema('Entries of the watch list', watchlistFileSchema),
    'partners.json': jsonSchema('Teams whose own signed lists are passed on', partnersFileSchema),
    'reporting.json': jsonSchema('Whose list this is and where reports go', reportingFileSchema),
  };
}

function jsonSchema(title: string, schema: z.ZodType): string {
  const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-07' });
  return `${JSON.stringify({ title, ...json }, null, 2)}\n`;
}
