import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { random } from '../../tests/fixtures/invented-names.ts';
import type { Subject } from '../profile/facts.ts';
import { compileWatchlist } from '../watchlist/compile.ts';
import { entrySchema } from '../watchlist/entry.ts';
import { openWatchlist } from '../watchlist/open.ts';
import { piecesInMemory } from '../watchlist/pieces.ts';
import { assess } from './assess.ts';

const common = (file: string) =>
  readFileSync(new URL(`../publisher/common-names/${file}.txt`, import.meta.url), 'utf8')
    .trim()
    .split(/\s+/);
const FORENAMES = common('forenames');
const SURNAMES = common('surnames');
/** What consultancies, front firms and honest ones alike, call themselves. */
const WORDS =
  'Apex Atlas Aurora Beacon Bridge Cedar Century Delta Eagle East Elite Falcon First Future Gateway Golden Harbour Horizon Insight Jade Keystone Liberty Meridian Nexus Noble North Ocean Orchid Pacific Phoenix Pinnacle Pioneer Prime Regent River Royal Silk Silver Sino Star Stellar Sterling Summit Sun Trident Union Unity Vantage Vertex Victory Vision Wisdom World Zenith'.split(
    ' ',
  );
const TRADES =
  'Advisory|Advisors|Associates|Capital|Consulting|Consulting Group|Executive Search|Global|Group|Holdings|Human Resources|International|Management|Partners|Recruitment|Research|Solutions|Talent'.split(
    '|',
  );
const FORMS = ['', '', '', ' Ltd', ' Inc.', ' LLC', ' Co., Ltd', ' Pte Ltd', ' GmbH', ' S.A.'];

interface Firm {
  name: string;
  form: string;
}

/** People and firms drawn from one world, in which a few of each are met everywhere, as in life. */
function world(seed: number) {
  const draw = random(seed);
  const pick = <T>(from: readonly T[]) => from[Math.floor(draw() * from.length)]!;
  const shuffled = (from: readonly string[]) => from.toSorted(() => draw() - 0.5);
  const [forenames, surnames] = [shuffled(FORENAMES), shuffled(SURNAMES)];
  const often = <T>(from: readonly T[]) => from[Math.floor(draw() ** 2 * from.length)]!;
  const shown = (name: string) => name[0]!.toUpperCase() + name.slice(1);
  // Half of the firms' words are fashion, half are their founders' names.
  const word = () => (draw() < 0.5 ? pick(WORDS) : shown(pick(SURNAMES)));
  const firms: Firm[] = Array.from({ length: 10_000 }, () => ({
    name: `${draw() < 0.8 ? `${word()} ` : ''}${word()} ${pick(TRADES)}`,
    form: pick(FORMS),
  }));
  return { name: () => `${shown(often(forenames))} ${shown(often(surnames))}`, firm: () => often(firms) };
}

test('of 2,000 people with common names at common firms, none rises above a note against 7,000 entries of their like', async () => {
  const { name, firm } = world(5);
  const common = {
    alert: { issuer: 'Example Security Team', title: 'Approaches', date: '2026-01-05' },
    reason: 'Offered paid reports.',
    added: '2026-01-05',
    expires: '2027-01-05',
    dispute: 'disputes@example.org',
  };
  const fronts = Array.from({ length: 200 }, firm);
  const personas = Array.from({ length: 6_800 }, () => ({ name: name(), firm: firm() }));
  const list = await openWatchlist(
    piecesInMemory(
      compileWatchlist(
        [
          ...fronts.map((front, id) => ({ id: `f${id}`, kind: 'organisation', names: [front.name + front.form] })),
          ...personas.map((persona, id) => ({
            id: `p${id}`,
            kind: 'profile',
            names: [persona.name],
            organisation: persona.firm.name + persona.firm.form,
          })),
        ].map((entry) => entrySchema.parse({ ...common, ...entry })),
      ),
    ),
  );
  // Whoever works at a listed front, or is called like a listed profile and works where that claims to, is no innocent here.
  const listed = new Set(fronts.map((front) => front.name));
  const claims = new Set(personas.map((persona) => `${persona.name} at ${persona.firm.name}`));
  const innocents: Subject[] = [];
  while (innocents.length < 2_000) {
    const [person, employer] = [name(), firm()];
    if (listed.has(employer.name) || claims.has(`${person} at ${employer.name}`)) continue;
    const key = `s${innocents.length}`;
    const facts = { site: 'linkedin', name: person, handle: key, company: employer.name + employer.form };
    innocents.push({ key, surface: 'card', facts });
  }
  const raised: unknown[] = [];
  let notes = 0;
  for (let start = 0; start < innocents.length; start += 20) {
    const group = innocents.slice(start, start + 20);
    const verdicts = await assess(group, { watchlists: [list], listVersion: 1 }, new Date('2026-06-15'));
    for (const { key, facts } of group) {
      const { level, evidence } = verdicts[key]!;
      if (level === 'note') notes++;
      else if (level !== 'none') raised.push({ ...facts, evidence });
    }
  }
  expect(raised).toEqual([]);
  expect(notes).toBeGreaterThan(100);
}, 60_000);
