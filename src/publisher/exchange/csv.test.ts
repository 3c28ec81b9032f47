import { expect, test } from 'vitest';
import { type Entry, entrySchema } from '../../watchlist/entry.ts';
import { fromCsv, toCsv } from './csv.ts';

const entry: Entry = entrySchema.parse({
  id: 'desk-1',
  kind: 'profile',
  names: ['Mira "Mia" Halden', 'Мира Халден, PhD'],
  aliases: ["'Mia'", '=HYPERLINK("https://x.example")'],
  accounts: [
    { site: 'linkedin', handle: 'mira&co=halden:1', memberId: 'ACoAAA' },
    { site: 'xing', handle: 'mira+halden' },
  ],
  organisation: '=1+1',
  photos: [{ pdq: 'a'.repeat(64), note: 'from the profile; 50% crop' }],
  alert: { issuer: 'The desk', title: 'Paid papers & more', date: '2026-11-20', link: 'https://a.example/?a=1&b=2' },
  reason: '- offers money, for papers.',
  added: '2026-11-20',
  expires: '2027-11-20',
  withdrawn: '2027-01-01',
  dispute: 'disputes@desk.example',
});
const bare: Entry = entrySchema.parse({
  ...entry,
  id: 'desk-2',
  names: ['Northgate'],
  aliases: [],
  accounts: [],
  organisation: undefined,
  photos: [],
  withdrawn: undefined,
  alert: { issuer: 'The desk', title: 'A firm', date: '2026-11-20' },
});

test('every field survives the way into a spreadsheet and back', () => {
  expect(fromCsv(toCsv([entry, bare]), 'x.csv')).toEqual([entry, bare]);
  expect(fromCsv(`\uFEFF${toCsv([entry])}`, 'x.csv')).toEqual([entry]);
});

test('no cell that begins like a formula is run by a spreadsheet', () => {
  const text = toCsv([entry]);
  expect(text).toContain(",'=1+1,");
  expect(text).toContain(`"'- offers money, for papers."`);
});

test.each([
  ['a field that is missing', toCsv([bare]).replace('issuer=', 'who='), /^x\.csv:2 alert/],
  ['a column nobody knows', 'id,colour\r\ndesk-1,red\r\n', /^x\.csv:2 /],
  ['a wrong day', toCsv([bare]).replace('2027-11-20', 'next year'), /^x\.csv:2 expires/],
  ['what is no table', '"', /^x\.csv is no CSV/],
])('%s is refused, by line and field', (_what, text, message) => {
  expect(() => fromCsv(text, 'x.csv')).toThrow(message);
});
