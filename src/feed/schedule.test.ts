import { describe, expect, it } from 'vitest';
import { isOverdue, nextRefresh } from './schedule.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const minutesFromNow = (date: Date) => (date.getTime() - NOW.getTime()) / 60_000;
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();

describe('the next refresh', () => {
  it('comes within one interval, earlier by up to a fifth', () => {
    expect(minutesFromNow(nextRefresh(NOW, 0))).toBe(15);
    expect(minutesFromNow(nextRefresh(NOW, 0.999))).toBeCloseTo(12, 1);
  });

  it('follows the interval that a policy sets, but no closer than a minute', () => {
    expect(minutesFromNow(nextRefresh(NOW, 0, 60))).toBe(60);
    expect(minutesFromNow(nextRefresh(NOW, 1, 0))).toBe(1);
  });

  it('given ten thousand browsers that start together, then no minute sees more than its share', () => {
    const perMinute = new Map<number, number>();
    for (let browser = 0; browser < 10_000; browser++) {
      const minute = Math.floor(minutesFromNow(nextRefresh(NOW, browser / 10_000)));
      perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
    }
    expect(Math.max(...perMinute.values())).toBeLessThanOrEqual(3_400);
  });
});

describe('overdue by the wall clock', () => {
  it.each([
    ['never checked', undefined, true],
    ['a moment ago', minutesAgo(0), false],
    ['just under an interval ago', minutesAgo(14.9), false],
    ['an interval ago', minutesAgo(15), true],
    ['before a night of sleep', minutesAgo(600), true],
    ['in the future: the clock was set back', minutesAgo(-5), true],
    ['at no time that can be read', 'yesterday', true],
  ])('%s: %s', (_, last, overdue) => {
    expect(isOverdue(last, NOW)).toBe(overdue);
  });
});
