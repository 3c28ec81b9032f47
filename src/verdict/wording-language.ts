/**
 * The language that verdicts and pages are worded in. The texts are the browser's own `_locales` files; the same files
 * serve the command line and the tests. Pure: the browser's look-up or a file's messages are passed in.
 */
import type en from '../../public/_locales/en/messages.json';

export type MessageKey = keyof typeof en;

type Names<K extends MessageKey> = (typeof en)[K] extends { placeholders: infer P } ? Extract<keyof P, string> : never;

/** Placeholders by name. They are numbered in the alphabetical order of their names, which a test holds for each file. */
export type Translate = <K extends MessageKey>(
  key: K,
  ...values: [Names<K>] extends [never] ? [] : [Record<Names<K>, string>]
) => string;

export interface Language {
  /** BCP 47 tag that dates, numbers and lists follow. */
  tag: string;
  t: Translate;
  /** A calendar day, `2025-11-18` or the day of an ISO instant, in full. */
  day(iso: string): string;
  /** An ISO instant as day and time in the reader's time zone. */
  instant(iso: string): string;
  /** How long before `now` an ISO instant was: “3 hours ago”. */
  ago(iso: string, now: Date): string;
  number(value: number): string;
  /** “a, b and c”. */
  list(items: readonly string[]): string;
}

/** A file of `_locales`, in the browser's format. */
export interface LocaleFile {
  [key: string]: { message: string; description?: string; placeholders?: Record<string, { content: string }> };
}

/**
 * @param lookUp text of a key with its placeholders filled from `values` in order, as `i18n.getMessage` does
 * @param preferred the reader's own tag: followed when it is of the same language as the texts (`en-US`)
 */
export function makeLanguage(lookUp: (key: MessageKey, values: string[]) => string, preferred?: string): Language {
  const own = lookUp('locale', []) || 'en-GB';
  const tag = preferred && preferred.split('-')[0] === own.split('-')[0] && preferred.includes('-') ? preferred : own;
  const numbers = new Intl.NumberFormat(tag);
  return {
    tag,
    t: (key, ...[values]) => lookUp(key, inOrder(values)),
    number: (value) => numbers.format(value),
    ...(Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0 ? inWords(tag) : inFigures()),
  };
}

type Formats = Pick<Language, 'day' | 'instant' | 'ago' | 'list'>;

function inWords(tag: string): Formats {
  const days = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' });
  const instants = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const lists = new Intl.ListFormat(tag);
  return {
    day: (iso) => days.format(new Date(iso)),
    instant: (iso) => instants.format(new Date(iso)),
    ago: (iso, now) => relative.format(...largestUnit((new Date(iso).getTime() - now.getTime()) / 1000)),
    list: (items) => lists.format(items),
  };
}

/** For a language that this browser has no words of (Chromium knows no Welsh months): figures, never English words. */
function inFigures(): Formats {
  const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeZone: 'UTC' });
  const instants = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short' });
  const instant = (iso: string) => instants.format(new Date(iso));
  return { day: (iso) => days.format(new Date(iso)), instant, ago: instant, list: (items) => items.join(', ') };
}

/** The language of one `_locales` file, for Node and tests. */
export function languageOf(file: LocaleFile): Language {
  return makeLanguage((key, values) => {
    const { message = '', placeholders = {} } = file[key] ?? {};
    return message.replace(/\$(\w+)\$/g, (_, name: string) => {
      const content = placeholders[name.toLowerCase()]?.content ?? '';
      return values[Number(content.slice(1)) - 1] ?? '';
    });
  });
}

/** Unicode isolates: a name in any script cannot reorder the sentence around it. */
export const ISOLATE = { start: '\u2068', end: '\u2069' } as const;

/** Characters that steer or break a line of text: C0, C1, line and paragraph separators, bidirectional controls. */
const STEERING = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

/** Text from outside made safe to stand in a sentence of ours: one line, at most `max` characters, isolated. */
export function isolate(text: string, max = 120): string {
  const line = [...text.replace(STEERING, ' ').trim()];
  const short = line.length > max ? `${line.slice(0, max - 1).join('')}…` : line.join('');
  return `${ISOLATE.start}${short}${ISOLATE.end}`;
}

function inOrder(values: Record<string, string> | undefined): string[] {
  const entries = Object.entries(values ?? {});
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

function largestUnit(seconds: number): [number, Intl.RelativeTimeFormatUnit] {
  for (const [unit, size] of UNITS) if (Math.abs(seconds) >= size) return [Math.trunc(seconds / size), unit];
  return [0, 'second'];
}
