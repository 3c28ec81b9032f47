import { expect, test } from 'vitest';
import { memberNumericId } from './member-id.ts';

test('the numeric id is read from the middle of the member id', () => {
  const bytes = Buffer.alloc(30);
  bytes.set([0x00, 0x2a, 0x00, 0x00, 0x12, 0x34, 0x56, 0x78, 0x01, 0xff, 0xfe]);
  expect(memberNumericId(bytes.toString('base64url').slice(0, 39))).toBe(String(0x12345678));
});

test('an id with the highest bit set stays positive', () => {
  const bytes = Buffer.alloc(30);
  bytes.set([0x00, 0x2a, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff]);
  expect(memberNumericId(bytes.toString('base64url').slice(0, 39))).toBe('4294967295');
});

test.each([
  ['a handle', 'nadia-example'],
  ['one character short', `ACoAA${'A'.repeat(33)}`],
  ['the number zero', `ACoAA${'A'.repeat(34)}`],
  ['characters outside base64url', `ACoAA${'='.repeat(34)}`],
])('%s is not a member id', (_, text) => {
  expect(memberNumericId(text)).toBeUndefined();
});
