import { beforeEach, expect, test, vi } from 'vitest';
import type { Reading, Subject } from '../profile/facts.ts';

const storage = vi.hoisted(() => ({ local: {} as Record<string, unknown> }));
vi.mock('webextension-polyfill', () => ({
  default: { storage: { managed: { get: async () => ({}) }, local: { get: async () => storage.local } } },
}));
const { assessReading } = await import('./assessing.ts');

const subject = (key: string, facts: Omit<Subject['facts'], 'site'>): Subject => ({
  key,
  surface: 'card',
  facts: { site: 'linkedin', ...facts },
});
const hidden = async (...subjects: Subject[]) => {
  const reading: Reading = {
    url: 'https://www.linkedin.com/search/results/people/',
    site: 'linkedin',
    kind: 'people-search',
    subjects,
    health: { state: 'read', missing: [] },
  };
  return (await assessReading(reading, Promise.resolve(null), new Date('2026-06-15T12:00:00Z'))).dismissed;
};

beforeEach(() => {
  const dismissed = ['mara-quill', 'ACoA1', 'undefined'].map((account) => ({ site: 'linkedin', account }));
  storage.local = { settings: { version: 1, dismissed } };
});

test('a profile that the user hid is known by its handle, or by its id where the page shows no handle', async () => {
  const [mara, other] = [
    subject('a', { handle: 'mara-quill', memberId: 'ACoA2' }),
    subject('b', { memberId: 'ACoA1' }),
  ];
  expect(await hidden(mara, other, subject('c', { handle: 'tobin-ash', memberId: 'ACoA1' }))).toEqual(['a', 'b']);
});

test('to hide a profile whose handle is a word of ours hides nobody who shows no account', async () => {
  expect(await hidden(subject('a', { handle: 'undefined' }), subject('b', { name: 'Mara Quill' }))).toEqual(['a']);
});
