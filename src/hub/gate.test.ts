import { expect, test } from 'vitest';
import { RateLimit, tokenGate } from './gate.ts';

test('an address may send its share each minute, and is forgotten with the minute', () => {
  let now = 90_000;
  const limit = new RateLimit(3, () => now);
  expect([1, 2, 3, 4].map(() => limit.admit('192.0.2.1'))).toEqual([0, 0, 0, 30]);
  expect(limit.admit('192.0.2.2')).toBe(0);
  now = 120_000;
  expect(limit.admit('192.0.2.1')).toBe(0);
});

test('a flood of addresses is held off once a minute has seen as many as memory allows; known ones go on', () => {
  const limit = new RateLimit(3, () => 0);
  expect(limit.admit('known')).toBe(0);
  for (let index = 0; index < 100_000; index += 1) limit.admit(String(index));
  expect(limit.admit('one more')).toBe(60);
  expect(limit.admit('known')).toBe(0);
});

test('without a limit nothing is counted', () => {
  const limit = new RateLimit(0, () => 0);
  expect(Array.from({ length: 1_000 }, () => limit.admit('192.0.2.1')).every((wait) => wait === 0)).toBe(true);
});

test('a deployment’s tokens open, old and new during a change; without any, everyone may report', () => {
  const gate = tokenGate(['old', 'new']);
  expect(['Bearer old', 'Bearer new', 'Bearer newer', 'Bearer ', '', undefined].map(gate)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(tokenGate([])(undefined)).toBe(true);
});
