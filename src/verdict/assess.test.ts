import { expect, test } from 'vitest';
import type { Subject } from '../profile/facts.ts';
import { compileWatchlist } from '../watchlist/compile.ts';
import { entrySchema } from '../watchlist/entry.ts';
import { openWatchlist } from '../watchlist/open.ts';
import { piecesInMemory } from '../watchlist/pieces.ts';
import { assess, type Sources } from './assess.ts';
import type { HallmarkEvidence } from './verdict.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const entry = entrySchema.parse({
  id: 'one',
  kind: 'profile',
  names: ['Mara Quell'],
  accounts: [{ site: 'linkedin', handle: 'mara-quell' }],
  alert: { issuer: 'Example Security Team', title: 'Approaches by a consultancy', date: '2026-01-05' },
  reason: 'Offered paid reports to committee staff.',
  added: '2026-01-05',
  expires: '2027-01-05',
  dispute: 'disputes@example.org',
});
const list = await openWatchlist(piecesInMemory(compileWatchlist([entry])));
const hallmark: HallmarkEvidence = {
  kind: 'hallmark',
  id: 'H1',
  title: 'Asks to move to a private channel',
  explanation: '…',
  advice: '…',
  step: 'recognise',
  source: 'https://example.org',
  weight: 3,
  quotes: [],
};
const subject = (key: string, facts: Omit<Subject['facts'], 'site'>): Subject => ({
  key,
  surface: 'card',
  facts: { site: 'linkedin', ...facts },
});

test('each subject gets a verdict of its own, with its evidence and the list it was held against', async () => {
  const subjects = [
    subject('a', { handle: 'Mara-Quell', name: 'Mara Quell' }),
    subject('b', { handle: 'other', name: 'Quell, Mara' }),
    subject('c', { handle: 'third', name: 'Tobin Ash' }),
    subject('__proto__', {}),
  ];
  const verdicts = await assess(subjects, { watchlists: [list], listVersion: 7 }, NOW);
  expect(Object.keys(verdicts)).toEqual(['a', 'b', 'c', '__proto__']);
  expect(verdicts.a).toMatchObject({
    level: 'listed',
    listVersion: 7,
    evidence: [{ kind: 'account' }, { kind: 'name' }],
  });
  expect(verdicts.b).toMatchObject({ level: 'note', evidence: [{ kind: 'name', tier: 'same', entry: { id: 'one' } }] });
  expect(verdicts.c).toEqual({ level: 'none', evidence: [], listVersion: 7 });
});

test('hallmarks join the evidence of the list, after it', async () => {
  const verdicts = await assess(
    [subject('a', { name: 'Mara Quell' })],
    {
      watchlists: [list],
      listVersion: 7,
      hallmarks: () => ({ evidence: [hallmark], pattern: 'pattern', languageRead: true }),
    },
    NOW,
  );
  expect(verdicts.a).toMatchObject({ level: 'caution', evidence: [{ kind: 'name' }, { kind: 'hallmark' }] });
});

test('a message in a language that no hallmark reads is said to be unread', async () => {
  const verdicts = await assess(
    [subject('a', {})],
    { watchlists: [], listVersion: 7, hallmarks: () => ({ evidence: [], pattern: 'none', languageRead: false }) },
    NOW,
  );
  expect(verdicts.a).toMatchObject({ level: 'none', languageRead: false });
});

test('without any list there is no match, and the verdict says that there was none', async () => {
  const verdicts = await assess([subject('a', { handle: 'mara-quell' })], { watchlists: [], listVersion: 0 }, NOW);
  expect(verdicts.a).toEqual({ level: 'none', evidence: [], listVersion: 0 });
});

test('a partner’s list leads no higher than the team allows; the team’s own list and the hallmarks are not held back by it', async () => {
  const pieces = piecesInMemory(compileWatchlist([entry]));
  const partner = await openWatchlist(pieces, { publisher: 'Kelp Bay security', cap: 'note' });
  const subjects = [subject('a', { handle: 'mara-quell' })];
  const level = async (sources: Omit<Sources, 'listVersion'>) =>
    (await assess(subjects, { listVersion: 7, ...sources }, NOW)).a?.level;

  expect(await level({ watchlists: [partner] })).toBe('note');
  expect(await level({ watchlists: [partner, list] })).toBe('listed');
  const hallmarks = () => ({ evidence: [hallmark], pattern: 'pattern' as const, languageRead: true });
  expect(await level({ watchlists: [partner], hallmarks })).toBe('caution');
});
