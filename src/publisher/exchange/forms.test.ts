import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bare, context, full, withdrawn } from '../../../tests/fixtures/entries.ts';
import { exportTo, FORMS, type Form, formOf, importFrom } from './forms.ts';
import { toStix } from './stix.ts';

const at = await context();
const entries = [full, bare, withdrawn];
const NAMES: Record<Form, string> = { csv: 'list.csv', stix: 'list.json', misp: 'feed' };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gamekeeper-forms-'));
});
afterEach(() => rm(folder, { recursive: true }));

test.each(FORMS)('entries go out as %s and come back, told by the name of the file', async (form) => {
  const path = join(folder, NAMES[form]);
  expect(formOf(path)).toBe(form);
  await exportTo(path, form, entries, at);
  const { entries: back } = await importFrom(path, at);
  expect(back.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(entries);
});

describe('a MISP feed in a folder', () => {
  test('drops the event of an entry that is gone from the rules, and nothing that is not its own', async () => {
    await exportTo(folder, 'misp', entries, at);
    await writeFile(join(folder, '00000000-0000-4000-8000-000000000000.json'), '{}');
    const before = await readdir(folder);
    await exportTo(folder, 'misp', [full], at);
    const { length } = await readdir(folder);
    expect([before.length, length]).toEqual([6, 4]);
  });

  test('that names a file elsewhere is refused', async () => {
    await writeFile(join(folder, 'manifest.json'), '{"../../etc/passwd": {}}');
    await expect(importFrom(folder, at)).rejects.toThrow(/manifest\.json \.\.\/\.\.\/etc\/passwd: /);
  });

  test('that lacks an event says which', async () => {
    await writeFile(join(folder, 'manifest.json'), '{"00000000-0000-4000-8000-000000000001": {}}');
    await expect(importFrom(folder, at)).rejects.toThrow(/00000000-0000-4000-8000-000000000001\.json cannot be read/);
  });
});

test('what stands in the way of an export and is something else is left alone', async () => {
  const path = join(folder, 'package.json');
  await writeFile(path, '{"name": "mine"}');
  await expect(exportTo(path, 'stix', entries, at)).rejects.toMatchObject({ code: 'ERR_FILE' });
  await expect(exportTo(path, 'misp', entries, at)).rejects.toMatchObject({ code: 'ERR_FILE' });
  expect(await readFile(path, 'utf8')).toBe('{"name": "mine"}');
  await expect(exportTo(path, 'csv', entries, at)).rejects.toMatchObject({ code: 'ERR_FILE' });
  expect(await readFile(path, 'utf8')).toBe('{"name": "mine"}');
  for (const some of [entries, [full]]) await exportTo(join(folder, 'list.csv'), 'csv', some, at);
});

describe('what another publisher exported', () => {
  const other = { ...at, publisher: 'Another desk' };

  test.each(['stix', 'misp'] as const)('as %s is left alone', async (form) => {
    const path = join(folder, NAMES[form]);
    await exportTo(path, form, entries, other);
    const before = await contents();
    await expect(exportTo(path, form, [full], at)).rejects.toThrow(
      `${path} holds what others than Example desk published`,
    );
    expect(await contents()).toEqual(before);
  });

  test('and somebody put together with our own is left alone too', async () => {
    const path = join(folder, 'all.json');
    const both = { ...toStix([full], at), objects: [at, other].flatMap((by) => toStix([full], by).objects) };
    await writeFile(path, JSON.stringify(both));
    await expect(exportTo(path, 'stix', [full], at)).rejects.toMatchObject({ code: 'ERR_FILE' });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(both)));
  });

  async function contents(): Promise<string[]> {
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = found.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
    return Promise.all(files.sort().map(async (file) => `${file} ${await readFile(file, 'utf8')}`));
  }
});

test.each([
  ['[]', /expected fields with values/],
  ['{"type": "bundle"', /is no JSON/],
  ['{"type": "report"}', /a MISP event/],
])('%s is no import', async (text, message) => {
  await writeFile(join(folder, 'x.json'), text);
  await expect(importFrom(join(folder, 'x.json'), at)).rejects.toThrow(message);
});
