/**
 * What a worker that wakes for one page finds ready, checked and worked out when the list arrived. A version is to be raised
 * whenever its schema or its form changes, so that what browsers have stored is made anew.
 */
import type { Bytes } from '../feed/bytes.ts';
import type { Derivations, Derive } from '../feed/derived.ts';
import { FORMAT, prepareHallmarks } from '../hallmarks/prepare.ts';
import { compiledSitesSchema } from '../sites/rules.schema.ts';
import { derivedDirectory } from '../watchlist/directory.ts';
import type { Parts } from '../watchlist/pieces.ts';

export const derivations: Derivations = {
  list: derivedDirectory,
  files: {
    'hallmarks.json': derived(`hallmarks-${FORMAT}`, prepareHallmarks),
    'sites.json': derived('sites-1', (json) => compiledSitesSchema.parse(json).sites),
  },
};

function derived(version: string, prepare: (json: unknown) => unknown): Derive<Bytes> {
  return {
    version,
    make: async (bytes) => inParts(new TextEncoder().encode(JSON.stringify(prepare(parseJson(bytes))))),
  };
}

/** A browser reads some values of some ten thousand bytes sooner than one of many, which it keeps in a file by itself. */
const PARTS = [0, 1, 2, 3];

function inParts(bytes: Bytes): Bytes[] {
  const each = Math.ceil(bytes.length / PARTS.length);
  return PARTS.map((part) => bytes.slice(part * each, (part + 1) * each));
}

/** What was prepared, as JSON. @throws SyntaxError when what is stored is damaged */
export async function readPrepared(parts: Parts, anew: boolean): Promise<unknown> {
  const decoder = new TextDecoder();
  const read = await parts.read(PARTS, anew);
  return JSON.parse(read.map((bytes) => decoder.decode(bytes, { stream: true })).join(''));
}

export function parseJson(bytes: Bytes): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}
