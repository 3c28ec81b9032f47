import { describe, expect, it } from 'vitest';
import { clockProblem, feedStatus } from './status.ts';
import type { Check, Edition } from './store.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const custom = { published: '2026-02-20T08:00:00Z', entries: 12, publisher: 'Harbour House security' };
const edition = (expires: string): Edition => ({
  version: 4,
  expires,
  files: [{ name: 'watchlist', key: 'ab', pieced: true, custom }],
});
const fresh = edition('2026-03-02T00:00:00Z');
const expired = edition('2026-02-28T00:00:00Z');
const check = (code?: `ERR_${string}`): Check => ({
  at: '2026-03-01T11:50:00Z',
  ...(code && { problem: { code, message: 'why' } }),
});

describe('the state of the feed', () => {
  const cases: [string, Edition | undefined, Check | undefined, string][] = [
    ['nothing yet', undefined, undefined, 'never-synced'],
    ['nothing yet, and no connection', undefined, check('ERR_FEED_UNREACHABLE'), 'never-synced'],
    ['nothing yet, and a forged feed', undefined, check('ERR_FEED_SIGNATURE'), 'refused'],
    ['a list in date', fresh, check(), 'fresh'],
    ['a list in date, and no connection', fresh, check('ERR_FEED_UNREACHABLE'), 'fresh'],
    ['a list in date, and a forged feed', fresh, check('ERR_FEED_SIGNATURE'), 'refused'],
    ['a list in date, and a full disk', fresh, check('ERR_FEED_STORAGE_FULL'), 'fresh'],
    ['a list in date, and a browser that does not let us at the feed', fresh, check('ERR_NO_PERMISSION'), 'fresh'],
    ['a list in date, and a partner’s that is not', fresh, check('ERR_FEED_PARTNER'), 'fresh'],
    ['a list past its expiry', expired, check(), 'stale'],
    ['a list past its expiry, and no connection', expired, check('ERR_FEED_UNREACHABLE'), 'stale'],
    ['a list past its expiry, and a feed held back', expired, check('ERR_FEED_EXPIRED'), 'refused'],
  ];
  it.each(cases)('%s: %#', (_, inForce, last, state) => {
    expect(feedStatus(inForce, last, NOW).state).toBe(state);
  });

  it('says what is in force, since when, from whom and what went wrong', () => {
    expect(feedStatus(fresh, check('ERR_FEED_UNREACHABLE'), NOW)).toEqual({
      state: 'fresh',
      version: 4,
      signedAt: '2026-02-20T08:00:00Z',
      entries: 12,
      publisher: 'Harbour House security',
      expiresAt: '2026-03-02T00:00:00Z',
      checkedAt: '2026-03-01T11:50:00Z',
      problem: { code: 'ERR_FEED_UNREACHABLE', message: 'why' },
    });
  });

  it('given a publisher that signed something else beside the list, then only that is left out', () => {
    const odd: Edition = { ...fresh, files: [{ ...fresh.files[0]!, custom: { entries: -1 } }] };
    const status = feedStatus(odd, check(), NOW);
    expect(status).toMatchObject({ state: 'fresh', version: 4 });
    expect(status.entries).toBeUndefined();
  });
});

describe('a clock that is plainly wrong', () => {
  const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);

  it.each([
    ['as the server’s', NOW, undefined, false],
    ['hours from the server’s', days(0.9), undefined, false],
    ['two days behind the server’s', days(2), undefined, true],
    ['a year ahead of the server’s', days(-365), undefined, true],
    ['after the list was made', undefined, days(-9).toISOString(), false],
    ['hours before the list was made', undefined, days(0.5).toISOString(), false],
    ['a month before the list was made', undefined, days(30).toISOString(), true],
    ['known by nothing', undefined, undefined, false],
  ])('%s', (_, server, published, wrong) => {
    expect(clockProblem(NOW, server, published)?.code).toBe(wrong ? 'ERR_FEED_CLOCK' : undefined);
  });

  it('names both dates', () => {
    expect(clockProblem(NOW, days(-365), undefined)?.message).toMatch(/2026-03-01.*2025-03-01.*Set the clock/);
  });
});
