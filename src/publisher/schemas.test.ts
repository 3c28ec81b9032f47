import { describe, expect, test } from 'vitest';
import { editorSchemas } from './schemas.ts';

describe('the schema files that editors complete from', () => {
  // Out of date? `npx vitest run src/publisher/schemas.test.ts -u` writes them anew.
  test.each(Object.entries(editorSchemas()))('%s is what the source says', async (name, schema) => {
    await expect(schema).toMatchFileSnapshot(`../../rules/schemas/${name}`);
  });
});
