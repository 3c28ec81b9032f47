import type { Message, Subject } from '../profile/facts.ts';
import type { Watchlist } from '../watchlist/open.ts';
import { decide } from './decide.ts';
import type { Evidence, HallmarkEvidence, HallmarkPattern, Verdict } from './verdict.ts';

/** What a verdict is made from: the lists in force, and the hallmark rules in force. */
export interface Sources {
  /** The publisher's own list and those of its partners. */
  watchlists: readonly Watchlist[];
  hallmarks?: (facts: Subject['facts'], messages: readonly Message[]) => HallmarkAssessment;
  /** 0 when no list has ever been synced. */
  listVersion: number;
}

export interface HallmarkAssessment {
  evidence: HallmarkEvidence[];
  pattern: HallmarkPattern;
}

/** One verdict for each subject, by its key. All subjects are looked up together. */
export async function assess(
  subjects: readonly Subject[],
  { watchlists, hallmarks, listVersion }: Sources,
  now: Date,
): Promise<Record<string, Verdict>> {
  const facts = subjects.map((subject) => subject.facts);
  const found = await Promise.all(watchlists.map((watchlist) => watchlist.lookUp(facts, now)));
  const verdicts: [string, Verdict][] = subjects.map((subject, index) => {
    const shown = hallmarks?.(subject.facts, subject.messages ?? []) ?? { evidence: [], pattern: 'none' };
    const listed = found.flatMap((evidence) => evidence[index]!);
    const evidence = [...listed, ...shown.evidence].sort((a, b) => rank(a) - rank(b));
    return [subject.key, { level: decide(listed, shown.pattern), evidence, listVersion }];
  });
  return Object.fromEntries(verdicts);
}

/** Most telling first. */
const TELLING: readonly Evidence['kind'][] = ['account', 'photo', 'organisation', 'name', 'hallmark'];

function rank(evidence: Evidence): number {
  const exact = 'tier' in evidence && evidence.tier === 'similar' ? 0.5 : 0;
  return TELLING.indexOf(evidence.kind) + exact;
}
