import { beforeEach, expect, test, vi } from 'vitest';
import { DRAFT } from '../../tests/fixtures/report.ts';

/** Session storage as browsers have it: ten megabytes, and what does not fit is refused whole. */
const session = vi.hoisted(() => ({ held: {} as Record<string, unknown> }));
vi.mock('webextension-polyfill', () => ({
  default: {
    storage: {
      session: {
        get: async (key?: string) => (key === undefined ? session.held : { [key]: session.held[key] }),
        set: async (values: object) => {
          const held = { ...session.held, ...values };
          if (JSON.stringify(held).length > 10_485_760) throw new Error('Session storage quota bytes exceeded.');
          session.held = held;
        },
        remove: async (keys: string[]) => {
          for (const key of keys) delete session.held[key];
        },
      },
    },
  },
}));
const { keepDraft, readDraft } = await import('./drafts.ts');

beforeEach(() => {
  session.held = { other: 'kept' };
});

test('given more drafts than anyone opens, then the oldest go', async () => {
  vi.useFakeTimers();
  const ids: string[] = [];
  for (let count = 0; count < 22; count++) {
    vi.advanceTimersByTime(1_000);
    ids.push(await keepDraft(DRAFT));
  }
  vi.useRealTimers();
  expect(await readDraft(ids[1]!)).toBeNull();
  expect(await readDraft(ids[2]!)).toEqual(DRAFT);
  expect(session.held.other).toBe('kept');
});

test('given long conversations that fill the room, then the newest can still be reported', async () => {
  const messages = Array.from({ length: 200 }, () => ({ from: 'them' as const, text: 'x'.repeat(20_000) }));
  const long = { ...DRAFT, subject: { ...DRAFT.subject, messages } };
  const ids: string[] = [];
  for (let count = 0; count < 4; count++) ids.push(await keepDraft(long));
  expect(await readDraft(ids[0]!)).toBeNull();
  expect(await readDraft(ids[3]!)).toEqual(long);
});
