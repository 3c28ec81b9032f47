import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editorSchemas } from './schemas.ts';

describe('the schema files that editors complete from', () => {
  // Out of date? `npx vitest run src/publisher/schemas.test.ts -u` writes them anew.
  test.each(Object.entries(editorSchemas()))('%s is what the source says', async (name, schema) => {
    await expect(schema).toMatchFileSnapshot(`../../rules/schemas/${name}`);
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
