/**
 * Photos as the screen shows them, so that no request is caused. The toolbar click grants a picture of the one tab; it is
 * cut to the photos, hashed, and forgotten.
 */
import { logError } from '../log.ts';
import { browser } from '../platform/browser.ts';
import type { SeenPhoto } from '../profile/facts.ts';
import { hashPhoto, INSIDE_CIRCLE, type PhotoHash } from '../profile/pdq.ts';
import { readTab } from './tabs.ts';

/** Pixels along a side of what is hashed. Smaller photos are enlarged smoothly: PDQ takes samples of 64 by 64. */
const SIDE = 256;
/** Pictures of one tab; browsers allow two a second. */
const ATTEMPTS = 2;

/** @returns by subject key: the whole photo, and what a round one shows of it; none where the tab cannot be pictured */
export async function seePhotos(tabId: number, photos: readonly SeenPhoto[]): Promise<Map<string, PhotoHash[]>> {
  try {
    return await see(tabId, photos, ATTEMPTS);
  } catch (error) {
    // The rest of the verdict stands, and the popup says that no photo was compared.
    logError(error);
    return new Map();
  }
}

async function see(tabId: number, photos: readonly SeenPhoto[], attempts: number): Promise<Map<string, PhotoHash[]>> {
  if (photos.length === 0 || attempts === 0) return new Map();
  const { windowId } = await browser.tabs.get(tabId);
  const address = await browser.tabs.captureVisibleTab(windowId, { format: 'png' });
  // A page that was still moving was not pictured where it was seen.
  const since = (await readTab(tabId))?.photos ?? [];
  if (JSON.stringify(since) !== JSON.stringify(photos)) return see(tabId, since, attempts - 1);
  // A data: address, which is decoded and asked of nobody.
  const picture = await createImageBitmap(await (await fetch(address)).blob());
  const drawing = new OffscreenCanvas(SIDE, SIDE).getContext('2d', { willReadFrequently: true })!;
  drawing.imageSmoothingQuality = 'high';
  const hashOf = ({ left, top, width, height }: SeenPhoto, part: number) => {
    // Browsers draw pictures from whole pixel to whole pixel.
    const [x0, y0, x1, y1] = [left, top, left + width, top + height].map((at) => Math.round(at * picture.width));
    const [across, down] = [x1! - x0!, y1! - y0!];
    const [x, y] = [x0! + (across * (1 - part)) / 2, y0! + (down * (1 - part)) / 2];
    drawing.drawImage(picture, x, y, across * part, down * part, 0, 0, SIDE, SIDE);
    return hashPhoto(drawing.getImageData(0, 0, SIDE, SIDE))!;
  };
  return new Map(photos.map((photo) => [photo.key, [1, INSIDE_CIRCLE].map((part) => hashOf(photo, part))]));
}
