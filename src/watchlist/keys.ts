/**
 * Look-up keys: 32-bit hashes under which an entry is filed. A key only leads to candidates; whether one matches is
 * decided by comparing. The browser files an entry under `filedKeys` when a list arrives, and seeks a person under its `keys`.
 * Keys that are sought together are alike in their high bits, and so stand together in the directory; the others are lone.
 */
import { foldHandle, isMemberId, numericMemberId } from '../profile/account.ts';
import { employers } from '../profile/employers.ts';
import type { Facts } from '../profile/facts.ts';
import { type PersonName, readName } from '../profile/name.ts';
import { type Organisation, readOrganisation } from '../profile/organisation.ts';
import type { Account, Entry } from './entry.ts';
import { hash32, keyOn, loneKey, mix32 } from './hash.ts';
import { filedNameKeys, MOST_SLIP, seekNameKeys, wordKeys } from './name-keys.ts';

export interface AccountMark {
  by: 'handle' | 'memberId' | 'memberNumericId';
  site: string;
  value: string;
}

/** A person as the watch list is asked about them. */
export interface Person {
  marks: readonly AccountMark[];
  name: PersonName | undefined;
  employers: readonly Organisation[];
  /** In the order in which a look-up that cannot follow all should follow them. */
  keys: readonly number[];
}

/** Nobody works at more places at a time; a profile that says so must not make look-ups slow. */
const MOST_EMPLOYERS = 12;
/** Fewest letters of a word in which a slip is looked for. */
const LEAST_SLIP = 5;

export function readPerson(facts: Facts): Person {
  const marks = accountMarks(facts);
  const name = facts.name === undefined ? undefined : readName(facts.name);
  const firms = employers(facts)
    .slice(0, MOST_EMPLOYERS)
    .map(readOrganisation)
    .filter((organisation) => organisation !== undefined);
  const keys = [...marks.map(accountKey), ...firms.flatMap(frontKeys)];
  if (name) {
    for (const word of wordKeys(name)) for (const firm of firms) keys.push(claimKey(firm, word));
    seekNameKeys(name, (key) => keys.push(key));
  }
  return { marks, name, employers: firms, keys };
}

/** Everything by which an account can be recognised, in comparable form. */
export function accountMarks(account: Account & Pick<Facts, 'memberNumericId'>): AccountMark[] {
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

export function filedKeys(entry: Entry): number[] {
  const keys = new Set(entry.accounts.flatMap(accountMarks).map(accountKey));
  const shown = [...entry.names, ...entry.aliases];
  const add = (key: number) => keys.add(key);
  if (entry.kind === 'organisation') {
    for (const organisation of shown.map(readOrganisation)) if (organisation) frontKeys(organisation).forEach(add);
    return [...keys];
  }
  const claimed = entry.organisation === undefined ? undefined : readOrganisation(entry.organisation);
  for (const name of shown.map(readName)) {
    if (!name) continue;
    filedNameKeys(name).forEach(add);
    if (claimed) for (const word of wordKeys(name)) keys.add(claimKey(claimed, word));
  }
  return [...keys];
}

function accountKey({ by, site, value }: AccountMark): number {
  return loneKey(hash32(`${by}\n${site}\n${value}`));
}

/** A listed profile that claims a firm is also filed under that firm with each word of its name, where the word stands. */
function claimKey(organisation: Organisation, word: number): number {
  return keyOn(word, mix32((hash32(`claim\n${organisation.core.toSorted().join('')}`) + word) | 0));
}

/** Front organisations are few: all of them stand together. */
const FRONTS = hash32('fronts');

/** The core, and the core with one letter less in a long word: two names with one slip between them share one of these. */
function frontKeys({ core }: Organisation): number[] {
  const spellings = new Set([core.toSorted().join('')]);
  for (const [at, word] of core.entries()) {
    if (word.length < LEAST_SLIP || word.length > MOST_SLIP) continue;
    for (let letter = 0; letter < word.length; letter++) {
      spellings.add(
        core
          .with(at, word.slice(0, letter) + word.slice(letter + 1))
          .toSorted()
          .join(''),
      );
    }
  }
  return Array.from(spellings, (spelling) => keyOn(FRONTS, hash32(`front\n${spelling}`)));
}
