import { expect, test } from 'vitest';
import { employers } from './employers.ts';

const at = (company: string, dates?: string) => ({ company, ...(dates !== undefined && { dates }) });

test('the company shown under the name and every position without an end are where a person works', () => {
  const experience = [
    at('Harbour Studies', 'Nov 2020 – Present · 5 yrs'),
    at('Quiet Mills', 'seit 2021'),
    at('Lone Pine'),
  ];
  expect(employers({ site: 'linkedin', company: 'Northlight Advisory', experience })).toEqual([
    'Northlight Advisory',
    'Harbour Studies',
    'Quiet Mills',
    'Lone Pine',
  ]);
});

test('a position that has ended is no place of work, even when it stands under the name', () => {
  const experience = [
    at('Northlight Advisory', 'Jan 2018 - Mar 2020 · 2 yrs 3 mos'),
    at('Harbour Studies', '2021 - Present'),
  ];
  expect(employers({ site: 'linkedin', company: 'Northlight Advisory', experience })).toEqual(['Harbour Studies']);
});

test('one position of two at the same firm is enough', () => {
  const experience = [at('Northlight Advisory', '2018 - 2020'), at('Northlight Advisory', '2020 - Present')];
  expect(employers({ site: 'linkedin', company: 'Northlight Advisory', experience })).toEqual(['Northlight Advisory']);
});

test('a page without any of this gives none', () => expect(employers({ site: 'linkedin' })).toEqual([]));
