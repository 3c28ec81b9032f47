/**
 * What a worker that wakes for one page finds ready, checked and worked out when the list arrived. A version is to be raised
 * whenever its schema or its form changes, so that what browsers have stored is made anew.
 */
import type { Derivations, Derive } from '../feed/derived.ts';
import { FORMAT, prepareHallmarks } from '../hallmarks/prepare.ts';
import { compiledSitesSchema } from '../sites/rules.schema.ts';
import { derivedDirectory } from '../watchlist/directory.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export const derivations: Derivations = {
  list: derivedDirectory,
  files: {
    'hallmarks.json': derived(`hallmarks-${FORMAT}`, prepareHallmarks),
    'sites.json': derived('sites-1', (json) => compiledSitesSchema.parse(json).sites),
  },
};

function derived(version: string, prepare: (json: unknown) => unknown): Derive<Bytes> {
  return { version, make: async (bytes) => new TextEncoder().encode(JSON.stringify(prepare(parseJson(bytes)))) };
}

export function parseJson(bytes: Bytes): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}
