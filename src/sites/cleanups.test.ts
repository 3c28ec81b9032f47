import { describe, expect, it } from 'vitest';
import { clean, parseCount, undouble } from './cleanups.ts';
import type { Cleanup } from './rules.ts';

const cleaned = (text: string, ...cleanups: Cleanup[]) => clean(text, cleanups, () => '');
const MEMBER_ID = 'ACoAAPdu258BD1TDRcquQ0e4CW7esl_FQnDJWKC';

describe('clean-ups', () => {
  it.each([
    ['· 1st', '1st'],
    ['• 2e', '2nd'],
    ['2nd', '2nd'],
    ['· 3rd+', '3rd'],
    ['• 3e et +', '3rd'],
    ['2.º', '2nd'],
    ['2.', '2nd'],
    ['3度+', '3rd'],
    ['4th', ''],
    ['1st degree connection', ''],
    ['2 jobs', ''],
    ['12', ''],
  ])('read the degree in "%s"', (text, degree) => {
    expect(cleaned(text, 'degree')).toBe(degree);
  });

  it.each([
    ['(She/Her)', 'She/Her'],
    ['They/Them/Theirs', 'They/Them/Theirs'],
    ['Rail / Road planner', ''],
    ['Baker', ''],
  ])('read pronouns in "%s"', (text, pronouns) => {
    expect(cleaned(text, 'pronouns')).toBe(pronouns);
  });

  it.each([
    ['Dec 2018 - Present · 2 yrs 4 mos', true],
    ['2019 – Jun 2023', true],
    ['09/2013 - 10/2015', true],
    ['jan. de 2020 - o momento · 5 anos', true],
    ['2020年4月 – 現在 · 3年', true],
    ['2016', true],
    ['Studio 1999 · Full-time', false],
    ['Lumora · Full-time', false],
    ['Room 2016 Ltd', false],
  ])('tell whether "%s" is a span of time', (text, dates) => {
    expect(cleaned(text, 'dates')).toBe(dates ? text : '');
  });

  it.each([
    ['500+ connections', ['connection'], { count: 500, plus: true, text: '500+ connections' }],
    ['+ de 500 conexões', ['conex'], { count: 500, plus: true, text: '+ de 500 conexões' }],
    ['Plus de 500 relations', ['relation'], { count: 500, plus: true, text: 'Plus de 500 relations' }],
    ['12,846 followers', ['follower'], { count: 12846, plus: false, text: '12,846 followers' }],
    ['1.234 Kontakte', ['kontakt'], { count: 1234, plus: false, text: '1.234 Kontakte' }],
    ['12,846 followers · 500+ connections', ['connection'], { count: 500, plus: true, text: '500+ connections' }],
    ['9 followers 363 connections', ['connection'], { count: 363, plus: false, text: '363 connections' }],
    ['and 6 other mutual connections', ['connection'], undefined],
    ['connections', ['connection'], undefined],
  ])('count "%s"', (text, words, count) => {
    expect(parseCount(text, words)).toEqual(count);
  });

  it('refuse masked text', () => {
    expect(cleaned('**** ***')).toBe('');
    expect(cleaned('--')).toBe('');
    expect(cleaned('***** ******** ** undefined')).toBe('');
    expect(cleaned('C** and Rust')).toBe('C** and Rust');
  });

  it('find a member id whatever letters follow it', () => {
    expect(cleaned(`ref${MEMBER_ID}Topcard`, { after: 'ref' }, 'member-id')).toBe(MEMBER_ID);
    expect(cleaned(MEMBER_ID, 'not-member-id')).toBe('');
    expect(cleaned('urn:li:member:3462131021', 'number')).toBe('3462131021');
  });

  it('say a name once that was written twice for screen readers', () => {
    expect(undouble('Ann LeeAnn Lee')).toBe('Ann Lee');
    expect(undouble('Ann Lee Ann Lee')).toBe('Ann Lee');
    expect(undouble('Mei Mei')).toBe('Mei Mei');
    expect(undouble('Boutros Boutros-Ghali')).toBe('Boutros Boutros-Ghali');
  });
});
