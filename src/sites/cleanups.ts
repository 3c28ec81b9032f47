/** The fixed set of clean-ups that site rules may name. Each takes a text and returns it cleaned, or '' to refuse it. */

import { isMemberId } from '../profile/account.ts';
import type { Connections } from '../profile/facts.ts';
import type { Cleanup } from './rules.ts';

/** The degree by its digit: "· 2nd", "• 2e", "3rd+", "3e et +", "2.º", "2度". Longer texts are something else. */
const DEGREE = /^[\s·•∙・,(]*([123])(?:[.º°ª]{0,2}\p{L}{0,4}|\s?[度次촌])(?:\s?\p{L}{0,3}\s?\+)?\)?$/u;
/** "She/Her", "(he/him)": two to four words between slashes. */
const PRONOUNS = /^\(?(\p{L}{1,20}(?:\s?\/\s?\p{L}{1,20}){1,3})\)?$/u;
const MEMBER_ID = /ACoA[A-Za-z0-9_-]{35}/;
/** A year, alone or after its month, and then nothing, a dash or a length: not "Studio 1999 · Full-time". */
const DATES =
  /^(?:\p{L}[\p{L}.]{0,14} (?:de |of )?|\d{1,2}[./]){0,2}(?:19|20)\d{2}(?:[年년]\s?(?:\d{1,2}\s?[月월])?|\s?г\.?)?\s*(?:$|[-–—~〜]|· ?\d|(?:to|bis|à|a|al|até|do) )/u;
const NUMBER = String.raw`\d{1,3}(?:[.,'’\s\u00a0\u202f]\d{3})+(?!\d)|\d{1,9}`;
/** The whole text: "500+ connections", "12,846 followers", "+ de 500 conexões", "Plus de 500 relations". */
const COUNT = new RegExp(`^(\\D{0,12}?)(${NUMBER})\\s?(\\+?)\\s?(\\S+)$`, 'u');
/** The same inside a longer text, without words before the number. */
const COUNTS = new RegExp(`(${NUMBER})\\s?(\\+?)\\s?(\\p{L}+)`, 'gu');

/** The handle, or the member id in its place, that a link to a profile of the same site names; else ''. */
export type LinkHandle = (href: string) => string;

/** Runs the clean-ups in order. Masked text ("**** ***") stands for what the page does not show and never passes. */
export function clean(text: string, cleanups: readonly Cleanup[], linkHandle: LinkHandle): string {
  let value = unmasked(text.replace(/\s+/g, ' ').trim());
  for (const cleanup of cleanups) {
    if (value === '') return '';
    value = apply(value, cleanup, linkHandle).trim();
  }
  return value;
}

function apply(text: string, cleanup: Cleanup, linkHandle: LinkHandle): string {
  if (typeof cleanup !== 'string') {
    if ('before' in cleanup) return text.split(cleanup.before, 1)[0]!;
    if ('after' in cleanup) {
      const at = text.indexOf(cleanup.after);
      return at < 0 ? '' : text.slice(at + cleanup.after.length);
    }
    if ('with' in cleanup) return text.includes(cleanup.with) ? text : '';
    return parseCount(text, cleanup.count)?.text ?? '';
  }
  switch (cleanup) {
    case 'link-handle': {
      const handle = linkHandle(text);
      return isMemberId(handle) ? '' : handle;
    }
    case 'dates':
      return DATES.test(text) ? text : '';
    case 'degree':
      return degree(text);
    case 'image':
      return /^(data:|blob:)/i.test(text) ? '' : text;
    case 'member-id':
      return MEMBER_ID.exec(text)?.[0] ?? '';
    case 'no-digits':
      return /\p{Nd}/u.test(text) ? '' : text;
    case 'not-degree':
      return DEGREE.test(text) ? '' : text;
    case 'not-member-id':
      return isMemberId(text) ? '' : text;
    case 'not-pronouns':
      return PRONOUNS.test(text) ? '' : text;
    case 'number':
      return /\d{1,20}$/.exec(text)?.[0] ?? '';
    case 'pronouns':
      return PRONOUNS.exec(text)?.[1] ?? '';
  }
}

/** A text of mostly asterisks, or of dashes alone, stands for something the page does not show. */
function unmasked(text: string): string {
  if (/^[-–—.\s]*$/.test(text)) return '';
  if (!text.includes('**')) return text;
  const stars = text.split('*').length - 1;
  return stars * 2 >= text.replace(/\s/g, '').length ? '' : text;
}

/** "Ann LeeAnn Lee" and "Ann Lee Ann Lee" are one name, written a second time for screen readers. */
export function undouble(name: string): string {
  const half = name.length / 2;
  for (const [first, second] of [
    [name.slice(0, Math.floor(half)), name.slice(Math.ceil(half))],
    [name.slice(0, Math.ceil(half)), name.slice(Math.floor(half))],
  ]) {
    if (first!.trim() === second!.trim() && first!.trim().includes(' ')) return first!.trim();
  }
  return name;
}

function degree(text: string): string {
  const digit = DEGREE.exec(text)?.[1];
  return digit === undefined ? '' : { 1: '1st', 2: '2nd', 3: '3rd' }[digit]!;
}

/** Number, "or more", and the words as shown; undefined unless a word of the vocabulary follows the number at once. */
export function parseCount(text: string, words: readonly string[]): Connections | undefined {
  const known = (word: string) => words.some((stem) => word.toLowerCase().includes(stem));
  for (const part of text.split(/[·•|]/)) {
    const whole = part.trim();
    const match = COUNT.exec(whole);
    if (match && known(match[4]!)) {
      const plus = match[3] === '+' || /[+\p{L}]/u.test(match[1]!);
      return { count: digitsOf(match[2]!), plus, text: whole };
    }
  }
  for (const [whole, number, plus, word] of text.matchAll(COUNTS)) {
    if (known(word!)) return { count: digitsOf(number!), plus: plus === '+', text: whole };
  }
  return undefined;
}

function digitsOf(number: string): number {
  return Number(number.replace(/\D/g, ''));
}
