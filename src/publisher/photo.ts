/** The hashes under which a photo is to be listed: as it is, and as it comes back. */
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { GamekeeperError } from '../errors.ts';
import { hashPhoto, INSIDE_CIRCLE, LEAST_QUALITY, type Pixels } from '../profile/pdq.ts';

/** A picture of this many pixels is larger than any profile photo, and a small file can claim to be larger. */
const MOST_PIXELS = 40_000_000;

/**
 * Squares in the middle, by their share of the shorter side: what a browser reads of a round photo, from the whole of it
 * down to a photo that was cut to seven tenths before. PDQ bears a crop that is off by a hundredth or two, not by five.
 */
const STEPS = 16;
const CROPS = Array.from({ length: STEPS + 1 }, (_, step) => INSIDE_CIRCLE ** (1 + step / STEPS));

/** @throws GamekeeperError ERR_PHOTO when the bytes are no JPEG or PNG, or show too little to be told apart */
export function photoReferences(bytes: Uint8Array, file: string) {
  const photo = decode(bytes, file);
  const square = crop(photo, 1);
  const shown: [string, Pixels][] = [
    ['whole', photo],
    ['square', square],
    ...CROPS.map((part): [string, Pixels] => [`the middle ${Number((part * 100).toFixed(1))} %`, crop(photo, part)]),
    ['round on white', round(square, 255)],
    ['round on black', round(square, 0)],
  ];
  const references = shown.flatMap(([note, pixels]) => [
    { note, ...hashPhoto(pixels)! },
    { note: `${note}, mirrored`, ...hashPhoto(mirror(pixels))! },
  ]);
  const { quality } = references[0]!;
  if (quality < LEAST_QUALITY) {
    throw new GamekeeperError(
      'ERR_PHOTO',
      `${file} shows too little to be told from other photos (quality ${quality}, needed ${LEAST_QUALITY}). Use a larger or richer one.`,
    );
  }
  const telling = references.filter((each) => each.quality >= LEAST_QUALITY);
  return [...new Map(telling.map((each) => [each.pdq, each])).values()];
}

function decode(bytes: Uint8Array, file: string): Pixels {
  const buffer = Buffer.from(bytes);
  try {
    if (buffer.subarray(1, 4).toString('latin1') === 'PNG') {
      const [width, height] = [buffer.readUInt32BE(16), buffer.readUInt32BE(20)];
      if (width * height > MOST_PIXELS) throw new Error(`${width} x ${height} pixels are too many`);
      return PNG.sync.read(buffer);
    }
    return jpeg.decode(buffer, { useTArray: true, maxResolutionInMP: MOST_PIXELS / 1_000_000 });
  } catch (cause) {
    throw new GamekeeperError(
      'ERR_PHOTO',
      `${file} is no photo that can be read (${(cause as Error).message}). Give a JPEG or PNG file.`,
      { cause },
    );
  }
}

/** A square in the middle, `part` of the shorter side wide. */
function crop({ width, height, data }: Pixels, part: number): Pixels {
  const side = Math.max(1, Math.round(Math.min(width, height) * part));
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  return draw(side, side, (x, y) => ((top + y) * width + left + x) * 4, data);
}

function mirror({ width, height, data }: Pixels): Pixels {
  return draw(width, height, (x, y) => (y * width + width - 1 - x) * 4, data);
}

/** A circle of the photo on a plain ground. */
function round(square: Pixels, ground: number): Pixels {
  const radius = square.width / 2;
  const data = square.data.map((value, index) => {
    const [x, y] = [(index >> 2) % square.width, Math.floor((index >> 2) / square.width)];
    return Math.hypot(x + 0.5 - radius, y + 0.5 - radius) <= radius ? value : ground;
  });
  return { ...square, data };
}

function draw(width: number, height: number, from: (x: number, y: number) => number, source: Pixels['data']): Pixels {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = from(x, y);
      data.set(source.subarray(at, at + 4), (y * width + x) * 4);
    }
  }
  return { width, height, data };
}
