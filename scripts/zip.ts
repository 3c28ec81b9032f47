import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { zipSync } from 'fflate';

/** The first day that a zip can say, in any time zone: when a file was written is nobody's business. */
const MTIME = new Date(1980, 0, 1);

/** The same files give the same bytes, wherever and whenever. */
export async function zipOf(folder: string): Promise<Uint8Array> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents: Record<string, Uint8Array> = {};
  for (const file of files.sort()) contents[relative(folder, file).split(sep).join('/')] = await readFile(file);
  return zipSync(contents, { level: 9, mtime: MTIME });
}
