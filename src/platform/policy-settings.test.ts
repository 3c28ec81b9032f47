import { expect, test } from 'vitest';
import { parsePolicy } from './policy-settings.ts';

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

test('an item of a list that is wrong is told by its place', () => {
  const { policy, problems } = parsePolicy({ feeds: ['https://lists.example/', 'file:///etc/passwd'], root: '1-00' });
  expect(policy).toEqual({ root: '1-00' });
  expect(problems[0]).toEqual({ setting: 'feeds #2', message: 'Invalid URL' });
});

test.each(['feeds', 'root'])('%s has no effect without the other, and that is said', (setting) => {
  const { problems } = parsePolicy({ [setting]: setting === 'feeds' ? ['https://lists.example/'] : '1-00' });
  expect(problems).toEqual([{ setting, message: expect.stringContaining('beside it') }]);
});
