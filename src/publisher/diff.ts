import { isDeepStrictEqual } from 'node:util';
import type { Entry } from '../watchlist/entry.ts';

export const counted = (entries: number) => `${entries} ${entries === 1 ? 'entry' : 'entries'}`;

/** One line for a person: no control character of a stranger's writes over what stands around it. */
export const printable = (text: string) => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');

/** What changes between two lists, by entry id. */
interface EntryDiff {
  added: Entry[];
  removed: Entry[];
  changed: { before: Entry; after: Entry }[];
}

export function diffEntries(before: readonly Entry[], after: readonly Entry[]): EntryDiff {
  const old = new Map(before.map((entry) => [entry.id, entry]));
  const kept = new Set(after.map(({ id }) => id));
  return {
    added: after.filter(({ id }) => !old.has(id)),
    removed: before.filter(({ id }) => !kept.has(id)),
    changed: after.flatMap((entry) => {
      const earlier = old.get(entry.id);
      return earlier && !isDeepStrictEqual(earlier, entry) ? [{ before: earlier, after: entry }] : [];
    }),
  };
}

/** One line for each entry, and one for each changed field; the words stand as browsers will show them. */
export function formatDiff({ added, removed, changed }: EntryDiff): string[] {
  const lines = [
    ...added.map((entry) => `+ ${describe(entry)}`),
    ...removed.map((entry) => `- ${describe(entry)}`),
    ...changed.flatMap(({ before, after }) => [`~ ${describe(after)}`, ...changedFields(before, after)]),
  ];
  return lines.length > 0 ? lines : ['No entry changes.'];
}

/** One line for each field in which two objects differ. A value of more characters than `longest` is told by its size. */
export function changedFields(before: object, after: object, longest = Number.POSITIVE_INFINITY): string[] {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const shown = (value: unknown) => {
    const text = JSON.stringify(value) ?? '(none)';
    return text.length <= longest ? text : `(${text.length} characters)`;
  };
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((field) => !isDeepStrictEqual(was.get(field), is.get(field)))
    .map((field) => `    ${field}: ${shown(was.get(field))} -> ${shown(is.get(field))}`);
}

function describe({ id, kind, names, accounts, alert, expires }: Entry): string {
  const where = accounts.map(({ site, handle, memberId }) => `${site}:${handle ?? memberId}`);
  return `${id} ${kind} ${JSON.stringify(names[0])} ${[...where, `alert of ${alert.date} by ${alert.issuer}`, `until ${expires}`].join(', ')}`;
}
