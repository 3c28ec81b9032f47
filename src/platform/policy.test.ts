import { expect, test, vi } from 'vitest';

vi.mock('webextension-polyfill', () => ({ default: {} }));

const { parsePolicy } = await import('./policy.ts');

test('every setting that is right holds, every one that is wrong is named and left out', () => {
  const { policy, problems } = parsePolicy({
    display: 'toolbar',
    refreshMinutes: 'often',
    colour: 'red',
    constructor: 'x',
  });
  expect(policy).toEqual({ display: 'toolbar' });
  expect(problems.map(({ setting }) => setting)).toEqual(['refreshMinutes', 'colour', 'constructor']);
});

test('a feed without the root that signs it is not followed', () => {
  const { policy, problems } = parsePolicy({ feeds: ['https://feed.example/'] });
  expect(policy.feeds).toBeUndefined();
  expect(problems).toEqual([{ setting: 'feeds', message: expect.stringContaining('root') }]);
});

test('an address that is no web address is refused', () => {
  const { policy, problems } = parsePolicy({ feeds: ['file:///etc/passwd'], root: '{}' });
  expect(policy).toEqual({ root: '{}' });
  expect(problems).toHaveLength(1);
});
