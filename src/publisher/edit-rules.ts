import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import { writeWhole } from '../signing/files.ts';
import { check } from './input.ts';
import { type PartnerRule, partnersFileSchema } from './partner-rules.ts';
import { type Place, placesIn, stringifyYaml } from './yaml.ts';
import { formatProblem, readYaml } from './yaml-file.ts';

/** Only looked through: mistakes in it are told by `check`. */
const listSchema = z.array(z.looseObject({}).catch({})).catch([]);

/**
 * Notes in the rules that an entry is withdrawn from `day` on. Everything else in its file, comments and layout included,
 * stays as its authors wrote it.
 *
 * @returns the file that was changed
 * @throws GamekeeperError ERR_ENTRY_UNKNOWN, ERR_ENTRY_WITHDRAWN, ERR_RULES when a file is no YAML
 */
export async function withdrawEntry(rules: string, id: string, day: string): Promise<string> {
  const folder = join(rules, 'watchlist');
  for (const name of (await readdir(folder)).filter((file) => /\.ya?ml$/.test(file))) {
    const path = join(folder, name);
    const entries = await readList(path);
    const index = entries.findIndex((entry) => entry.id === id);
    if (index < 0) continue;
    const { withdrawn } = entries[index]!;
    if (withdrawn !== undefined) {
      throw new GamekeeperError('ERR_ENTRY_WITHDRAWN', `${id} was already withdrawn on ${withdrawn} in ${path}.`);
    }
    const text = await readFile(path, 'utf8');
    await writeWhole(path, insertField(text, placesIn(text).inside.get(index)!, `withdrawn: ${day}`));
    return path;
  }
  throw new GamekeeperError('ERR_ENTRY_UNKNOWN', `No entry in ${folder} has the id ${id}.`);
}

/** Before the kind of entry, as it stands behind the id in most: on a line of its own, or in the same braces. */
function insertField(text: string, entry: Place, field: string): string {
  const { offset } = entry.inside.get('kind') ?? entry.inside.get('id')!;
  const indent = ' '.repeat(offset - (text.lastIndexOf('\n', offset) + 1));
  return text.slice(0, offset) + field + (text[entry.offset] === '{' ? ', ' : `\n${indent}`) + text.slice(offset);
}

/** Adds a partner to `rules/partners.yaml`. @throws GamekeeperError ERR_FILE naming the field, ERR_PARTNER_KNOWN, ERR_RULES */
export async function addPartner(rules: string, partner: PartnerRule): Promise<string> {
  check(
    partner,
    partnersFileSchema.element,
    'partner',
    'a name, a title and keys that rules/schemas/partners.json accepts',
  );
  const path = join(rules, 'partners.yaml');
  const text = await readFile(path, 'utf8').catch(() => '# yaml-language-server: $schema=schemas/partners.json\n');
  const known = await readList(path);
  if (known.some(({ name }) => name === partner.name)) {
    throw new GamekeeperError('ERR_PARTNER_KNOWN', `${path} already names ${partner.name}. Edit it there.`);
  }
  // A list that was left empty is written in brackets, which nothing can follow.
  const before = known.length > 0 ? text : text.replace(/^\[\s*\]/m, '');
  await writeWhole(path, `${before.trimEnd()}\n\n${stringifyYaml([partner])}`);
  return path;
}

async function readList(path: string): Promise<Record<string, unknown>[]> {
  const { value = [], problems } = await readYaml(path, listSchema, { optional: true });
  if (problems.length > 0) throw new GamekeeperError('ERR_RULES', problems.map(formatProblem).join('\n'));
  return value;
}
