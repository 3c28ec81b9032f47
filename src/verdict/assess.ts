import type { HallmarkAssessment } from '../hallmarks/assess.ts';
import type { Message, Subject } from '../profile/facts.ts';
import type { PhotoHash } from '../profile/pdq.ts';
import { readPerson } from '../watchlist/keys.ts';
import type { Watchlist } from '../watchlist/open.ts';
import { decide } from './decide.ts';
import { type Evidence, LEVELS, type Level, type Verdict } from './verdict.ts';

type Weigh = (facts: Subject['facts'], messages: readonly Message[]) => HallmarkAssessment;

/** What a verdict is made from: the lists in force, and the hallmark rules in force. */
export interface Sources {
  /** The publisher's own list and those of its partners. Candidates are read while hallmarks are weighed. */
  watchlists: readonly Watchlist[] | Promise<readonly Watchlist[]>;
  hallmarks?: Weigh | Promise<Weigh | undefined>;
  /** 0 when no list has ever been synced. */
  listVersion: number;
}

/**
 * One verdict for each subject, by its key. All subjects are looked up together.
 *
 * @param photos what was seen of the subjects' photos, by their keys; empty while only browsing
 */
export async function assess(
  subjects: readonly Subject[],
  sources: Sources | Promise<Sources>,
  now: Date,
  photos: ReadonlyMap<string, readonly PhotoHash[]> = new Map(),
): Promise<Record<string, Verdict>> {
  // Before anything is waited for: a worker that has just woken waits for its disk anyway.
  const people = subjects.map(({ facts }) => readPerson(facts));
  const { listVersion, ...opening } = await sources;
  const seen = photos.size > 0 ? subjects.map((subject) => photos.get(subject.key) ?? []) : [];
  const [weigh, watchlists, sought] = await Promise.all([
    opening.hallmarks,
    opening.watchlists,
    Promise.resolve(opening.watchlists).then((lists) => Promise.all(lists.map((list) => list.seek(people, seen)))),
  ]);
  const unlisted = subjects.map(
    ({ facts, messages = [] }) => weigh?.(facts, messages) ?? { evidence: [], pattern: 'none' as const },
  );
  const found = await Promise.all(sought.map(({ evidence }) => evidence(now)));
  const verdicts: [string, Verdict][] = subjects.map((subject, index) => {
    const shown = unlisted[index]!;
    const listed = found.flatMap((evidence) => evidence[index]!);
    const evidence = [...listed, ...shown.evidence].sort((a, b) => rank(a) - rank(b));
    const perList = watchlists.map(({ cap }, list) => capped(decide(found[list]![index]!, shown.pattern), cap));
    const level = mostSerious([decide([], shown.pattern), ...perList]);
    const unread = 'languageRead' in shown && !shown.languageRead;
    return [subject.key, { level, evidence, listVersion, ...(unread && { languageRead: false }) }];
  });
  return Object.fromEntries(verdicts);
}

/** A delegated list leads no higher than its delegation allows, whatever it says. */
function capped(level: Level, cap: Level | undefined): Level {
  return cap !== undefined && LEVELS.indexOf(level) < LEVELS.indexOf(cap) ? cap : level;
}

function mostSerious(levels: readonly Level[]): Level {
  return LEVELS[Math.min(...levels.map((level) => LEVELS.indexOf(level)))]!;
}

/** Most telling first. */
const TELLING: readonly Evidence['kind'][] = ['account', 'photo', 'organisation', 'name', 'hallmark'];

function rank(evidence: Evidence): number {
  const exact = 'tier' in evidence && evidence.tier === 'similar' ? 0.5 : 0;
  return TELLING.indexOf(evidence.kind) + exact;
}
