/**
 * PDQ, the perceptual photo hash that Meta published: "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing
 * Algorithm" (2019). Luminance, a tent filter down to 64 x 64, the 16 x 16 lowest cosine coefficients without the
 * constant, one bit for each that is above their median. The same photo resized or recompressed differs in few bits.
 */

/** Pixels as a canvas gives them: red, green, blue, alpha, row by row from the top left. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array | Uint8ClampedArray;
}

export interface PhotoHash {
  /** 256 bits in 64 hexadecimal digits, as the reference implementation prints them. */
  pdq: string;
  /** 0 to 100: how much there is to see. Below 50 the hash tells nothing. */
  quality: number;
}

/** Photos with at most this many differing bits, of 256, are the same photo. */
export const SAME_PHOTO = 31;
export const LEAST_QUALITY = 50;
/** Networks show photos in a circle: the share of a side that is the photo's own whatever stands around the circle. */
export const INSIDE_CIRCLE = 0.7;

const SIDE = 64;
const FREQUENCIES = 16;

/** Rows of the cosine transform: frequencies 1 to 16 over 64 samples. */
const COSINES = Float64Array.from(
  { length: FREQUENCIES * SIDE },
  (_, index) =>
    Math.sqrt(2 / SIDE) * Math.cos((Math.PI / (2 * SIDE)) * (Math.floor(index / SIDE) + 1) * (2 * (index % SIDE) + 1)),
);

/** Undefined when there is no pixel, or fewer than the dimensions say. */
export function hashPhoto({ width, height, data }: Pixels): PhotoHash | undefined {
  if (!(width > 0 && height > 0) || data.length < width * height * 4) return undefined;
  const small = decimate(luminance(width, height, data), width, height);
  return { pdq: bitsOf(transform(small)), quality: qualityOf(small) };
}

/** The hash as eight 32-bit words, first digits first. */
export function wordsOfHash(pdq: string): number[] {
  return Array.from({ length: 8 }, (_, word) => Number.parseInt(pdq.slice(word * 8, word * 8 + 8), 16));
}

/** Number of differing bits, 0 to 256. */
export function photoDistance(one: string, other: string): number {
  const words = wordsOfHash(other);
  return wordsOfHash(one).reduce((sum, word, index) => sum + bitsSet(word ^ words[index]!), 0);
}

export function bitsSet(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function luminance(width: number, height: number, data: Pixels['data']): Float32Array {
  const luma = new Float32Array(width * height);
  for (let index = 0; index < luma.length; index++) {
    luma[index] = 0.299 * data[index * 4]! + 0.587 * data[index * 4 + 1]! + 0.114 * data[index * 4 + 2]!;
  }
  return luma;
}

/** Two passes of a box filter each way make a tent; then the sample in the middle of each of 64 x 64 fields. */
function decimate(luma: Float32Array, width: number, height: number): Float64Array {
  const [across, down] = [windowOf(width), windowOf(height)];
  for (let pass = 0; pass < 2; pass++) {
    for (let row = 0; row < height; row++) boxFilter(luma, row * width, 1, width, across);
    for (let column = 0; column < width; column++) boxFilter(luma, column, width, height, down);
  }
  return Float64Array.from({ length: SIDE * SIDE }, (_, index) => {
    const row = Math.floor(((Math.floor(index / SIDE) + 0.5) * height) / SIDE);
    const column = Math.floor((((index % SIDE) + 0.5) * width) / SIDE);
    return luma[row * width + column]!;
  });
}

function windowOf(length: number): number {
  return Math.floor((length + 2 * SIDE - 1) / (2 * SIDE));
}

/** The mean over a window, cut at the ends, of `length` values that stand `step` apart; in place. */
function boxFilter(values: Float32Array, start: number, step: number, length: number, window: number): void {
  const after = Math.floor((window + 2) / 2) - 1;
  const before = window - after - 1;
  const line = new Float32Array(length);
  for (let index = 0; index < length; index++) line[index] = values[start + index * step]!;
  let sum = 0;
  for (let index = 0; index < Math.min(after, length); index++) sum += line[index]!;
  for (let index = 0; index < length; index++) {
    if (index + after < length) sum += line[index + after]!;
    if (index - before - 1 >= 0) sum -= line[index - before - 1]!;
    values[start + index * step] = sum / (Math.min(index + after, length - 1) - Math.max(index - before, 0) + 1);
  }
}

function qualityOf(small: Float64Array): number {
  let gradient = 0;
  const step = (one: number, other: number) => Math.abs(Math.trunc(((small[one]! - small[other]!) * 100) / 255));
  for (let index = 0; index < small.length; index++) {
    if (index + SIDE < small.length) gradient += step(index, index + SIDE);
    if ((index + 1) % SIDE !== 0) gradient += step(index, index + 1);
  }
  return Math.min(100, Math.floor(gradient / 90));
}

function transform(small: Float64Array): Float64Array {
  const half = new Float64Array(FREQUENCIES * SIDE);
  for (let frequency = 0; frequency < FREQUENCIES; frequency++) {
    for (let column = 0; column < SIDE; column++) {
      let sum = 0;
      for (let row = 0; row < SIDE; row++) sum += COSINES[frequency * SIDE + row]! * small[row * SIDE + column]!;
      half[frequency * SIDE + column] = sum;
    }
  }
  const whole = new Float64Array(FREQUENCIES * FREQUENCIES);
  for (let row = 0; row < FREQUENCIES; row++) {
    for (let frequency = 0; frequency < FREQUENCIES; frequency++) {
      let sum = 0;
      for (let column = 0; column < SIDE; column++)
        sum += half[row * SIDE + column]! * COSINES[frequency * SIDE + column]!;
      whole[row * FREQUENCIES + frequency] = sum;
    }
  }
  return whole;
}

/** Most significant digits first; the first coefficient is the lowest bit. */
function bitsOf(coefficients: Float64Array): string {
  const median = coefficients.toSorted()[coefficients.length / 2 - 1]!;
  let digits = '';
  for (let nibble = coefficients.length - 4; nibble >= 0; nibble -= 4) {
    let value = 0;
    for (let bit = 0; bit < 4; bit++) if (coefficients[nibble + bit]! > median) value |= 1 << bit;
    digits += value.toString(16);
  }
  return digits;
}
