import jpeg from 'jpeg-js';
import { expect, test } from 'vitest';
import { middle, picture, png } from '../../tests/fixtures/picture.ts';
import { hashPhoto, INSIDE_CIRCLE, photoDistance, SAME_PHOTO } from '../profile/pdq.ts';
import { photoReferences } from './photo.ts';

const photo = picture(4, 480, 360);
const asJpeg = jpeg.encode({ ...photo, data: Buffer.from(photo.data) }, 80).data;
const asPng = png(photo);

test.each([
  ['whole', photo],
  ['cropped to a square', middle(photo, 1)],
  ['cropped closer', middle(photo, 0.88)],
  ['cropped to seven tenths', middle(photo, 0.7)],
  ['smaller', picture(4, 240, 180)],
])('a photo that comes back %s is one of its references, from JPEG and from PNG', (_, shown) => {
  // A browser looks at the whole of what is shown, and at the inside of a circle.
  const seen = [shown, middle(shown, INSIDE_CIRCLE)].map((pixels) => hashPhoto(pixels)!.pdq);
  for (const file of [asJpeg, asPng]) {
    const references = photoReferences(file, 'p');
    const nearest = Math.min(...references.flatMap(({ pdq }) => seen.map((each) => photoDistance(pdq, each))));
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
  const plain = png({ width: 100, height: 100, data: new Uint8Array(40_000).fill(200) });
  expect(() => photoReferences(plain, 'wall.png')).toThrow(/too little/);
});
