import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { hashPhoto, type Pixels, photoDistance, SAME_PHOTO } from '../profile/pdq.ts';
import { photoReferences } from './photo.ts';

/** Waves laid over each other, in a picture wider than high. */
function picture(width = 160, height = 120): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [x, y] = [((pixel % width) + 0.5) / width, (Math.floor(pixel / width) + 0.5) / width];
    const value =
      128 + 70 * Math.cos(9 * x + 15 * y) + 60 * Math.sin(24 * y - 12 * x) + 50 * Math.cos(31 * x * y + 17 * x);
    data.set([value, value, value, 255], pixel * 4);
  }
  return { width, height, data };
}

const photo = picture();
const asJpeg = jpeg.encode({ ...photo, data: Buffer.from(photo.data) }, 80).data;
const asPng = PNG.sync.write(
  Object.assign(new PNG({ width: photo.width, height: photo.height }), { data: Buffer.from(photo.data) }),
);

function middle({ width, height, data }: Pixels, part: number): Pixels {
  const side = Math.round(Math.min(width, height) * part);
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  const cropped = new Uint8ClampedArray(side * side * 4);
  for (let y = 0; y < side; y++) {
    const from = ((top + y) * width + left) * 4;
    cropped.set(data.subarray(from, from + side * 4), y * side * 4);
  }
  return { width: side, height: side, data: cropped };
}

test.each([
  ['whole', photo],
  ['cropped to a square', middle(photo, 1)],
  ['cropped closer', middle(photo, 0.88)],
  ['cut to what a circle holds', middle(photo, 0.72)],
  ['larger', picture(240, 180)],
])('a photo that comes back %s is one of its references, from JPEG and from PNG', (_, shown) => {
  const { pdq } = hashPhoto(shown)!;
  for (const file of [asJpeg, asPng]) {
    const nearest = Math.min(...photoReferences(file, 'p').map((reference) => photoDistance(reference.pdq, pdq)));
    expect(nearest).toBeLessThanOrEqual(SAME_PHOTO);
  }
});

test('references differ, fit an entry, and say what they are', () => {
  const references = photoReferences(asPng, 'p');
  expect(new Set(references.map(({ pdq }) => pdq)).size).toBe(references.length);
  expect(references.map(({ note }) => note)).toContain('round on white, mirrored');
  expect(references.length).toBeLessThanOrEqual(50);
});

test.each([
  ['a text', Buffer.from('no image at all')],
  ['nothing', Buffer.alloc(0)],
  ['a JPEG cut short', asJpeg.subarray(0, 40)],
  ['a PNG cut short', asPng.subarray(0, 30)],
  [
    'a PNG that claims a million pixels a side',
    Buffer.concat([asPng.subarray(0, 16), Buffer.from([0, 15, 66, 64, 0, 15, 66, 64]), asPng.subarray(24)]),
  ],
])('%s is refused by name', (_, bytes) =>
  expect(() => photoReferences(bytes, 'shot.png')).toThrow(expect.objectContaining({ code: 'ERR_PHOTO' })),
);

test('a plain surface is refused: it would match every other', () => {
  const plain = PNG.sync.write(
    Object.assign(new PNG({ width: 100, height: 100 }), { data: Buffer.alloc(40_000, 200) }),
  );
  expect(() => photoReferences(plain, 'wall.png')).toThrow(/too little/);
});
