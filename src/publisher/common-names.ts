/**
 * Names that many people bear: the most frequent forenames and surnames of some seventy countries, in `common-names/`.
 * Source: popular-names-by-country-dataset (CC0-1.0).
 */
import { readFileSync } from 'node:fs';
import { readName } from '../profile/name.ts';

const words = (file: string) =>
  new Set(
    readFileSync(new URL(`common-names/${file}`, import.meta.url), 'utf8')
      .trim()
      .split(/\s+/),
  );
const FORENAMES = words('forenames.txt');
const SURNAMES = words('surnames.txt');

/** Would thousands of people match this name? True of a common forename with a common surname and nothing more. */
export function isCommonName(shown: string): boolean {
  const [one, other, more] = readName(shown)?.words ?? [];
  if (!one || !other || more) return false;
  return (FORENAMES.has(one.text) && SURNAMES.has(other.text)) || (FORENAMES.has(other.text) && SURNAMES.has(one.text));
}
