import type { SiteRules } from '../sites/rules.ts';
import type { Problem, YamlFile } from './yaml-file.ts';

/** Fields of site rules that hold selectors. */
const SELECTOR_FIELDS = new Set(
  'text of label root not when own instead unseen shadowHosts rows theirs group section at'.split(' '),
);

/**
 * A browser skips a selector that it does not understand, so nothing would be read and nobody told: every selector is
 * tried here. `:has()` inside `:has()` is what browsers refuse most.
 */
export async function checkSelectors(files: readonly YamlFile<SiteRules>[]): Promise<Problem[]> {
  const { JSDOM } = await import('jsdom');
  const { window } = new JSDOM();
  const works = (selector: string) => {
    try {
      window.document.querySelector(selector);
      return !/:has\([^)]*:has\(/.test(selector);
    } catch {
      return false;
    }
  };
  const problems = files.flatMap(({ value, problemAt }) =>
    [...selectorsIn(value)]
      .filter(({ selector }) => !works(selector))
      .map(({ path, selector }) =>
        problemAt(path, `is "${selector}", expected a CSS selector that browsers understand`),
      ),
  );
  window.close();
  return problems;
}

/** Every selector in site rules, and where it stands. */
export function* selectorsIn(
  value: unknown,
  path: PropertyKey[] = [],
): Generator<{ path: PropertyKey[]; selector: string }> {
  if (typeof value === 'string') {
    // `self` is our own word for the element that reading starts from.
    if (SELECTOR_FIELDS.has(String(path.at(-1))) && value !== 'self') yield { path, selector: value };
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      yield* selectorsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  }
}
