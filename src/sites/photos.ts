import type { SeenPhoto, Subject } from '../profile/facts.ts';

/** A photo whose edge is this far out of view, in CSS pixels, is still whole: layouts round. */
const ROUNDING = 1;

/** Where the photos of `subjects` are whole in view. The page shows a person's photo in several sizes: the largest counts. */
export function photosInView(window: Window & typeof globalThis, subjects: readonly Subject[]): SeenPhoto[] {
  const { document, location } = window;
  const byAddress = new Map<string, Omit<SeenPhoto, 'key'>>();
  // Through the prototype: a page may hide `document.images` behind a form of that name.
  for (const image of window.Document.prototype.querySelectorAll.call(
    document,
    'img',
  ) as NodeListOf<HTMLImageElement>) {
    const box = boxInView(image, window);
    if (!box || !image.complete) continue;
    for (const address of [image.src, image.currentSrc]) {
      if (box.width > (byAddress.get(address)?.width ?? 0)) byAddress.set(address, box);
    }
  }
  return subjects.flatMap(({ key, facts: { photoUrl } }) => {
    const address = photoUrl === undefined ? undefined : URL.parse(photoUrl, location.href)?.href;
    const box = address === undefined ? undefined : byAddress.get(address);
    return box ? [{ key, ...box }] : [];
  });
}

/** The picture without its border, in widths of the window; undefined when a part of it is out of view. */
function boxInView(image: HTMLImageElement, window: Window): Omit<SeenPhoto, 'key'> | undefined {
  const outer = image.getBoundingClientRect();
  if (outer.width === 0 || outer.height === 0) return undefined;
  // Transforms scale the rectangle, not the sizes of the layout.
  const scale = outer.width / image.offsetWidth;
  const left = outer.left + image.clientLeft * scale;
  const top = outer.top + image.clientTop * scale;
  const [width, height] = [image.clientWidth * scale, image.clientHeight * scale];
  // What the browser captures is what pinching leaves in sight.
  const { offsetLeft = 0, offsetTop = 0, scale: zoom = 1 } = window.visualViewport ?? {};
  const unit = window.innerWidth / zoom;
  const whole =
    left >= offsetLeft - ROUNDING &&
    top >= offsetTop - ROUNDING &&
    left + width <= offsetLeft + unit + ROUNDING &&
    top + height <= offsetTop + window.innerHeight / zoom + ROUNDING;
  if (!whole) return undefined;
  return {
    left: (left - offsetLeft) / unit,
    top: (top - offsetTop) / unit,
    width: width / unit,
    height: height / unit,
  };
}
