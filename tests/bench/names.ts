/** Invented names in any number, the same for the same seed, and what people and adversaries do to a name. */

/** mulberry32: small, seeded, good enough to draw names. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ONSETS = 'b br c ch d dr f g gr h j k kl l m n p pr qu r s sh st t th tr v w y z'.split(' ');
const VOWELS = 'a e i o u ai ei ia ou'.split(' ');
const CODAS = ' l m n r s nd rt ck ng tt x'.split(' ');
const FORENAMES = 4_000;
const SURNAMES = 60_000;

function pool(count: number, draw: () => number): string[] {
  const pick = (from: readonly string[]) => from[Math.floor(draw() * from.length)]!;
  const words = new Set<string>();
  while (words.size < count) {
    const syllables = draw() < 0.7 ? 2 : 3;
    const word = Array.from(
      { length: syllables },
      (_, index) => pick(ONSETS) + pick(VOWELS) + (index > 0 ? pick(CODAS) : ''),
    ).join('');
    words.add(word[0]!.toUpperCase() + word.slice(1));
  }
  return [...words];
}

/** `count` different names. A few surnames are borne by many, as in life; one name in ten has a middle name. */
export function inventNames(count: number, seed: number): string[] {
  const draw = random(seed);
  const [forenames, surnames] = [pool(FORENAMES, draw), pool(SURNAMES, draw)];
  const often = (from: readonly string[]) => from[Math.floor(draw() ** 2 * from.length)]!;
  const names = new Set<string>();
  while (names.size < count) {
    const middle = draw() < 0.1 ? ` ${often(forenames)}` : '';
    names.add(`${often(forenames)}${middle} ${often(surnames)}`);
  }
  return [...names];
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

function slip(name: string, draw: () => number): string {
  const at = 1 + Math.floor(draw() * (name.length - 2));
  const letter = LETTERS[Math.floor(draw() * 26)]!;
  const kind = Math.floor(draw() * 4);
  if (kind === 0) return name.slice(0, at) + name.slice(at + 1);
  if (kind === 1) return name.slice(0, at) + letter + name.slice(at);
  if (kind === 2) return name.slice(0, at) + letter + name.slice(at + 1);
  return name.slice(0, at) + name[at + 1]! + name[at]! + name.slice(at + 2);
}

/** Each is something seen on profiles that came back. */
export const ALTERATIONS: Record<string, (name: string, draw: () => number) => string> = {
  'one slip': slip,
  'two slips': (name, draw) => slip(slip(name, draw), draw),
  'family name first': (name) => name.split(' ').toReversed().join(' ').toUpperCase(),
  'credentials and an emoji': (name) => `${name} \u{1F31F}, MBA | Executive Search`,
  'Cyrillic lookalikes': (name) => name.replaceAll('a', 'а').replaceAll('e', 'е').replaceAll('o', 'о'),
  'a middle initial': (name) => name.replace(' ', ' Q. '),
};
