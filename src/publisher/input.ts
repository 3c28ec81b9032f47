/** Files that people name on the command line. They are hostile until a schema has seen them. */
import { open } from 'node:fs/promises';
import type { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import { ASKED, describeIssue } from './issue.ts';

/** More than a list of a million entries takes. */
const MOST_BYTES = 512 * 1024 * 1024;

/** @throws GamekeeperError ERR_FILE, which says what `expected` would be: "a JSON file of facts" */
export async function readBytes(path: string, expected: string, most = MOST_BYTES): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > most) throw fileError(path, `is ${size} bytes long; at most ${most} are read. Expected ${expected}.`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof GamekeeperError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw fileError(path, `cannot be read (${code}). Name ${expected}.`, cause);
  }
}

export async function readText(path: string, expected: string, most?: number): Promise<string> {
  return (await readBytes(path, expected, most)).toString('utf8');
}

/** A JSON file that `schema` accepts. @throws GamekeeperError ERR_FILE naming the file and each field that is wrong */
export async function readJson<S extends z.ZodType>(
  path: string,
  schema: S,
  expected: string,
  most?: number,
): Promise<z.output<S>> {
  return parseJson(await readText(path, expected, most), schema, path, expected);
}

/** @throws GamekeeperError ERR_FILE; `place` is the file, and perhaps the line, that the text came from */
export function parseJson<S extends z.ZodType>(text: string, schema: S, place: string, expected: string): z.output<S> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw fileError(place, `is no JSON: ${(cause as Error).message}. Expected ${expected}.`, cause);
  }
  return check(json, schema, place, expected);
}

/** @throws GamekeeperError ERR_FILE with one line for each mistake */
export function check<S extends z.ZodType>(value: unknown, schema: S, place: string, expected: string): z.output<S> {
  const parsed = schema.safeParse(value, ASKED);
  if (parsed.success) return parsed.data;
  throw new GamekeeperError('ERR_FILE', `${describe(parsed.error, place)}\nExpected ${expected}.`);
}

/** One line for each mistake: `file field: what is wrong, what was expected`. */
function describe({ issues }: z.ZodError, place: string): string {
  const all = issues.flatMap(describeIssue);
  const shown = all.slice(0, 20).map(({ path, message }) => `${place} ${path.join('.') || '(all of it)'}: ${message}`);
  return [...shown, ...(all.length > shown.length ? [`and ${all.length - shown.length} more`] : [])].join('\n');
}

const fileError = (path: string, what: string, cause?: unknown) =>
  new GamekeeperError('ERR_FILE', `${path} ${what}`, { cause });

/** The passphrase that was given, by file or by environment; a command line would show it to every process. */
export async function passphraseFrom(file: string | undefined): Promise<string | undefined> {
  const text = file ? await readText(file, 'a file with a passphrase', 10_000) : process.env.GAMEKEEPER_PASSPHRASE;
  return text?.replace(/\r?\n$/, '') || undefined;
}
