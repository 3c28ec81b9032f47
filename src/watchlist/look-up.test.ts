import { describe, expect, test } from 'vitest';
import type { Facts } from '../profile/facts.ts';
import { compileWatchlist } from './compile.ts';
import { buildDirectory } from './directory.ts';
import { type Entry, type EntryInput, entrySchema } from './entry.ts';
import { readPerson } from './keys.ts';
import { openWatchlist } from './open.ts';
import { piecesInMemory } from './pieces.ts';

const NOW = new Date('2026-06-15T12:00:00Z');

function entry(id: string, more: Partial<EntryInput>): Entry {
  return entrySchema.parse({
    id,
    kind: 'profile',
    names: ['Mara Brackwater'],
    alert: { issuer: 'Example Security Team', title: 'Approaches by a consultancy', date: '2026-01-05' },
    reason: 'Offered paid reports to committee staff.',
    added: '2026-01-05',
    expires: '2027-01-05',
    dispute: 'disputes@example.org',
    ...more,
  });
}

async function lookUp(entries: Entry[], facts: Partial<Facts>) {
  const list = await openWatchlist(piecesInMemory(compileWatchlist(entries)));
  const [evidence] = await list.lookUp([{ site: 'linkedin', ...facts }], NOW);
  return evidence!.map((item) => ({ ...item, entry: 'entry' in item ? item.entry.id : undefined }));
}

describe('a name leads to the entry that bears it', () => {
  const list = [entry('one', {}), entry('two', { names: ['Tobin Ash', '吳志強'], aliases: ['Виктор Озеров'] })];

  test.each([
    ['Mara Brackwater', 'one'],
    ['BRACKWATER, Mara', 'one'],
    ['Mara Brackwatar', 'one'],
    ['Mara Brackwarter', 'one'],
    ['Mara Elowen Brackwater', 'one'],
    ['✨Mаrа Brасkwаter✨ | Hiring', 'one'],
    ['Мара Бракватер', 'one'],
    ['Chih-chiang Wu', 'two'],
    ['Zhiqiang Wu', 'two'],
    ['Zhi Qiang Ng', 'two'],
    ['吴志强', 'two'],
    ['Viktor Ozerov', 'two'],
  ])('%s', async (name, id) => expect(await lookUp(list, { name })).toMatchObject([{ kind: 'name', entry: id }]));

  test.each(['Mara Thornecroft', 'Adam Brackwater', 'Mara', 'Brackwater', '🌟', ''])('%j leads nowhere', async (name) =>
    expect(await lookUp(list, { name })).toEqual([]),
  );

  test('the evidence says what is shown and what is listed', async () => {
    expect(await lookUp(list, { name: 'Mara Brackwater, MBA' })).toMatchObject([
      { tier: 'same', shown: 'Mara Brackwater, MBA', listed: 'Mara Brackwater' },
    ]);
  });
});

describe('organisations', () => {
  const front = entry('front', {
    kind: 'organisation',
    names: ['Northlight Advisory Ltd'],
    aliases: ['Aurora Bridge'],
  });
  const persona = entry('persona', { names: ['Mara Brackwater'], organisation: 'Harbour Studies' });
  const at = (company: string) => ({ experience: [{ company, dates: 'Jan 2024 - Present' }] });

  test.each([
    ['Northlight Advisory', 'same'],
    ['AURORA BRIDGE GROUP', 'same'],
    ['Northligth Advisory', 'similar'],
  ])('working for %s is evidence of a front: %s', async (company, tier) =>
    expect(await lookUp([front, persona], at(company))).toMatchObject([
      { kind: 'organisation', role: 'front', tier, entry: 'front' },
    ]),
  );

  test('a name that only looks like the front, or a past job there, is none', async () => {
    expect(await lookUp([front], { name: 'Northlight Advisory' })).toEqual([]);
    expect(await lookUp([front], { experience: [{ company: 'Northlight Advisory', dates: '2019 - 2021' }] })).toEqual(
      [],
    );
  });

  test('the firm that a listed profile claims counts with its name, and not alone', async () => {
    const found = await lookUp([persona], { name: 'Mara Brackwatar', company: 'Harbour Studies Ltd' });
    expect(found).toMatchObject([
      { kind: 'name', tier: 'similar' },
      { kind: 'organisation', role: 'claimed', tier: 'same' },
    ]);
    expect(await lookUp([persona], { name: 'Tobin Ash', company: 'Harbour Studies' })).toEqual([]);
  });
});

