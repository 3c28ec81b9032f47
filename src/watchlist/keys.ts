/**
 * Look-up keys: 32-bit hashes under which an entry is filed. A key only leads to candidates; whether one matches is
 * decided by comparing. The publisher files an entry under `entryKeys`; a browser looks under `factsKeys`.
 */
import { foldHandle, isMemberId, numericMemberId } from '../profile/account.ts';
import type { Facts } from '../profile/facts.ts';
import { type PersonName, readName } from '../profile/name.ts';
import type { Account, Entry } from './entry.ts';
import { hash32 } from './hash.ts';

export interface AccountMark {
  by: 'handle' | 'memberId' | 'memberNumericId';
  site: string;
  value: string;
}

/** Everything by which an account can be recognised, in comparable form. */
export function accountMarks(account: Pick<Facts, 'site' | 'handle' | 'memberId' | 'memberNumericId'>): AccountMark[] {
  const { site, handle } = account;
  const marks: AccountMark[] = [];
  // Pages link to /in/ACoA… as well as to /in/<handle>.
  const memberId = account.memberId ?? (handle !== undefined && isMemberId(handle) ? handle : undefined);
  const numericId = account.memberNumericId ?? (memberId !== undefined ? numericMemberId(memberId) : undefined);
  if (handle !== undefined && handle !== memberId) marks.push({ by: 'handle', site, value: foldHandle(handle) });
  if (memberId !== undefined) marks.push({ by: 'memberId', site, value: memberId });
  if (numericId !== undefined) marks.push({ by: 'memberNumericId', site, value: numericId });
  return marks.filter((mark) => mark.value !== '');
}

export function accountMarksOf(account: Account): AccountMark[] {
  return accountMarks({
    site: account.site,
    ...(account.handle !== undefined && { handle: account.handle }),
    ...(account.memberId !== undefined && { memberId: account.memberId }),
  });
}

const accountKey = ({ by, site, value }: AccountMark) => hash32(`${by}\n${site}\n${value}`);

/** Any order of the words leads to the same key. */
const nameKey = (name: PersonName) => hash32(`name\n${name.tokens.toSorted().join('\n')}`);

export function entryKeys(entry: Entry): number[] {
  const keys = new Set(entry.accounts.flatMap(accountMarksOf).map(accountKey));
  if (entry.kind === 'profile') {
    for (const shown of [...entry.names, ...entry.aliases]) {
      const name = readName(shown);
      if (name) keys.add(nameKey(name));
    }
  }
  return [...keys];
}

/** Keys in the order in which they should be followed when not all can be. */
export function factsKeys(marks: readonly AccountMark[], name: PersonName | undefined): number[] {
  return [...marks.map(accountKey), ...(name ? [nameKey(name)] : [])];
}
