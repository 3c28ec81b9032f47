import { expect, test } from 'vitest';
import { inventNames, random } from '../../tests/fixtures/invented-names.ts';
import type { Subject } from '../profile/facts.ts';
import { compileWatchlist } from '../watchlist/compile.ts';
import { entrySchema } from '../watchlist/entry.ts';
import { openWatchlist } from '../watchlist/open.ts';
import { piecesInMemory } from '../watchlist/pieces.ts';
import { assess } from './assess.ts';

const TRADES = ['Advisory', 'Capital', 'Consulting', 'Insight', 'Partners', 'Recruitment', 'Research', 'Solutions'];

test('of 2,000 people who share names and employers with 7,000 entries, none rises above a note', async () => {
  const draw = random(5);
  const pick = <T>(from: readonly T[]) => from[Math.floor(draw() * from.length)]!;
  // One pool of names and of firms for both, so that namesakes and colleagues of listed profiles do occur.
  const names = inventNames(30_000, 3);
  const words = inventNames(400, 4).flatMap((name) => name.split(' '));
  const firms = Array.from({ length: 3_000 }, () => `${pick(words)} ${pick(TRADES)}`);
  const entries = Array.from({ length: 7_000 }, (_, index) =>
    entrySchema.parse({
      id: `e${index}`,
      kind: index < 200 ? 'organisation' : 'profile',
      names: [index < 200 ? `${pick(words)} ${pick(words)} ${pick(TRADES)}` : pick(names)],
      ...(index >= 200 && { organisation: pick(firms) }),
      alert: { issuer: 'Example Security Team', title: 'Approaches', date: '2026-01-05' },
      reason: 'Offered paid reports.',
      added: '2026-01-05',
      expires: '2027-01-05',
      dispute: 'disputes@example.org',
    }),
  );
  const list = await openWatchlist(piecesInMemory(compileWatchlist(entries)));
  const subjects: Subject[] = Array.from({ length: 2_000 }, (_, index) => ({
    key: `s${index}`,
    surface: 'card',
    facts: { site: 'linkedin', name: pick(names), company: pick(firms), handle: `person-${index}` },
  }));

  const levels = new Map<string, number>();
  for (let start = 0; start < subjects.length; start += 20) {
    const verdicts = await assess(
      subjects.slice(start, start + 20),
      { watchlists: [list], listVersion: 1 },
      new Date('2026-06-15'),
    );
    for (const { level } of Object.values(verdicts)) levels.set(level, (levels.get(level) ?? 0) + 1);
  }
  expect([...levels.keys()].sort()).toEqual(['none', 'note']);
  expect(levels.get('note')).toBeGreaterThan(100);
}, 60_000);
