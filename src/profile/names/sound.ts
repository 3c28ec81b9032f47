/**
 * Sounds of a word, one letter each, and how far two words sound apart. Transcription is never exact: an Arabic name has
 * a dozen Latin spellings, a Korean syllable four; so near sounds cost little and vowels less than consonants.
 *
 * Capitals stand for sounds that Latin writes with several letters: S sh, Z zh, C ch, J j, X kh, G gh, T th.
 */

/** By first letter, the longest spelling first. */
const SPELLINGS = Map.groupBy(
  `tsch=C sch=S shch=S tch=C dzh=J dsch=J dj=J kh=X gh=G sh=S hs=S zh=Z ch=C cz=C sz=S ph=f th=T ck=k cc=k qu=kw q=k x=ks tz=ts dz=z
  ce=se ci=si cy=si c=k j=J w=v dh=d rh=r wh=v bh=b ou=u oo=u ee=i ei=i ai=e ae=e ay=e ey=i ie=i y=i tc=C eu=o eo=o oe=o ue=u au=o aw=o`
    .split(/\s+/)
    .map((pair) => pair.split('=') as [string, string])
    .sort(([a], [b]) => b.length - a.length),
  ([spelling]) => spelling.charCodeAt(0),
);

/** Sounds of a lower-case Latin word. A doubled sound is one, an `h` that only lengthens is none. */
export function soundsOf(word: string): string {
  let sounds = '';
  for (let index = 0; index < word.length; ) {
    const spelled = SPELLINGS.get(word.charCodeAt(index))?.find(([spelling]) => word.startsWith(spelling, index));
    // x opens a Chinese or Albanian name as a hushing sound.
    const sound = index === 0 && word[0] === 'x' ? 'S' : (spelled?.[1] ?? word[index]!);
    const silent = sound === 'h' && index > 0 && !isVowel(word[index + 1] ?? '');
    if (!silent && sounds.at(-1) !== sound) sounds += sound;
    index += spelled?.[0].length ?? 1;
  }
  return sounds;
}

function isVowel(sound: string): boolean {
  return sound !== '' && 'aeiou'.includes(sound);
}

/** What is left where vowels are not written; h within a word is heard too little to be relied on. */
export function consonantsOf(sounds: string): string {
  return sounds.replace(/[aeiou]|(?!^)h/g, '').replace(/(.)\1+/g, '$1');
}

const VOWEL_FOR_VOWEL = 0.35;
const VOWEL_ADDED = 0.45;
const WEAK_ADDED = 0.3;
const SWAPPED = 0.6;
const NEAR: readonly (readonly [number, string])[] = [
  [0.25, 'bp bv fv fp td sz sS zZ zS SC CJ JZ Jz kg kX Xh gG kG XG lr Ts Tt Td Tz dz Cs Cz Ck JG Jg iJ vu vo ZJ'],
  [0.5, 'nm gh Gh Gr hX Xk SX Jh vg vk CT kC sT St Cd ZS bm'],
];

/** Costs by character code: sounds are ASCII letters; all else costs a whole slip. */
const CODES = 128;
const SUBSTITUTION = new Float64Array(CODES * CODES).fill(1);
const ADDITION = new Float64Array(CODES).fill(1);
for (let code = 0; code < CODES; code++) SUBSTITUTION[code * CODES + code] = 0;
for (const vowel of 'aeiou') {
  ADDITION[vowel.charCodeAt(0)] = VOWEL_ADDED;
  for (const other of 'aeiou') if (other !== vowel) set(vowel, other, VOWEL_FOR_VOWEL);
}
for (const weak of 'hvGJ') ADDITION[weak.charCodeAt(0)] = WEAK_ADDED;
for (const [cost, pairs] of NEAR) for (const pair of pairs.split(' ')) set(pair[0]!, pair[1]!, cost);

function set(one: string, other: string, cost: number): void {
  SUBSTITUTION[one.charCodeAt(0) * CODES + other.charCodeAt(0)] = cost;
  SUBSTITUTION[other.charCodeAt(0) * CODES + one.charCodeAt(0)] = cost;
}

function substitution(one: number, other: number): number {
  return one < CODES && other < CODES ? SUBSTITUTION[one * CODES + other]! : one === other ? 0 : 1;
}

function addition(code: number): number {
  return code < CODES ? ADDITION[code]! : 1;
}

/** Rows of the table of distances, kept between calls; words are cut to what they hold. */
const LONGEST_WORD = 40;
const ROWS = [0, 1, 2].map(() => new Float64Array(LONGEST_WORD + 1)) as [Float64Array, Float64Array, Float64Array];

/**
 * Weighted edit distance of two strings of sounds, swapped neighbours counted as one slip; where it is more than `most`,
 * something more than that.
 */
export function soundDistance(one: string, other: string, most: number): number {
  const height = Math.min(one.length, LONGEST_WORD);
  const width = Math.min(other.length, LONGEST_WORD);
  let [before, row, next] = ROWS;
  row[0] = 0;
  for (let column = 1; column <= width; column++)
    row[column] = row[column - 1]! + addition(other.charCodeAt(column - 1));
  let leastBefore = Infinity;
  let least = 0;
  for (let line = 1; line <= height; line++) {
    // No later line comes below both.
    if (least > most && leastBefore + SWAPPED > most) return least;
    leastBefore = least;
    const code = one.charCodeAt(line - 1);
    next[0] = row[0]! + addition(code);
    least = next[0];
    for (let column = 1; column <= width; column++) {
      const against = other.charCodeAt(column - 1);
      let cost = row[column - 1]! + substitution(code, against);
      cost = Math.min(cost, row[column]! + addition(code), next[column - 1]! + addition(against));
      if (line > 1 && column > 1 && code === other.charCodeAt(column - 2) && one.charCodeAt(line - 2) === against) {
        cost = Math.min(cost, before[column - 2]! + SWAPPED);
      }
      next[column] = cost;
      if (cost < least) least = cost;
    }
    [before, row, next] = [row, next, before];
  }
  return row[width]!;
}
