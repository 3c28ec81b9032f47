import { expect, test } from 'vitest';
import { foldHandle, numericMemberId } from './account.ts';

test.each([
  ['H%C3%A9l%C3%A8ne-Vardel', 'hélène-vardel'],
  ['he\u0301le\u0300ne-vardel', 'hélène-vardel'],
  ['%F0%9F%94%BAgaspard', '🔺gaspard'],
  [' /Jorin_Dahlbeck/ ', 'jorin_dahlbeck'],
  ['ΝΊΚΟΣ', 'νίκος'],
  ['νίκος', 'νίκοσ'],
])('%s and %s are the same handle', (one, other) => {
  expect(foldHandle(one)).toBe(foldHandle(other));
});

test.each([
  ['mara-quell', 'mara-quell-1'],
  ['mara-quell', 'maraquell'],
  ['straße', 'strasse'],
  ['100%', '100'],
])('%s and %s are different handles', (one, other) => {
  expect(foldHandle(one)).not.toBe(foldHandle(other));
});

test('a handle that cannot be decoded, or holds half a character, is kept as it is', () => {
  expect(foldHandle('50%-off')).toBe('50%-off');
  expect(foldHandle('a\ud800b')).toBe('a\ud800b');
});

test('the member number is bytes 5 to 8 of the member id', () => {
  const id = (number: number) => {
    const bytes = new Uint8Array(29);
    bytes.set([0, 0x2a, 0, 0, number >>> 24, number >>> 16, number >>> 8, number, 1]);
    return btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  };
  expect(numericMemberId(id(3_888_458_210))).toBe('3888458210');
  expect(numericMemberId(id(1))).toBe('1');
  expect(numericMemberId(id(0xff_ff_ff_ff))).toBe('4294967295');
});

test.each(['', 'ACoA', 'mara-quell', 'ACoAAOfFKeIBYT3u2WU-mVJ9iejuZ2eAA73Te', `ACoA${'+'.repeat(35)}`])(
  '%j holds no member number',
  (value) => expect(numericMemberId(value)).toBeUndefined(),
);
