import { expect, test } from 'vitest';
import { undecorate } from './decoration.ts';

test.each([
  ['Mara Quell'],
  ['✨Mara Quell✨'],
  ['Mara Quell 🌟 | Executive Search'],
  ['Mara Quell - Talent Partner'],
  ['Mara Quell – hiring in Leeds'],
  ['Mara Quell (We are hiring!)'],
  ['Mara Quell (she/her)'],
  ['Mara Quell, she/her'],
  ['Mara "Minnow" Quell'],
  ['Mara “Minnow” Quell'],
  ['Dr. Mara Quell'],
  ['Prof. Dr Mara Quell, PhD, MBA'],
  ['Mara Quell CISSP'],
  ['Ma​ra Que‍ll'],
  ['\u202eMara Quell\u202c'],
  ['Ｍａｒａ Ｑｕｅｌｌ'],
  ['𝐌𝐚𝐫𝐚 𝐐𝐮𝐞𝐥𝐥'],
  ['Mara\u00a0 Quell\ufe0f'],
])('%s is Mara Quell', (shown) => {
  expect(undecorate(shown).replace(/\s+/g, ' ')).toBe('Mara Quell');
});

test.each([
  ['Quell, Mara', 'Quell, Mara'],
  ['Quell, Mara, MBA', 'Quell, Mara'],
  ['Anne-Marie Quell', 'Anne-Marie Quell'],
  ['Jo Ma', 'Jo Ma'],
  ['JO YONG MA', 'JO YONG MA'],
  ["Ka'iulani O'Quell", "Ka'iulani O'Quell"],
])('%s keeps what belongs to the name', (shown, name) => expect(undecorate(shown)).toBe(name));

test('a name that is all decoration is left to be compared with itself', () => {
  expect(undecorate('(Mara Quell)')).toBe('(Mara Quell)');
});
