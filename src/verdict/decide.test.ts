import { describe, expect, test } from 'vitest';
import { decide } from './decide.ts';
import type { Evidence, HallmarkPattern, Level, MatchedEntry } from './verdict.ts';

const entry = (id: string): MatchedEntry => ({
  id,
  name: 'Mara Quell',
  alert: { issuer: 'Example Security Team', title: 'Approaches by a consultancy', date: '2026-01-05' },
  reason: 'Offered paid reports to committee staff.',
  added: '2026-01-05',
  expires: '2027-01-05',
  dispute: 'disputes@example.org',
});

const one = entry('one');
const other = entry('other');
const account = (of = one): Evidence => ({ kind: 'account', entry: of, by: 'handle', value: 'mara-quell' });
const photo = (of = one): Evidence => ({ kind: 'photo', entry: of, distance: 12 });
const name = (of = one, tier: 'same' | 'similar' = 'same'): Evidence => ({
  kind: 'name',
  entry: of,
  tier,
  shown: 'Mara Quell',
  listed: 'Mara Quell',
});
const firm = (role: 'claimed' | 'front', tier: 'same' | 'similar' = 'same', of = one): Evidence => ({
  kind: 'organisation',
  entry: of,
  role,
  tier,
  shown: 'Northlight Advisory',
  listed: 'Northlight Advisory',
});

const cases: [string, Evidence[], HallmarkPattern, Level][] = [
  ['nothing', [], 'none', 'none'],
  ['the very account', [account()], 'none', 'listed'],
  ['the very account under another name', [account(), name(other)], 'pattern', 'listed'],
  ['the same photo and name', [photo(), name()], 'none', 'likely'],
  ['the same photo and a similar name', [photo(), name(one, 'similar')], 'none', 'likely'],
  ['the same photo and the listed firm', [photo(), firm('claimed')], 'none', 'likely'],
  ['a similar name and the listed firm', [name(one, 'similar'), firm('claimed')], 'none', 'likely'],
  ['a similar name and nearly the listed firm', [name(one, 'similar'), firm('claimed', 'similar')], 'none', 'likely'],
  ['a listed front organisation', [firm('front')], 'none', 'likely'],
  ['nearly a listed front organisation', [firm('front', 'similar')], 'none', 'none'],
  ['nearly a front organisation, and hallmarks', [firm('front', 'similar')], 'pattern', 'likely'],
  ['hallmarks that add up', [], 'pattern', 'caution'],
  ['hallmarks that do not add up', [], 'mild', 'none'],
  ['a name, and hallmarks that do not add up', [name()], 'mild', 'note'],
  ['a name, and hallmarks that add up', [name()], 'pattern', 'caution'],
  ['the photo alone, which may be stolen', [photo()], 'none', 'note'],
  ['the name alone', [name()], 'none', 'note'],
  ['a similar name alone', [name(one, 'similar')], 'none', 'note'],
  ['the names of two entries', [name(one), name(other)], 'none', 'note'],
  ['the claimed firm alone', [firm('claimed')], 'none', 'none'],
  ['the name of one entry and the firm of another', [name(one), firm('claimed', 'same', other)], 'none', 'note'],
  ['the name of one entry and the photo of another', [name(one), photo(other)], 'none', 'note'],
];

describe('evidence to level', () => {
  test.each(cases)('%s', (_, evidence, pattern, level) => expect(decide(evidence, pattern)).toBe(level));

  test('entries of two publishers that share an id stay two entries', () => {
    const partners = { ...one, publisher: 'partner' };
    expect(decide([name(one), firm('claimed', 'same', partners)], 'none')).toBe('note');
  });

  test('no mixture of names alone, however many, rises above a note', () => {
    const many = Array.from({ length: 50 }, (_, index) => name(entry(`e${index}`)));
    expect(decide(many, 'mild')).toBe('note');
  });
});
