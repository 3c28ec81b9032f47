/** The forms in which entries come and go, as files. */
import { existsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GamekeeperError } from '../../errors.ts';
import { writeWhole } from '../../signing/files.ts';
import type { Entry } from '../../watchlist/entry.ts';
import { readJson, readText } from '../input.ts';
import { fromCsv, toCsv } from './csv.ts';
import { hashes, type MispEvent, manifest, toMispEvent } from './misp.ts';
import { fromMisp, manifestSchema } from './misp-import.ts';
import type { ImportContext, Imported } from './review.ts';
import { type Bundle, type ExportContext, isBundleOf, toStix } from './stix.ts';
import { bundleSchema, fromStix } from './stix-import.ts';
import { publisherId } from './uuid.ts';

export const FORMS = ['csv', 'stix', 'misp'] as const;
export type Form = (typeof FORMS)[number];

/** Some 40,000 entries as STIX, the most wordy of the forms. */
const MOST_BYTES = 256 * 1024 * 1024;

/** `*.csv` is a table, `*.json` a STIX bundle, and anything else the folder of a MISP feed. */
export const formOf = (path: string): Form =>
  path.endsWith('.csv') ? 'csv' : path.endsWith('.json') ? 'stix' : 'misp';

/** @throws GamekeeperError ERR_FILE when something else stands at `path`, which is left alone */
export async function exportTo(path: string, form: Form, entries: readonly Entry[], context: ExportContext) {
  if (form === 'csv') {
    if (existsSync(path) && !(await readText(path, 'to replace a table')).startsWith(toCsv([]).trimEnd()))
      throw new GamekeeperError('ERR_FILE', `${path} is another file than export writes. Name a new one.`);
    return writeWhole(path, toCsv(entries));
  }
  if (form === 'misp') return exportFeed(path, entries, context);
  const previous = existsSync(path) ? await readJson(path, bundleSchema, 'to replace a STIX bundle') : undefined;
  if (previous && !isBundleOf(context.publisher, previous)) throw byOthers(path, context);
  return writeWhole(path, `${JSON.stringify(toStix(entries, context, previous as Bundle | undefined), null, 2)}\n`);
}

const byOthers = (path: string, { publisher }: ExportContext) =>
  new GamekeeperError(
    'ERR_FILE',
    `${path} holds what others than ${publisher} published. Name a new place for the export.`,
  );

/** The manifest is written last: whoever reads it finds every event that it names. */
async function exportFeed(folder: string, entries: readonly Entry[], context: ExportContext): Promise<void> {
  const index = join(folder, 'manifest.json');
  const before = existsSync(index) ? await readJson(index, manifestSchema, 'to replace a MISP feed') : {};
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new GamekeeperError('ERR_FILE', `${folder} is a file. Name a folder for the MISP feed.`);
  }
  const ours = z.looseObject({ Orgc: z.looseObject({ uuid: z.literal(publisherId(context.publisher)) }) });
  if (!Object.values(before).every((each) => ours.safeParse(each).success)) throw byOthers(folder, context);
  const events: MispEvent[] = [];
  for (const entry of entries) {
    const { uuid } = toMispEvent(entry, context);
    const file = join(folder, `${uuid}.json`);
    const old = existsSync(file)
      ? await readJson(file, z.object({ Event: z.unknown() }), 'to replace an event')
      : undefined;
    const event = toMispEvent(entry, context, old?.Event);
    await writeWhole(file, `${JSON.stringify({ Event: event }, null, 2)}\n`);
    events.push(event);
  }
  await writeWhole(join(folder, 'hashes.csv'), hashes(events));
  await writeWhole(index, `${manifest(events)}\n`);
  const gone = Object.keys(before).filter((uuid) => !events.some((event) => event.uuid === uuid));
  await Promise.all(gone.map((uuid) => rm(join(folder, `${uuid}.json`), { force: true })));
}

/** @throws GamekeeperError ERR_FILE naming the file and the field */
export async function importFrom(path: string, context: ImportContext): Promise<Imported> {
  if (existsSync(path) && statSync(path).isDirectory()) return importFeed(path, context);
  if (path.endsWith('.csv')) {
    const entries = fromCsv(await readText(path, 'a CSV file', MOST_BYTES), path);
    return { entries, notes: [], leftOut: [] };
  }
  const json = await readJson(
    path,
    z.looseObject({}),
    'a CSV file, a STIX bundle, or a MISP event or feed',
    MOST_BYTES,
  );
  return json.type === 'bundle' ? fromStix(json, context) : fromMisp(json, context);
}

async function importFeed(folder: string, context: ImportContext): Promise<Imported> {
  const all: Imported = { entries: [], notes: [], leftOut: [] };
  const named = await readJson(
    join(folder, 'manifest.json'),
    manifestSchema,
    'the manifest of a MISP feed',
    MOST_BYTES,
  );
  // A key that is no UUID was refused: it could name a file elsewhere.
  for (const uuid of Object.keys(named)) {
    const file = join(folder, `${uuid}.json`);
    const event = await readJson(file, z.unknown(), 'an event of the feed', MOST_BYTES);
    const one = fromMisp(event, { ...context, file });
    all.entries.push(...one.entries);
    all.notes.push(...one.notes);
    all.leftOut.push(...one.leftOut);
  }
  return all;
}
