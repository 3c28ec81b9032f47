/** The fixed set of clean-ups that site rules may name. Each takes a text and returns it cleaned, or '' to refuse it. */

import { isMemberId } from '../profile/account.ts';
import type { Connections } from '../profile/facts.ts';
import type { Cleanup } from './rules.ts';

/** The degree by its digit: "· 2nd", "• 2e", "3rd+", "2.º". Longer texts are something else. */
const DEGREE = /^[\s·•∙・,(]*([123])\s?[.º°ªa-zé-ý]{0,5}\+?\)?$/iu;
/** "She/Her", "(he/him)": two to four words between slashes. */
const PRONOUNS = /^\(?(\p{L}{1,20}(?:\s?\/\s?\p{L}{1,20}){1,3})\)?$/u;
const MEMBER_ID = /ACoA[A-Za-z0-9_-]{35}/;
const FOUR_DIGITS = /\p{Nd}{4}/u;
/** "500+", "12,846", "1 234", "+ de 500", "más de 500": number with its group separators. */
const COUNT = /^(\D{0,12}?)(\d{1,3}(?:[.,'’\s\u00a0\u202f]\d{3})+|\d{1,9})\s?(\+?)\s?(\S+)$/u;

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
    return parseCount(text, cleanup.count) && text.length <= 200 ? text : '';
  }
  switch (cleanup) {
    case 'link-handle': {
      const handle = linkHandle(text);
      return isMemberId(handle) ? '' : handle;
    }
    case 'dates':
      return FOUR_DIGITS.test(text) ? text : '';
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

/** A text that consists mostly of asterisks stands for something the page does not show. */
function unmasked(text: string): string {
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

/** Number, "or more", and the words as shown; undefined unless one word of the vocabulary is all that follows. */
export function parseCount(text: string, words: readonly string[]): Connections | undefined {
  const match = COUNT.exec(text);
  if (!match) return undefined;
  const [, lead = '', digits = '', plus, word = ''] = match;
  const folded = word.toLowerCase();
  if (!words.some((stem) => folded.includes(stem))) return undefined;
  return { count: Number(digits.replace(/\D/g, '')), plus: plus === '+' || /[+\p{L}]/u.test(lead), text };
}
