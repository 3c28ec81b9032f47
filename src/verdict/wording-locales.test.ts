import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import en from '../../public/_locales/en/messages.json';
import { loadRules } from '../publisher/rules.ts';
import { PARTS, signKey } from '../publisher/translations.ts';
import { type LocaleFile, languageOf, makeLanguage } from './wording-language.ts';

const FOLDER = new URL('../../public/_locales/', import.meta.url);
const locales = readdirSync(FOLDER);
const read = (locale: string): LocaleFile =>
  JSON.parse(readFileSync(new URL(`${locale}/messages.json`, FOLDER), 'utf8')) as LocaleFile;
/** English signs stand in the rules, and are published from there. */
const notOfSign = (key: string) => !key.startsWith('hallmark_');

describe.each(locales)('the texts in %s', (locale) => {
  const file = read(locale);

  test('are complete, and no key is unknown to the English file', () => {
    expect(Object.keys(file).filter(notOfSign).sort()).toEqual(Object.keys(en).sort());
  });

  test.each(Object.entries(en as LocaleFile))('%s uses the same placeholders, numbered by name', (key, english) => {
    const translated = file[key]!;
    const names = Object.keys(english.placeholders ?? {}).sort();
    const used = [...translated.message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name!);
    expect([...new Set(used)].sort()).toEqual(names);
    expect(translated.placeholders ?? {}).toEqual(
      Object.fromEntries(names.map((name, index) => [name, { content: `$${index + 1}` }])),
    );
    expect(translated.message.trim()).not.toBe('');
  });

  test('fit the limits of the stores and name a language that the browser can format', () => {
    expect([...file.extension_description!.message].length).toBeLessThanOrEqual(132);
    expect(Intl.getCanonicalLocales(file.locale!.message)).toHaveLength(1);
  });
});

describe.each(locales.filter((locale) => locale !== 'en'))('what the signs say in %s', async (locale) => {
  const file = read(locale);
  const { rules, problems } = await loadRules('rules', new Date());
  const shown = rules!.hallmarks!.rules.filter(({ weight }) => weight > 0);

  test('is there for every sign that is shown, beside the English that the rules say now', () => {
    const english = shown.flatMap((rule) => PARTS.map((part) => [signKey(rule.id, part), rule[part]]));
    const described = Object.entries(file).map(([key, { description }]) => [key, description]);
    expect(Object.fromEntries(described.filter(([key]) => !notOfSign(key!)))).toEqual(Object.fromEntries(english));
  });

  test('is published', () => {
    expect(problems.filter(({ file }) => file.includes('_locales'))).toEqual([]);
    const published = rules!.hallmarks!.wordings[file.locale!.message] ?? {};
    expect(Object.keys(published).sort()).toEqual(shown.map(({ id }) => id).sort());
  });
});

test('every text is used', () => {
  const root = new URL('../../', import.meta.url);
  const files = ['src', 'entrypoints'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && /\.tsx?$/.test(file.name) && !file.name.includes('.test.'))
      .map((file) => readFileSync(`${file.parentPath}/${file.name}`, 'utf8')),
  );
  const code = [...files, readFileSync(new URL('wxt.config.ts', root), 'utf8')].join('\n');
  expect(Object.keys(en).filter((key) => !new RegExp(`(?<![a-z0-9])${key}(?!_?[a-z0-9])`).test(code))).toEqual([]);
});

test('dates and numbers follow the reader’s own variant of the language of the texts, never another language', () => {
  const lookUp = (key: string) => (key === 'locale' ? 'en-GB' : '');
  expect(makeLanguage(lookUp, 'en-US').day('2025-11-18')).toBe('November 18, 2025');
  expect(makeLanguage(lookUp, 'en').day('2025-11-18')).toBe('18 November 2025');
  expect(makeLanguage(lookUp, 'fr-FR').day('2025-11-18')).toBe('18 November 2025');
});

test('a language that the browser has no words of gets figures, not the words of another', () => {
  // A code kept free for private use.
  const { day, ago, list } = makeLanguage((key) => (key === 'locale' ? 'qaa' : ''));
  expect(day('2025-11-18')).toBe('18/11/2025');
  expect(ago('2025-11-18T09:00:00', new Date('2025-11-18T12:00:00'))).toBe('18/11/2025, 09:00');
  expect(list(['un', 'dau', 'tri'])).toBe('un, dau, tri');
});

test('an age is told in the largest unit that fits', () => {
  const { ago } = languageOf(en);
  const now = new Date('2025-11-18T12:00:00Z');
  expect(ago('2025-11-18T11:59:30Z', now)).toBe('now');
  expect(ago('2025-11-18T09:00:00Z', now)).toBe('3 hours ago');
  expect(ago('2025-11-16T11:00:00Z', now)).toBe('2 days ago');
});
