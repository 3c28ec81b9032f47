import { expect, test } from 'vitest';
import { errorCode, GamekeeperError } from './errors.ts';

test('an error of ours keeps its code, any other gets the fallback', () => {
  expect(errorCode(new GamekeeperError('ERR_FEED_EXPIRED', 'The list expired.'))).toBe('ERR_FEED_EXPIRED');
  expect(errorCode(new TypeError('x'))).toBe('ERR_UNEXPECTED');
});
