import { readdir } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type CompiledHallmarks, wordingSchema } from '../hallmarks/compiled.ts';
import type { LocaleFile } from '../verdict/wording-language.ts';
import { type Problem, readYaml, type YamlFile } from './yaml-file.ts';

const LOCALES = new URL('../../public/_locales/', import.meta.url);
export const PARTS = wordingSchema.keyof().options;

const localeFileSchema: z.ZodType<LocaleFile> = z.record(
  z.string(),
  z.strictObject({
    message: z.string(),
    description: z.string().optional(),
    placeholders: z.record(z.string(), z.strictObject({ content: z.string() })).optional(),
  }),
);

/** The extension's texts, one file for each language, English first: it is what every other reader has a chance with. */
export async function readLocales(folder = LOCALES): Promise<YamlFile<LocaleFile>[]> {
  const locales = (await readdir(folder)).sort((a, b) => Number(b === 'en') - Number(a === 'en'));
  const files = locales.map((locale) => fileURLToPath(new URL(`${locale}/messages.json`, folder)));
  return Promise.all(files.map((file) => readYaml(relative('', file), localeFileSchema)));
}

/** The key of what a sign says among the extension's texts. */
export const signKey = (id: string, part: (typeof PARTS)[number]) => `hallmark_${id.replaceAll('-', '_')}_${part}`;

/**
 * What the signs say in each language of the extension: each such text has the English that it translates as its
 * description. Where the rule says something else by now, a warning tells so, and the sign is left in English. What the
 * rules themselves say in another language comes first.
 */
export function translateSigns(
  { rules, wordings: own }: Pick<CompiledHallmarks, 'rules' | 'wordings'>,
  locales: readonly YamlFile<LocaleFile>[],
): { wordings: CompiledHallmarks['wordings']; problems: Problem[] } {
  const problems: Problem[] = [];
  const wordings = { ...own };
  for (const { value: texts = {}, problemAt } of locales) {
    const language = texts.locale?.message ?? '';
    const signs = rules.flatMap((rule) => {
      if (own[language]?.[rule.id]) return [];
      const parts = PARTS.map((part) => ({ part, key: signKey(rule.id, part), english: rule[part] }));
      const old = parts.filter(({ key, english }) => texts[key] && texts[key].description !== english);
      for (const { key, english } of old)
        problems.push(
          problemAt([key, 'description'], `is not what the rule says by now, expected "${english}"`, 'warning'),
        );
      const wording = Object.fromEntries(parts.map(({ part, key }) => [part, texts[key]?.message]));
      const { data } = wordingSchema.safeParse(wording);
      return old.length === 0 && data ? [[rule.id, data] as const] : [];
    });
    if (signs.length > 0) wordings[language] = { ...Object.fromEntries(signs), ...own[language] };
  }
  return { wordings, problems };
}
