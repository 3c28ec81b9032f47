import { type Evidence, entryKey, type HallmarkPattern, type Level } from './verdict.ts';

/** What is known of one listed entry, or of the whole profile, put as a question that is true or false. */
interface Signs {
  account: boolean;
  photo: boolean;
  /** The same or a similar name as the entry. */
  name: boolean;
  /** Works for the firm that the listed profile claims. */
  claimed: boolean;
  /** Works for a listed front organisation, its name written exactly so. */
  front: boolean;
  /** Works for an organisation whose name is close to a listed front organisation. */
  nearFront: boolean;
  /** The hallmarks of this profile add up, whatever the entry. */
  pattern: boolean;
}

/**
 * The whole decision. Rows are tried from the top for each entry that matched, all signs of a row must hold, and the
 * most serious row of any entry counts. One weak sign alone never rises above `note`, and a name alone never does.
 */
const TABLE: readonly (readonly [Level, readonly (keyof Signs)[]])[] = [
  ['listed', ['account']],
  ['likely', ['photo', 'name']],
  ['likely', ['photo', 'claimed']],
  ['likely', ['name', 'claimed']],
  ['likely', ['front']],
  ['likely', ['nearFront', 'pattern']],
  ['caution', ['pattern']],
  ['note', ['photo']],
  ['note', ['name']],
];

/** The level for one person: all evidence from the watch lists, and what the hallmarks amount to. */
export function decide(evidence: readonly Evidence[], pattern: HallmarkPattern): Level {
  const reached = [signsOf([], pattern), ...byEntry(evidence).map((group) => signsOf(group, pattern))];
  const row = TABLE.find(([, needed]) => reached.some((signs) => needed.every((sign) => signs[sign])));
  return row?.[0] ?? 'none';
}

/** Evidence counts together only when it is about the same entry: a name from one and a firm from another are no match. */
function byEntry(evidence: readonly Evidence[]): Evidence[][] {
  const groups = Map.groupBy(
    evidence.filter((item) => item.kind !== 'hallmark'),
    ({ entry }) => entryKey(entry),
  );
  return [...groups.values()];
}

function signsOf(group: readonly Evidence[], pattern: HallmarkPattern): Signs {
  const has = (test: (item: Evidence) => boolean) => group.some(test);
  return {
    account: has((item) => item.kind === 'account'),
    photo: has((item) => item.kind === 'photo'),
    name: has((item) => item.kind === 'name'),
    claimed: has((item) => item.kind === 'organisation' && item.role === 'claimed'),
    front: has((item) => item.kind === 'organisation' && item.role === 'front' && item.tier === 'same'),
    nearFront: has((item) => item.kind === 'organisation' && item.role === 'front' && item.tier === 'similar'),
    pattern: pattern === 'pattern',
  };
}