test.each([
  ['a name of 10,000 characters', { name: 'ab '.repeat(3_334) }],
  ['a name of emoji alone', { name: '🌟'.repeat(150) }],
  ['marks that turn the text around, before a name', { name: `${'\u202e'.repeat(300)}Mara Brackwater` }],
  ['lone surrogates', { name: '\ud800 \udc00 \ud800x', company: '\udfff Ltd' }],
  [
    'a hundred employers',
    { experience: Array.from({ length: 100 }, (_, at) => ({ company: `${at}${'ab'.repeat(140)}` })) },
  ],
])('%s leads nowhere and throws nothing', async (_, facts) =>
  expect(await lookUp([entry('one', {})], facts)).toEqual([]),
);

test('a name of endless words is not sought by every slip in them', () => {
  const name = ['бдкт', 'пктм', 'снкл', 'мтрк'].map((word) => word.repeat(18)).join(' ');
  expect(readPerson({ site: 'linkedin', name }).keys.length).toBeLessThan(5_000);
});

test('a hostile page of namesakes reads no more than its share of a large list', async () => {
  const pieces = compileWatchlist(Array.from({ length: 3_000 }, (_, index) => entry(`e${index}`, {})));
  let read = 0;
  const list = await openWatchlist({
    count: pieces.length,
    read: async (indices) => {
      read += indices.length;
      return indices.map((index) => pieces[index]!);
    },
  });
  read = 0;
  const found = await list.lookUp([{ site: 'linkedin', name: 'Mara Brackwater' }], NOW);
  expect(found[0]!.length).toBeGreaterThan(0);
  expect(read).toBeLessThanOrEqual(32);
});

test.each([
  ['cut short', (bytes: Uint8Array) => bytes.subarray(0, 40)],
  ['damaged', (bytes: Uint8Array) => bytes.map((byte) => byte ^ 1)],
  ['no piece', () => Uint8Array.of(0)],
  ['empty', () => new Uint8Array()],
])('a piece that is %s is left out and named, and what stands in the others is still found', async (_, spoil) => {
  const people = ['Mara Brackwater', 'Tobin Ash', 'Elowen Verrall'];
  const entries = Array.from({ length: 200 }, (_, index) =>
    entry(`e${index}`, { names: [people[index] ?? 'Mr Nobody'] }),
  );
  const pieces = compileWatchlist(entries);
  const directory = await buildDirectory(piecesInMemory(pieces));
  const bad = pieces.findIndex((piece) => new TextDecoder().decode(piece).includes('"id":"e0"'));
  const damage: unknown[] = [];
  const list = await openWatchlist(piecesInMemory(pieces.with(bad, new Uint8Array(spoil(pieces[bad]!)))), {
    directory: piecesInMemory(directory),
    onDamage: (index, error) => damage.push(index, (error as Error).message),
  });
  const found = await list.lookUp(
    people.map((name) => ({ site: 'linkedin', name })),
    NOW,
  );
  expect(found.map((evidence) => evidence.length)).toEqual([0, 1, 1]);
  expect(damage).toEqual([bad, expect.stringMatching(`Piece ${bad} of the watch list is damaged`)]);
});

describe('photos', () => {
  const pdq = 'f0'.repeat(32);
  /** The hash with `count` of its bits changed. */
  const changed = (count: number) => {
    const bits = [...BigInt(`0x${pdq}`).toString(2).padStart(256, '0')];
    for (let index = 0; index < count; index++) bits[index * 8] = bits[index * 8] === '1' ? '0' : '1';
    return BigInt(`0b${bits.join('')}`)
      .toString(16)
      .padStart(64, '0');
  };
  const list = [
    entry('one', { names: ['Tobin Ash'], photos: [{ pdq: '0f'.repeat(32) }, { pdq }] }),
    ...Array.from({ length: 300 }, (_, index) => entry(`e${index}`, {})),
  ];
  const seen = async (hash: string, quality: number, name?: string) => {
    const watchlist = await openWatchlist(piecesInMemory(compileWatchlist(list)));
    const facts = { site: 'linkedin', ...(name !== undefined && { name }) };
    const [evidence] = await watchlist.lookUp([facts], NOW, [
      [
        { pdq: changed(128), quality: 80 },
        { pdq: hash, quality },
      ],
    ]);
    return evidence!.map((item) => (item.kind === 'photo' ? `photo ${item.entry.id} ${item.distance}` : item.kind));
  };

  test('the same photo is one of at most 31 differing bits', async () => {
    expect(await seen(pdq, 80)).toEqual(['photo one 0']);
    expect(await seen(changed(31), 80)).toEqual(['photo one 31']);
    expect(await seen(changed(32), 80)).toEqual([]);
  });

  test('a photo with too little to see tells nothing', async () => {
    expect(await seen(pdq, 49)).toEqual([]);
    expect(await seen(pdq, 50)).toEqual(['photo one 0']);
  });

  test('photo and name are evidence of the same entry', async () =>
    expect(await seen(pdq, 80, 'Tobin Ash')).toEqual(['photo one 0', 'name']));
});
