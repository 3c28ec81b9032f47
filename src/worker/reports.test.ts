import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';

vi.mock('webextension-polyfill', () => ({ default: {} }));
const { Reports } = await import('./reports.ts');

test('when the outbox cannot be opened for once, as on a full disk, then who asks next is answered', async () => {
  const reports = new Reports(
    async () => null,
    () => new Date('2026-06-15T12:00:00Z'),
  );
  const open = vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
    throw new DOMException('', 'QuotaExceededError');
  });
  await expect(reports.list()).rejects.toThrow();
  open.mockRestore();
  expect(await reports.list()).toEqual([]);
});
