/** One person held against one entry: what of them is the same or similar. */
import { compareNames, type PersonName, readName } from '../profile/name.ts';
import { compareOrganisations, type Organisation, readOrganisation } from '../profile/organisation.ts';
import { type PhotoHash, photoDistance, SAME_PHOTO } from '../profile/pdq.ts';
import type { Evidence, MatchedEntry } from '../verdict/verdict.ts';
import type { Entry } from './entry.ts';
import { type AccountMark, accountMarks, type Person } from './keys.ts';

export function evidenceOf(
  person: Person,
  photos: readonly PhotoHash[],
  entry: Entry,
  publisher: string | undefined,
): Evidence[] {
  const evidence: Evidence[] = [];
  const matched = toMatched(entry, publisher);
  const mark = sharedMark(person.marks, entry);
  if (mark) evidence.push({ kind: 'account', entry: matched, by: mark.by, value: mark.value });
  const distance = Math.min(...photos.flatMap((photo) => entry.photos.map(({ pdq }) => photoDistance(photo.pdq, pdq))));
  if (distance <= SAME_PHOTO) evidence.push({ kind: 'photo', entry: matched, distance });
  const listed = [...entry.names, ...entry.aliases];
  if (entry.kind === 'organisation') {
    const front = closestEmployer(person.employers, listed);
    if (front) evidence.push({ kind: 'organisation', role: 'front', entry: matched, ...front });
    return evidence;
  }
  const name = person.name && closestName(person.name, listed);
  if (name) evidence.push({ kind: 'name', entry: matched, ...name });
  // Working for a firm that a listed profile claims says nothing by itself: the firm may be a well-known one.
  if (evidence.length > 0 && entry.organisation !== undefined) {
    const claimed = closestEmployer(person.employers, [entry.organisation]);
    if (claimed) evidence.push({ kind: 'organisation', role: 'claimed', entry: matched, ...claimed });
  }
  return evidence;
}

function sharedMark(marks: readonly AccountMark[], entry: Entry): AccountMark | undefined {
  const listed = entry.accounts.flatMap(accountMarks);
  return marks.find((mark) =>
    listed.some(({ by, site, value }) => by === mark.by && site === mark.site && value === mark.value),
  );
}

interface Likeness {
  tier: 'same' | 'similar';
  shown: string;
  listed: string;
}

function closestName(name: PersonName, listed: readonly string[]): Likeness | undefined {
  return closest(
    listed.map((each) => {
      const other = readName(each);
      const tier = other && compareNames(name, other);
      return tier && { tier, shown: name.shown, listed: each };
    }),
  );
}

function closestEmployer(employers: readonly Organisation[], listed: readonly string[]): Likeness | undefined {
  const organisations = listed.map(readOrganisation).filter((each) => each !== undefined);
  return closest(
    employers.flatMap((employer) =>
      organisations.map((other) => {
        const tier = compareOrganisations(employer, other);
        return tier && { tier, shown: employer.shown, listed: other.shown };
      }),
    ),
  );
}

function closest(found: readonly (Likeness | undefined)[]): Likeness | undefined {
  return found.find((each) => each?.tier === 'same') ?? found.find((each) => each !== undefined);
}

function toMatched(entry: Entry, publisher: string | undefined): MatchedEntry {
  const { id, names, alert, reason, added, expires, dispute } = entry;
  return { id, name: names[0]!, alert, reason, added, expires, dispute, ...(publisher !== undefined && { publisher }) };
}
