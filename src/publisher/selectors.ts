import { AttributeAction, parse, type Selector, SelectorType } from 'css-what';
import type { SiteRules } from '../sites/rules.ts';
import type { Problem, YamlFile } from './yaml-file.ts';

/** Fields of site rules that hold selectors. */
const SELECTOR_FIELDS = new Set(
  'text of label root not when own instead unseen shadowHosts rows theirs group section at'.split(' '),
);

/**
 * A browser skips a selector that it does not understand, so nothing would be read and nobody told. `:has()` inside `:has()`
 * is what browsers refuse most.
 */
export function checkSelectors(files: readonly YamlFile<SiteRules>[]): Problem[] {
  return files.flatMap(({ value, problemAt }) =>
    [...selectorsIn(value)]
      .filter(({ selector }) => !isSelector(selector))
      .map(({ path, selector }) =>
        problemAt(path, `is "${selector}", expected a CSS selector that browsers understand`),
      ),
  );
}

/** Pseudo-classes of elements that site rules have a use for (Selectors 4), by what stands in their parentheses. */
const PLAIN = new Set(
  'root empty first-child last-child only-child first-of-type last-of-type only-of-type checked disabled enabled link any-link'.split(
    ' ',
  ),
);
const OF_NUMBERS = new Set(['nth-child', 'nth-last-child', 'nth-of-type', 'nth-last-of-type']);
const OF_SELECTORS = new Set(['is', 'where', 'not', 'has']);
const COMBINATORS = new Set<string>([
  SelectorType.Adjacent,
  SelectorType.Child,
  SelectorType.Descendant,
  SelectorType.Sibling,
]);

/** Would `querySelector` take it, and could it ever match? */
export function isSelector(selector: string): boolean {
  try {
    // The parser takes names that begin with a digit; browsers do not.
    if (selector.trim() === '' || /[#.]\d/.test(selector.replaceAll(/"[^"]*"|'[^']*'/g, ''))) return false;
    return parse(selector).every((parts) => areUnderstood(parts));
  } catch {
    return false;
  }
}

function areUnderstood(parts: readonly Selector[], within: readonly string[] = []): boolean {
  const joins = parts.map(({ type }) => COMBINATORS.has(type));
  const leads = joins[0] && within.at(-1) !== 'has';
  if (parts.length === 0 || leads || joins.at(-1)) return false;
  return parts.every((part, index) => {
    if (joins[index]) return true;
    if (part.type === SelectorType.Attribute) return part.action !== AttributeAction.Not && part.namespace === null;
    if (part.type === SelectorType.Tag || part.type === SelectorType.Universal)
      return part.namespace === null && (index === 0 || joins[index - 1]!);
    if (part.type !== SelectorType.Pseudo) return false;
    const { name, data } = part;
    if (data === null) return PLAIN.has(name);
    if (typeof data === 'string')
      return OF_NUMBERS.has(name) && /^(odd|even|[+-]?\d+|[+-]?\d*n(\s*[+-]\s*\d+)?)$/i.test(data.trim());
    if (!OF_SELECTORS.has(name) || (name === 'has' && within.includes('has'))) return false;
    return data.every((inner) => areUnderstood(inner, [...within, name]));
  });
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
