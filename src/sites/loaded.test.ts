import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loaded } from './loaded.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A page that has come so far, and whether it is left in peace still. */
function page(readyState: DocumentReadyState) {
  const window = Object.assign(new EventTarget(), {
    document: Object.assign(new EventTarget(), { readyState }),
    setTimeout,
  });
  const state = { waited: false, window };
  void loaded(window as unknown as Window).then(() => {
    state.waited = true;
  });
  return state;
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('a page that loads is left in peace, however long that takes, and in its load event too', async () => {
  const state = page('loading');
  await pass(60_000);
  expect(state.waited).toBe(false);
  state.window.dispatchEvent(new Event('load'));
  await Promise.resolve();
  expect(state.waited).toBe(false);
  await pass(0);
  expect(state.waited).toBe(true);
});

test('a page whose text is there is not waited for long, whatever pictures still load', async () => {
  const state = page('loading');
  state.window.document.dispatchEvent(new Event('DOMContentLoaded'));
  await pass(150);
  expect(state.waited).toBe(false);
  await pass(50);
  expect(state.waited).toBe(true);
});

test.each([
  ['interactive', 200],
  ['complete', 0],
] as const)('a page that was %s before is waited for no longer', async (readyState, ms) => {
  const state = page(readyState);
  await pass(ms);
  expect(state.waited).toBe(true);
});
