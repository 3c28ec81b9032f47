import { isDeepStrictEqual } from 'node:util';
import type { Entry } from '../watchlist/entry.ts';

export const counted = (entries: number) => `${entries} ${entries === 1 ? 'entry' : 'entries'}`;

/** What changes between two lists, by entry id. */
export interface EntryDiff {
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

function changedFields(before: Entry, after: Entry): string[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Entry)[];
  return fields
    .filter((field) => !isDeepStrictEqual(before[field], after[field]))
    .map((field) => `    ${field}: ${JSON.stringify(before[field]) ?? '-'} -> ${JSON.stringify(after[field]) ?? '-'}`);
}

function describe({ id, kind, names, accounts, alert, expires }: Entry): string {
  const where = accounts.map(({ site, handle, memberId }) => `${site}:${handle ?? memberId}`);
  return `${id} ${kind} ${JSON.stringify(names[0])} ${[...where, `alert of ${alert.date} by ${alert.issuer}`, `until ${expires}`].join(', ')}`;
}
