import { describe, expect, test } from 'vitest';
import { picture } from '../../tests/fixtures/picture.ts';
import { hashPhoto, LEAST_QUALITY, type Pixels, photoDistance, SAME_PHOTO } from './pdq.ts';

function change({ width, height, data }: Pixels, colour: (value: number, x: number, y: number) => number): Pixels {
  const changed = data.map((value, index) => {
    const pixel = index >> 2;
    return index % 4 === 3 ? value : colour(value, pixel % width, Math.floor(pixel / width));
  });
  return { width, height, data: changed };
}

const distance = (one: Pixels, other: Pixels) => photoDistance(hashPhoto(one)!.pdq, hashPhoto(other)!.pdq);
const seeds = [1, 2, 3, 4];

describe('the same photo', () => {
  test.each(seeds)('%i keeps its hash when resized, brightened or recompressed', (seed) => {
    const photo = picture(seed);
    for (const side of [80, 150, 260]) expect(distance(photo, picture(seed, side))).toBeLessThanOrEqual(SAME_PHOTO);
    expect(
      distance(
        photo,
        change(photo, (value) => value * 0.8 + 30),
      ),
    ).toBeLessThanOrEqual(SAME_PHOTO);
    expect(
      distance(
        photo,
        change(photo, (value, x, y) => value + ((x * 7 + y * 13) % 17) - 8),
      ),
    ).toBeLessThanOrEqual(SAME_PHOTO);
  });
});

test('different photos differ in about half of the bits', () => {
  for (const seed of seeds)
    for (const other of seeds) {
      if (seed !== other) expect(distance(picture(seed), picture(other))).toBeGreaterThan(80);
    }
});

test('half of the bits of a hash are set, and a bright left side sets the lowest', () => {
  const ramp = change(picture(1), (_, x) => 255 - 2 * x);
  const { pdq } = hashPhoto(ramp)!;
  expect(pdq).toMatch(/^[0-9a-f]{64}$/);
  expect(Number.parseInt(pdq.at(-1)!, 16) & 1).toBe(1);
  const ones = photoDistance(hashPhoto(picture(2))!.pdq, '0'.repeat(64));
  expect(ones).toBeGreaterThanOrEqual(120);
  expect(ones).toBeLessThanOrEqual(136);
});

test('an empty picture has no quality, a rich one enough', () => {
  expect(hashPhoto(change(picture(1), () => 77))!.quality).toBe(0);
  expect(hashPhoto(picture(1))!.quality).toBeGreaterThanOrEqual(LEAST_QUALITY);
});

test.each([
  ['no pixels', { width: 0, height: 0, data: new Uint8Array() }],
  ['fewer pixels than it says', { width: 64, height: 64, data: new Uint8Array(100) }],
  ['dimensions that are no numbers', { width: Number.NaN, height: 1, data: new Uint8Array(4) }],
])('a picture with %s has no hash', (_, pixels) => expect(hashPhoto(pixels)).toBeUndefined());

test('one pixel is hashed without error', () => {
  expect(hashPhoto({ width: 1, height: 1, data: Uint8Array.of(1, 2, 3, 255) })!.quality).toBe(0);
});
