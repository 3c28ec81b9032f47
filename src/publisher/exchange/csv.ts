import { parse } from 'csv-parse/sync';
import { GamekeeperError } from '../../errors.ts';
import { type Entry, entrySchema } from '../../watchlist/entry.ts';
import { check } from '../input.ts';

/**
 * Entries as a table for spreadsheets (RFC 4180), without loss. Cells with several values hold one a line; an account, an
 * alert or a photo is written as in a query string: `site=linkedin&handle=mira-halden`.
 */
const COLUMNS = [
  'id',
  'kind',
  'names',
  'aliases',
  'accounts',
  'organisation',
  'photos',
  'alert',
  'reason',
  'added',
  'expires',
  'withdrawn',
  'dispute',
] as const satisfies (keyof Entry)[];

const LISTS: readonly string[] = ['names', 'aliases', 'accounts', 'photos'];
const RECORDS: readonly string[] = ['accounts', 'photos', 'alert'];

export function toCsv(entries: readonly Entry[]): string {
  const rows = entries.map((entry) => COLUMNS.map((column) => quote(cell(entry[column]))).join());
  return `${[COLUMNS.join(), ...rows].join('\r\n')}\r\n`;
}

/** @throws ERR_FILE with the line and the fields of the first mistake */
export function fromCsv(text: string, file: string): Entry[] {
  return parseCsv(text, file).map(({ record, place }) => {
    const fields = Object.entries(record).flatMap(([column, value]) =>
      value === '' ? [] : [[column, read(column, value)]],
    );
    return check(Object.fromEntries(fields), entrySchema.strict(), place, `the columns ${COLUMNS.join()}`);
  });
}

/** The rows of a table under their column names, each with the place it stands in. @throws GamekeeperError ERR_FILE */
export function parseCsv(
  text: string,
  file: string,
  ragged = false,
): { record: Record<string, string>; place: string }[] {
  const options = { bom: true, columns: true, info: true, skip_empty_lines: true, relax_column_count: ragged } as const;
  try {
    const rows = parse(text, options) as unknown as { record: Record<string, string>; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ record, place: `${file}:${info.lines}` }));
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new GamekeeperError('ERR_FILE', `${file} is no CSV with a line of column names: ${reason}`, { cause });
  }
}

function cell(value: Entry[keyof Entry]): string {
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'string' ? item : record(item))).join('\n');
  return typeof value === 'object' ? record(value) : (value ?? '');
}

const record = (fields: object) => new URLSearchParams(Object.entries(fields)).toString();

/** A cell that begins like a formula is run by spreadsheets: an apostrophe, taken off again on import, makes it text. */
function quote(text: string): string {
  const safe = /^[=+\-@\t\r']/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function read(column: string, text: string): unknown {
  const plain = text.startsWith("'") ? text.slice(1) : text;
  const value = (part: string) => (RECORDS.includes(column) ? Object.fromEntries(new URLSearchParams(part)) : part);
  return LISTS.includes(column) ? plain.split(/\r?\n/).map(value) : value(plain);
}
