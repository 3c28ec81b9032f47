import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requireRules } from './rules.ts';
import { PARTS, readLocales, signKey, translateSigns } from './translations.ts';
import { formatProblem } from './yaml-file.ts';

const { rules } = (await requireRules('rules', new Date())).hallmarks!;
const [rule, other] = rules;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gamekeeper-locales-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A language of one more file, in which every sign is its English written backwards. */
async function backwards(changes: Record<string, unknown> = {}, tag = 'qaa-Latn') {
  const signs = rules.flatMap((each) =>
    PARTS.map((part) => [
      signKey(each.id, part),
      { message: [...each[part]].reverse().join(''), description: each[part] },
    ]),
  );
  const texts = { locale: { message: tag }, ...Object.fromEntries(signs), ...changes };
  await mkdir(join(folder, 'qaa'), { recursive: true });
  await writeFile(join(folder, 'qaa/messages.json'), JSON.stringify(texts, null, 2));
  return readLocales(pathToFileURL(`${folder}/`));
}

test('one more file translates every sign', async () => {
  const { wordings, problems } = translateSigns({ rules, wordings: {} }, await backwards());
  expect(problems).toEqual([]);
  expect(Object.keys(wordings['qaa-Latn']!)).toEqual(rules.map(({ id }) => id));
  expect([...wordings['qaa-Latn']![rule!.id]!.title].reverse().join('')).toBe(rule!.title);
});

test('a sign whose English has changed since is left in English, and the line to translate anew is named', async () => {
  const now = { ...rule!, advice: 'Ask somebody else.' };
  const { wordings, problems } = translateSigns({ rules: [now, other!], wordings: {} }, await backwards());
  expect(Object.keys(wordings['qaa-Latn']!)).toEqual([other!.id]);
  expect(problems.map((problem) => formatProblem(problem).replace(/^.*qaa\//, ''))).toEqual([
    `messages.json:15 ${signKey(rule!.id, 'advice')}.description: warning: is not what the rule says by now, expected "Ask somebody else."`,
  ]);
});

test('a sign of which a text is missing, or too long to be shown, is left in English', async () => {
  const locales = await backwards({
    [signKey(rule!.id, 'title')]: undefined,
    [signKey(other!.id, 'title')]: { message: 'x'.repeat(81), description: other!.title },
  });
  expect(translateSigns({ rules: [rule!, other!], wordings: {} }, locales)).toEqual({ wordings: {}, problems: [] });
});

test('what the rules say themselves in another language comes first', async () => {
  const own = { title: 'T', explanation: 'E', advice: 'A' };
  const changed = { ...rule!, title: 'Another' };
  const { wordings, problems } = translateSigns(
    { rules: [changed, other!], wordings: { 'qaa-Latn': { [rule!.id]: own } } },
    await backwards(),
  );
  expect(wordings['qaa-Latn']![rule!.id]).toEqual(own);
  expect(wordings['qaa-Latn']).toHaveProperty(other!.id);
  expect(problems).toEqual([]);
});

test('a mistake in a file is named with its line', async () => {
  const [file] = await backwards({ popup: { massage: 'Hello' } });
  expect(file!.value).toBeUndefined();
  expect(file!.problems.map(({ field }) => field)).toContain('popup.message');
});
