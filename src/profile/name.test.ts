import { describe, expect, test } from 'vitest';
import { compareNames, readName } from './name.ts';

function compare(one: string, other: string) {
  const [left, right] = [readName(one), readName(other)];
  return left && right && compareNames(left, right);
}

describe('the same name', () => {
  test.each([
    ['Mara Quell', 'QUELL, Mara'],
    ['Mara Quell', 'Quell Mara'],
    ['Mara Quell', 'Mаra Quеll'],
    ['Mara Quell', 'M4ra Qu3ll'],
    ['Mára Qüell', 'Mara Quell'],
    ['Mara Quell', 'Mara Quell, PhD | Hiring'],
    ['Пётр Озёров', 'Озеров Петр'],
    ['VladimirOzerov', 'Vladimir Ozerov'],
    ['吴志强', '吴志强'],
  ])('%s = %s', (one, other) => {
    expect(compare(one, other)).toBe('same');
    expect(compare(other, one)).toBe('same');
  });
});

describe('similar names', () => {
  test.each([
    ['a letter changed', 'Mara Brackwater', 'Mara Brackwatar'],
    ['a letter doubled', 'Oona Thornecroft', 'Oona Thornnecroft'],
    ['two letters swapped', 'Julian Thornecroft', 'Juilan Thornecroft'],
    ['a middle name', 'Mara Elowen Quell', 'Mara Quell'],
    ['a middle initial', 'Mara Q. Thornecroft', 'Mara Thornecroft'],
    ['a name written apart', 'Wei Ming Tan', 'Weiming Tan'],
    ['transcriptions', 'Mohammed Qaddur', 'Muhamad Kaddour'],
    ['Cyrillic', 'Виктор Озеров', 'Viktor Ozerov'],
    ['Greek', 'Παρασκευή Κοντού', 'Paraskevi Kontou'],
    ['Georgian', 'დანიელ წიკლაური', 'Daniel Tsiklauri'],
    ['Arabic, by consonants', 'طارق المنصوري', 'Tariq al-Mansouri'],
    ['Arabic with abd', 'عبد الرحمن الهاشمي', 'Abdurrahman Hashimi'],
    ['Hebrew, by consonants', 'יובל שפרמן', 'Yuval Shperman'],
    ['Han in pinyin', '吴志强', 'Wu Zhiqiang'],
    ['Han in Wade-Giles', '吳志強', 'Chih-chiang Wu'],
    ['Han with a Cantonese family name', '黃美玲', 'Meiling Wong'],
    ['Han with a western name too', '吳志強', 'Jason Chih-chiang Wu'],
    ['a family name of two characters', '欧阳明', 'Ming Ouyang'],
    ['a foreign name in Han', '特奧多爾·露西安娜', 'Teodor Luciana'],
    ['traditional and simplified', '陈志强', '陳志強'],
    ['Hangul', '손시우', 'Si-woo Son'],
    ['Hangul with a custom family name', '이민준', 'Min Jun Lee'],
    ['a Han family name before Hangul', '崔수아', 'Choe Soo Ah'],
    ['a foreign name in Hangul', '마이클 쿤', 'Michael Kuhn'],
    ['Katakana', 'バラク・オザワ', 'Barak Ozawa'],
  ])('%s: %s ~ %s', (_, one, other) => {
    expect(compare(one, other)).toBe('similar');
    expect(compare(other, one)).toBe('similar');
  });
});

describe('different names', () => {
  test.each([
    ['another given name', 'Adam Brackwater', 'Adrian Brackwater'],
    ['another family name', 'Mara Quell', 'Mara Thornecroft'],
    ['another middle name', 'Mara Elowen Quell', 'Mara Josephine Quell'],
    ['another initial', 'William G. Quell', 'William W. Quell'],
    ['another patronymic', 'Виктор Петрович Озеров', 'Viktor Ivanovich Ozerov'],
    ['short names by one vowel', 'Ji An Won', 'Ju An Won'],
    ['Arabic by one consonant of few', 'طارق المنصوري', 'Barak al-Mansouri'],
    ['Arabic with abd and without', 'عبد الحبيب عليزي', 'Habib Alizi'],
    ['Han by one syllable', '赵梓涵', 'Zhao Yihan'],
    ['Han by the family name', '赵梓涵', 'Zhou Zihan'],
    ['Hangul by one syllable', '최지우', 'Choi Ji A'],
    ['genuine Cyrillic is not read as Latin', 'Вера Сорос', 'Bepa Copoc'],
  ])('%s: %s, %s', (_, one, other) => {
    expect(compare(one, other)).toBeUndefined();
    expect(compare(other, one)).toBeUndefined();
  });
});

test.each([
  'Mara',
  'M. Q.',
  'Mara Q.',
  'M',
  '',
  '   ',
  '🌟🌟🌟',
  '()',
  ',,,',
  '\ud800\udc00\ud800',
  '\u202e\u200f',
  '李',
])('%j names nobody', (shown) => expect(readName(shown)).toBeUndefined());

test('a hostile name costs next to nothing and never throws', () => {
  const long = [
    'a'.repeat(10_000),
    'Mara Quell '.repeat(1_000),
    'ا'.repeat(10_000),
    '王'.repeat(10_000),
    '한'.repeat(10_000),
  ];
  const strange = [
    '\ud800 \udfff Quell',
    '\u202eMara\u202c Quell\u200f',
    '((((((((('.repeat(1_000),
    '"'.repeat(9_999),
    ', '.repeat(5_000),
  ];
  const names = [...long, ...strange].map((shown) => readName(shown)).filter((name) => name !== undefined);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    expect(name.words.length).toBeLessThanOrEqual(10);
    for (const other of names) expect(() => compareNames(name, other)).not.toThrow();
  }
});
