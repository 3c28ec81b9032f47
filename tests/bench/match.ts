/**
 * Look-up time and hit rate at 1,000, 100,000 and 1,000,000 listed names, against fuse.js and a linear scan with
 * fastest-levenshtein, in one run: `npm run bench match`. Names are invented; each query is a listed name altered.
 */
import { closest } from 'fastest-levenshtein';
import Fuse from 'fuse.js';
import { compileWatchlist } from '../../src/watchlist/compile.ts';
import { buildDirectory } from '../../src/watchlist/directory.ts';
import { type Entry, entrySchema } from '../../src/watchlist/entry.ts';
import { openWatchlist } from '../../src/watchlist/open.ts';
import { piecesInMemory } from '../../src/watchlist/pieces.ts';
import { ALTERATIONS, inventNames, random } from '../fixtures/invented-names.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const SIZES = (process.env.SIZES ?? '1000,100000,1000000').split(',').map(Number);
const QUERIES = 600;
const ROUNDS = 6;
/** The slow ones answer fewer queries, or the bench would take an hour. */
const SCANNED = 60;
const FUSED = 4;

/** What a page may call a person to make a look-up slow or fail. */
const HOSTILE = {
  '10,000 letters': 'a'.repeat(10_000),
  '5,000 words': 'ab cd '.repeat(2_500),
  'only emoji': '\u{1F31F}'.repeat(5_000),
  'right-to-left marks': `${'\u202e\u200f'.repeat(5_000)}Mara Quell`,
  'lone surrogates': '\ud800'.repeat(10_000),
  'four scripts': 'a\ud800ж吴 عبد '.repeat(1_000),
};

interface Answers {
  ms: number;
  hits: number;
}
type Seek = (query: string) => string[] | Promise<string[]>;

const template: Entry = entrySchema.parse({
  id: 'e',
  kind: 'profile',
  names: ['-'],
  alert: {
    issuer: 'Example Security Team',
    title: 'Approaches by consultancies that do not exist',
    date: '2026-01-05',
  },
  reason: 'Offered committee staff payment for reports, then asked to move to a private channel.',
  added: '2026-01-05',
  expires: '2027-01-05',
  dispute: 'disputes@example.org',
});

/** Mean time of a query in the best of some rounds, so that what else the machine does falls on none of them. */
async function measure(queries: readonly { query: string; name: string }[], seek: Seek, rounds = 1): Promise<Answers> {
  const answers: Answers = { ms: Number.POSITIVE_INFINITY, hits: 0 };
  for (let round = 0; round < rounds; round++) {
    let hits = 0;
    const start = performance.now();
    for (const { query, name } of queries) if ((await seek(query)).includes(name)) hits++;
    answers.ms = Math.min(answers.ms, (performance.now() - start) / queries.length);
    answers.hits = hits / queries.length;
  }
  return answers;
}

const kinds = Object.entries(ALTERATIONS);
const results: Record<string, unknown>[] = [];
for (const size of SIZES) {
  const names = inventNames(size, 1);
  const draw = random(2);
  const queries = Array.from({ length: QUERIES }, (_, index) => {
    const name = names[Math.floor(draw() * size)]!;
    const [kind, alter] = kinds[index % kinds.length]!;
    return { name, kind, query: alter(name, draw) };
  });

  const compiled = performance.now();
  const pieces = piecesInMemory(
    compileWatchlist(
      names.map((name, index) => ({
        ...template,
        id: `e${index}`,
        names: [name],
        accounts: [{ site: 'linkedin', handle: `handle-${index}` }],
      })),
    ),
  );
  const directory = await buildDirectory(pieces);
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  const seconds = (performance.now() - compiled) / 1_000;
  const list = await openWatchlist(pieces, { directory: piecesInMemory(directory) });
  const index: Seek = async (query) => {
    const [evidence] = await list.lookUp([{ site: 'linkedin', name: query }], NOW);
    return evidence!.map((item) => ('entry' in item ? item.entry.name : ''));
  };
  const own = await measure(queries, index, ROUNDS);
  const byKind = Object.fromEntries(
    await Promise.all(
      kinds.map(async ([kind]) => [
        kind,
        (
          await measure(
            queries.filter((each) => each.kind === kind),
            index,
          )
        ).hits,
      ]),
    ),
  );
  const scan = await measure(queries.slice(0, SCANNED), (query) => [closest(query, names)], 2);
  const fuse = new Fuse(names, { threshold: 0.4, ignoreLocation: true });
  const fused = await measure(queries.slice(0, FUSED), (query) => [fuse.search(query, { limit: 1 })[0]?.item ?? ''], 2);
  const ownOnScanned = await measure(queries.slice(0, SCANNED), index, ROUNDS);

  console.log(
    `\n${size.toLocaleString('en')} names (compiled in ${seconds.toFixed(1)} s, directory ${(directoryBytes / 1e6).toFixed(1)} MB, ${pieces.count} pieces)`,
  );
  console.table({
    gamekeeper: { ms: own.ms.toFixed(3), hits: own.hits.toFixed(3) },
    'gamekeeper on the scan’s queries': { ms: ownOnScanned.ms.toFixed(3), hits: ownOnScanned.hits.toFixed(3) },
    'fastest-levenshtein scan': {
      ms: scan.ms.toFixed(3),
      hits: scan.hits.toFixed(3),
      slower: (scan.ms / own.ms).toFixed(0),
    },
    'fuse.js': { ms: fused.ms.toFixed(3), hits: fused.hits.toFixed(3), slower: (fused.ms / own.ms).toFixed(0) },
  });
  console.table(byKind);
  const hostile: Record<string, number> = {};
  for (const [kind, name] of Object.entries(HOSTILE)) {
    const repeated = Array.from({ length: 50 }, () => ({ query: name, name }));
    hostile[kind] = Number((await measure(repeated, index)).ms.toFixed(3));
  }
  console.log('ms for a hostile name (aim: at most 5)', hostile);
  results.push({ names: size, gamekeeper: own, scan, fuse: fused, byKind, hostile, directoryBytes });
}
console.log(JSON.stringify({ bench: 'match', results }));
