import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMap, isScalar, isSeq, parseDocument, stringify, type YAMLMap } from 'yaml';
import { GamekeeperError } from '../errors.ts';
import { writeWhole } from '../signing/files.ts';
import { check } from './input.ts';
import { type PartnerRule, partnersFileSchema } from './partner-rules.ts';

/**
 * Notes in the rules that an entry is withdrawn from `day` on. Everything else in its file, comments and layout included,
 * stays as its authors wrote it.
 *
 * @returns the file that was changed
 * @throws GamekeeperError ERR_ENTRY_UNKNOWN, ERR_ENTRY_WITHDRAWN
 */
export async function withdrawEntry(rules: string, id: string, day: string): Promise<string> {
  const folder = join(rules, 'watchlist');
  for (const name of (await readdir(folder)).filter((file) => /\.ya?ml$/.test(file))) {
    const path = join(folder, name);
    const text = await readFile(path, 'utf8');
    const { contents } = parseDocument(text);
    const entry = isSeq(contents)
      ? (contents.items as unknown[]).find((item) => isMap(item) && item.get('id') === id)
      : undefined;
    if (!isMap(entry)) continue;
    if (entry.has('withdrawn')) {
      throw new GamekeeperError(
        'ERR_ENTRY_WITHDRAWN',
        `${id} was already withdrawn on ${entry.get('withdrawn')} in ${path}.`,
      );
    }
    await writeWhole(path, insertAfterId(text, entry, `withdrawn: ${day}`));
    return path;
  }
  throw new GamekeeperError('ERR_ENTRY_UNKNOWN', `No entry in ${folder} has the id ${id}.`);
}

/** Behind `id: …`, on a line of its own, or in the same braces. */
function insertAfterId(text: string, entry: YAMLMap, field: string): string {
  const pair = entry.items.find(({ key }) => isScalar(key) && key.value === 'id')!;
  const [keyStart] = (pair.key as { range: [number, number, number] }).range;
  const [, valueEnd] = (pair.value as { range: [number, number, number] }).range;
  if (entry.flow) return `${text.slice(0, valueEnd)}, ${field}${text.slice(valueEnd)}`;
  const lineEnd = text.indexOf('\n', valueEnd) === -1 ? text.length : text.indexOf('\n', valueEnd);
  const indent = ' '.repeat(keyStart - (text.lastIndexOf('\n', keyStart - 1) + 1));
  return `${text.slice(0, lineEnd)}\n${indent}${field}${text.slice(lineEnd)}`;
}

/** Adds a partner to `rules/partners.yaml`. @throws GamekeeperError ERR_FILE naming the field, ERR_PARTNER_KNOWN */
export async function addPartner(rules: string, partner: PartnerRule): Promise<string> {
  check(
    partner,
    partnersFileSchema.element,
    'partner',
    'a name, a title and keys that rules/schemas/partners.json accepts',
  );
  const path = join(rules, 'partners.yaml');
  const text = await readFile(path, 'utf8').catch(() => '# yaml-language-server: $schema=schemas/partners.json\n');
  const known: unknown = parseDocument(text).toJS() ?? [];
  if (Array.isArray(known) && known.some(({ name }) => name === partner.name)) {
    throw new GamekeeperError('ERR_PARTNER_KNOWN', `${path} already names ${partner.name}. Edit it there.`);
  }
  await writeWhole(path, `${text.trimEnd()}\n\n${stringify([partner])}`);
  return path;
}
