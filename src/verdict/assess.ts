import type { HallmarkAssessment } from '../hallmarks/assess.ts';
import type { Message, Subject } from '../profile/facts.ts';
import type { Watchlist } from '../watchlist/open.ts';
import { decide } from './decide.ts';
import type { Evidence, Verdict } from './verdict.ts';

/** What a verdict is made from: the lists in force, and the hallmark rules in force. */
export interface Sources {
  /** The publisher's own list and those of its partners. */
  watchlists: readonly Watchlist[];
  hallmarks?: (facts: Subject['facts'], messages: readonly Message[]) => HallmarkAssessment;
  /** 0 when no list has ever been synced. */
  listVersion: number;
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
    const shown = hallmarks?.(subject.facts, subject.messages ?? []) ?? { evidence: [], pattern: 'none' as const };
    const listed = found.flatMap((evidence) => evidence[index]!);
    const evidence = [...listed, ...shown.evidence].sort((a, b) => rank(a) - rank(b));
    const level = decide(listed, shown.pattern);
    const unread = 'languageRead' in shown && !shown.languageRead;
    return [subject.key, { level, evidence, listVersion, ...(unread && { languageRead: false }) }];
  });
  return Object.fromEntries(verdicts);
}

/** Most telling first. */
const TELLING: readonly Evidence['kind'][] = ['account', 'photo', 'organisation', 'name', 'hallmark'];

function rank(evidence: Evidence): number {
  const exact = 'tier' in evidence && evidence.tier === 'similar' ? 0.5 : 0;
  return TELLING.indexOf(evidence.kind) + exact;
}
