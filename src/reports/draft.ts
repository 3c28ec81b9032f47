/** A report as it is first proposed to the user, from what was read and what was shown. */
import type { Subject } from '../profile/facts.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { ReportDraft } from './report.ts';

export type ReportKind = ReportDraft['kind'];

/** @param kind a profile that nothing warned of is sent with "please check" unless the user says otherwise */
export function draftOf(
  subject: Subject,
  verdict: Verdict,
  pageUrl: string,
  kind: ReportKind = verdict.level === 'none' || verdict.level === 'note' ? 'check' : 'approach',
): ReportDraft {
  const ids = verdict.evidence.map((piece) => (piece.kind === 'hallmark' ? piece.id : piece.entry.id));
  return {
    kind,
    pageUrl,
    subject,
    level: verdict.level,
    evidence: [...new Set(ids)],
    listVersion: verdict.listVersion,
  };
}
