/** Sites are light or dark by their own switch, not by the system's: the warning follows what lies behind it. */
export function schemeBehind(element: Element): 'light' | 'dark' {
  const document = element.ownerDocument;
  const view = document.defaultView!;
  // `<input name="parentElement">` would lead from its form back into it; the walker asks the tree itself.
  const walker = document.createTreeWalker(document, view.NodeFilter.SHOW_ELEMENT);
  walker.currentNode = element;
  for (let at: Element | null = element; at; at = walker.parentNode() as Element | null) {
    const colour = parse(view.getComputedStyle(at).backgroundColor);
    if (colour) return luminance(colour) < 0.4 ? 'dark' : 'light';
  }
  // Nothing painted: what is seen is the browser's own canvas.
  const scheme = view.getComputedStyle(document.documentElement).colorScheme;
  return scheme.includes('dark') && view.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

type Rgb = [number, number, number];

/** `rgb(…)` and `rgba(…)`, the computed form of all but wide-gamut colours; `undefined` where little or nothing is painted. */
function parse(colour: string): Rgb | undefined {
  const [r, g, b, alpha = 1] = [...colour.matchAll(/[\d.]+/g)].map(([number]) => Number(number));
  if (!colour.startsWith('rgb') || alpha < 0.5 || b === undefined) return undefined;
  return [r!, g!, b];
}

/** Relative luminance, 0 to 1 (WCAG 2.2), without the small linear part near black. */
function luminance([r, g, b]: Rgb): number {
  const linear = (value: number) => (value / 255) ** 2.2;
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}
