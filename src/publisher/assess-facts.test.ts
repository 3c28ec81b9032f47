import { expect, test } from 'vitest';
import { entrySchema } from '../watchlist/entry.ts';
import { assessSubjects, parseSubjects } from './assess-facts.ts';
import type { Rules } from './rules.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const rules = {
  entries: [
    entrySchema.parse({
      id: 'one',
      kind: 'profile',
      names: ['Mara Brackwater'],
      organisation: 'Northlight Advisory',
      alert: { issuer: 'Example Security Team', title: 'Approaches by a consultancy', date: '2026-01-05' },
      reason: 'Offered paid reports to committee staff.',
      added: '2026-01-05',
      expires: '2027-01-05',
      dispute: 'disputes@example.org',
    }),
  ],
  partners: [],
  hallmarks: undefined,
  sites: undefined,
  reporting: { recipients: [] },
} as unknown as Rules;

test('facts of one person give the verdict, its evidence and the words staff would read', async () => {
  const facts = { site: 'linkedin', name: 'Mara Brackwatar', company: 'Northlight Advisory Ltd' };
  const [assessed] = await assessSubjects(parseSubjects(JSON.stringify(facts), 'f.json'), rules, NOW);
  expect(assessed).toMatchObject({ level: 'likely', evidence: [{ kind: 'organisation' }, { kind: 'name' }] });
  expect(assessed!.wording.sentence).toContain('Example Security Team');
});

test('a subject, and a whole reading, are understood too', () => {
  const subject = { key: 'k', surface: 'card', facts: { site: 'linkedin' } };
  expect(parseSubjects(JSON.stringify(subject), 'f.json')).toEqual([subject]);
  const reading = {
    url: 'https://www.linkedin.com/',
    site: 'linkedin',
    kind: 'other',
    subjects: [subject, { ...subject, key: 'l' }],
    health: { state: 'read', missing: [] },
  };
  expect(parseSubjects(JSON.stringify(reading), 'f.json')).toHaveLength(2);
});

test.each([
  ['no JSON', '{', /f\.json is no JSON/],
  ['a wrong field', '{"site":1}', /f\.json site/],
  ['an unknown field', '{"site":"linkedin","sorname":"x"}', /sorname/],
  ['an oversized field', JSON.stringify({ site: 'linkedin', name: 'a'.repeat(10_000) }), /f\.json name/],
])('%s is refused by name', (_, text, message) => expect(() => parseSubjects(text, 'f.json')).toThrow(message));
