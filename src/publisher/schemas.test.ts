import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { hallmarkFileSchema } from '../hallmarks/rules.ts';
import { siteRulesSchema } from '../sites/rules.schema.ts';
import { partnersFileSchema } from './partner-rules.ts';
import { reportingFileSchema, watchlistFileSchema } from './rules.ts';

const SCHEMAS: [file: string, title: string, z.ZodType][] = [
  ['watchlist.json', 'Entries of the watch list', watchlistFileSchema],
  ['hallmarks.json', 'Hallmarks of hostile approaches', hallmarkFileSchema],
  ['partners.json', 'Teams whose own signed lists are passed on', partnersFileSchema],
  ['sites.json', 'How the pages of one site are read', siteRulesSchema],
  ['reporting.json', 'Whose list this is and where reports go', reportingFileSchema],
];

describe('the schema files that editors complete from', () => {
  // Out of date? `npx vitest run src/publisher/schemas.test.ts -u` writes them anew.
  test.each(SCHEMAS)('%s is what the source says', async (name, title, schema) => {
    const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-07', reused: 'ref' });
    const text = `${JSON.stringify({ title, ...json }, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`../../rules/schemas/${name}`);
  });

  test('are named in the first line of every file of the rules', async () => {
    const files = (await readdir('rules', { recursive: true })).filter((name) => name.endsWith('.yaml'));
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const [first] = (await readFile(join('rules', file), 'utf8')).split('\n');
      const schema = /^# yaml-language-server: \$schema=(\S+)$/.exec(first!)?.[1];
      expect(schema, `${file} names no schema`).toBeDefined();
      await access(join('rules', dirname(file), schema!));
    }
  });
});
