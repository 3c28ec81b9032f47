/** What comes from elsewhere is made an entry here, and whoever reviews it is told what was lost and what was assumed. */
import type { Account, Alert, Entry, EntryInput } from '../../watchlist/entry.ts';
import { entrySchema } from '../../watchlist/entry.ts';
import { printable } from '../diff.ts';
import { check } from '../input.ts';
import { stringifyYaml } from '../yaml.ts';
import type { Addresses } from './accounts.ts';
import { mergeAccounts } from './accounts.ts';

/** What a foreign file says of one profile or organisation. */
export interface Found extends Partial<Omit<EntryInput, 'alert' | 'names' | 'accounts'>> {
  /** Its id in the file, for whoever looks it up. */
  origin: string;
  names: string[];
  accounts: Account[];
  alert?: Partial<Alert>;
  /** What the file says of it and an entry cannot. */
  lost: string[];
}

export interface Note {
  entry: string;
  /** Fields that the other form cannot hold. */
  lost: string[];
  /** Fields that an entry needs and the file does not have. */
  assumed: string[];
}

export interface Imported {
  entries: Entry[];
  notes: Note[];
  /** What in the file became no entry: victims and witnesses, and what is no profile. */
  leftOut: string[];
}

export interface ImportContext {
  file: string;
  now: Date;
  addresses: Addresses;
  /** Where objections go when the file does not say. */
  contact: string;
}

const A_YEAR_MS = 365 * 86_400_000;
export const dayOf = (instant: Date | string | number) => new Date(instant).toISOString().slice(0, 10);

/**
 * @param all what becomes an entry, and the names of what does not
 * @throws GamekeeperError ERR_FILE when something that the file does say cannot stand in an entry
 */
export function completeAll(all: readonly (Found | string)[], context: ImportContext): Imported {
  const completed = all.filter((each) => typeof each !== 'string').map((each) => complete(each, context));
  return {
    entries: completed.map(({ entry }) => entry),
    notes: completed.map(({ note }) => note),
    leftOut: all.filter((each) => typeof each === 'string').map(plain),
  };
}

function complete({ origin, lost, alert = {}, ...said }: Found, { file, now, contact }: ImportContext) {
  const assumed: string[] = [];
  const or = <T>(value: T | undefined, field: string, fallback: T): T => {
    if (value === undefined) assumed.push(field);
    return value ?? fallback;
  };
  const cut = (text: string, most: number, field: string) => {
    if (text.length > most) lost.push(`${field} after ${most} characters`);
    return text.slice(0, most);
  };
  const id = said.id ?? origin.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 64);
  const added = or(said.added, 'added', dayOf(now));
  const title = or(alert.title, 'alert.title', `Imported: ${said.names[0] ?? id}`);
  const entry = {
    ...said,
    id,
    kind: said.kind ?? 'profile',
    accounts: mergeAccounts(said.accounts),
    alert: {
      issuer: or(alert.issuer, 'alert.issuer', 'Unknown'),
      title: cut(title, 300, 'alert.title'),
      date: or(alert.date, 'alert.date', added),
      ...(alert.link && { link: alert.link }),
    },
    reason: cut(or(said.reason, 'reason', 'No reason was given.'), 500, 'reason'),
    added,
    expires: or(said.expires, 'expires', dayOf(Date.parse(added) + A_YEAR_MS)),
    dispute: or(said.dispute, 'dispute', contact),
  };
  return {
    entry: check(entry, entrySchema, `${file} ${plain(origin)}`, 'what an entry can hold'),
    note: { entry: id, lost: [...new Set(lost.map(plain))], assumed },
  };
}

/** For a line, or a comment that nothing must get out of. */
const plain = (text: string) => printable(text).slice(0, 200);

export function inWords({ lost, assumed }: Note): string {
  return [
    ...(lost.length > 0 ? [`not taken over: ${lost.join(', ')}`] : []),
    ...(assumed.length > 0 ? [`assumed: ${assumed.join(', ')}`] : []),
  ].join('; ');
}

/** A file of the rules, with what was lost and assumed above each entry. */
export function toYaml({ entries, notes }: Imported, source: string): string {
  const parts = entries.map((entry, index) => {
    const note = notes[index] && inWords(notes[index]);
    const filled = Object.entries(entry).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
    return `${note ? `# ${note}\n` : ''}${stringifyYaml([Object.fromEntries(filled)])}`;
  });
  const head = `# yaml-language-server: $schema=../schemas/watchlist.json\n#\n# Imported from ${plain(source)}. Review before you publish.\n\n`;
  return head + (parts.join('\n') || '[]\n');
}
