/** The fixed set of clean-ups that site rules may name. Each takes a text and returns it cleaned, or '' to refuse it. */

import { isMemberId } from '../profile/account.ts';
import type { Connections } from '../profile/facts.ts';
import type { Cleanup } from './rules.ts';

// A pattern is compiled when it first meets a text, and that costs more than all the rest: hence plain patterns, and a
// cheap question first, which most texts fail.

/** The degree by its digit: "· 2nd", "• 2e", "3rd+", "3e et +", "2.º", "2度". Longer texts are something else. */
const DEGREE =
  /^[\s·•∙・,(]*([123])(?:[.º°ª]{0,2}[^\s\d·•+()/.,]{0,4}|\s?[度次촌])(?:\s?[^\s\d·•+()/.,]{0,3}\s?\+)?\)?$/;
/** "She/Her", "(he/him)": two to four words between slashes. */
const PRONOUNS = /^\(?([^\s\d/()|·,.&]{1,20}(?:\s?\/\s?[^\s\d/()|·,.&]{1,20}){1,3})\)?$/;
const MEMBER_ID = /ACoA[A-Za-z0-9_-]{35}/;
/** What may follow the year of a span of time: nothing, a dash, a length. Not "Studio 1999 · Full-time". */
const AFTER_YEAR = /^[\s\d年년月월г.]{0,8}(?:$|[-–—~〜]|· ?\d|(?:to|bis|à|a|al|até|do) )/;
/** A number, whether it is a lower bound, and the word behind it: "500+ connections". */
const COUNT = /(\d[\d.,'’\s]*?)\s?(\+?)\s?([^\s\d.,'’+()]+)/g;

/** The handle, or the member id in its place, that a link to a profile of the same site names; else ''. */
type LinkHandle = (href: string) => string;

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
      return isSpan(text) ? text : '';
    case 'degree':
      return degree(text);
    case 'image':
      return /^(data:|blob:)/i.test(text) ? '' : text;
    case 'member-id':
      return MEMBER_ID.exec(text)?.[0] ?? '';
    case 'no-digits':
      return /[\d٠-٩۰-۹०-९০-৯０-９]/.test(text) ? '' : text;
    case 'not-degree':
      return degree(text) === '' ? text : '';
    case 'not-member-id':
      return isMemberId(text) ? '' : text;
    case 'not-pronouns':
      return pronouns(text) === '' ? text : '';
    case 'number':
      return /\d{1,20}$/.exec(text)?.[0] ?? '';
    case 'pronouns':
      return pronouns(text);
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

/** A year, alone or after its month, at the beginning. */
function isSpan(text: string): boolean {
  const year = text.search(/(?:19|20)\d\d/);
  if (year < 0 || year > 24) return false;
  const before = text.slice(0, year);
  return !before.includes('·') && before.split(' ').length <= 4 && AFTER_YEAR.test(text.slice(year + 4));
}

function pronouns(text: string): string {
  return text.includes('/') ? (PRONOUNS.exec(text)?.[1] ?? '') : '';
}

function degree(text: string): string {
  const digit = text.length <= 24 ? DEGREE.exec(text)?.[1] : undefined;
  return digit === undefined ? '' : { 1: '1st', 2: '2nd', 3: '3rd' }[digit]!;
}

/** Number, "or more", and the words as shown; undefined unless a word of the vocabulary follows the number at once. */
export function parseCount(text: string, words: readonly string[]): Connections | undefined {
  if (!/\d/.test(text)) return undefined;
  for (const part of text.split(/[·•|]/)) {
    const whole = part.trim();
    for (const { 0: shown, 1: number, 2: plus, 3: word, index } of whole.matchAll(COUNT)) {
      if (!words.some((stem) => word!.toLowerCase().includes(stem))) continue;
      // "+ de 500 conexões", "Plus de 500 relations"
      const before = whole.slice(0, index);
      const alone = before.length <= 12 && !/\d/.test(before) && index + shown.length === whole.length;
      const more = plus === '+' || (alone && before.trim() !== '');
      return { count: digitsOf(number!), plus: more, text: alone ? whole : shown };
    }
  }
  return undefined;
}

function digitsOf(number: string): number {
  return Number(number.replace(/\D/g, ''));
}
