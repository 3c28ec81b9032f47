import { expect, test } from 'vitest';
import { compareOrganisations, looksLikeOrganisation, readOrganisation } from './organisation.ts';

function compare(one: string, other: string) {
  const [left, right] = [readOrganisation(one), readOrganisation(other)];
  return left && right && compareOrganisations(left, right);
}

test.each([
  ['Northlight Advisory', 'NORTHLIGHT ADVISORY LTD.'],
  ['Northlight', 'Northlight Consulting Group'],
  ['Good Will Studies S.A. de C.V.', 'Goodwill Studies'],
  ['I B M Q Partners', 'IBMQ Partners'],
  ['Main Street 1095 Pty Ltd', 'Main Street 1095 Proprietary Limited'],
  ['ООО «Северный Свет»', 'Северный Свет'],
  ['Executive Search Global', 'Executive Search Global Ltd'],
])('%s is %s', (one, other) => expect(compare(one, other)).toBe('same'));

test.each([
  ['one slip in a long word', 'Northlight Advisory', 'Northlihgt Advisory'],
  ['another trade', 'Harbour Vale Advisory', 'Harbour Vale Recruitment'],
  ['another order', 'Harbour & Vale GmbH', 'Vale and Harbour'],
  ['one word of trade more, over a core of one word', 'Northlight Management', 'Northlight Insight Management'],
])('%s is only near: %s, %s', (_, one, other) => expect(compare(one, other)).toBe('similar'));

test.each([
  ['another core', 'Northlight Advisory', 'Southlight Advisory'],
  ['one more word', 'Northlight', 'Northlight Petrochemicals'],
  ['only the trade is shared', 'Executive Search Partners', 'Vale Executive Search'],
  ['a core of one word under another trade', 'Northlight Advisory', 'Northlight Recruitment'],
  ['another number', 'Main Street 1095', 'Main Street 1096'],
  ['a slip in a short word', 'Vale Studies', 'Gale Studies'],
  ['an acronym with another trade', 'ABC International', 'ABC Consulting'],
])('%s is another: %s, %s', (_, one, other) => expect(compare(one, other)).toBeUndefined());

test('a name of nothing but legal forms is no name', () => {
  expect(readOrganisation('The Company Ltd.')).toBeUndefined();
  expect(readOrganisation('Consulting')).toBeUndefined();
  expect(readOrganisation('🌟 \ud800')).toBeUndefined();
});

test('organisations are told from people by their forms and trades', () => {
  expect(looksLikeOrganisation('Harbour Studies Ltd')).toBe(true);
  expect(looksLikeOrganisation('Bank of Vale')).toBe(true);
  expect(looksLikeOrganisation('Mara de la Quell')).toBe(false);
});
