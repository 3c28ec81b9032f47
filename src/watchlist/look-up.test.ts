import { describe, expect, test } from 'vitest';
import type { Facts } from '../profile/facts.ts';
import { compileWatchlist } from './compile.ts';
import { type Entry, type EntryInput, entrySchema } from './entry.ts';
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
