/** A report as it is first proposed to the user, from what was read and what was shown. */
import type { Reading, Subject } from '../profile/facts.ts';
import { COUNT_LIMITS } from '../profile/limits.ts';
import { OUTLINE_LIMIT } from '../sites/outline.ts';
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
    // Most telling first.
    evidence: [...new Set(ids)].slice(0, COUNT_LIMITS.evidence),
    listVersion: verdict.listVersion,
  };
}

/** What is needed to repair the reading of a page. It names no person, and not the page's address. */
export function layoutDraft({ site, kind, generation, health }: Reading, layout: string): ReportDraft {
  const what = [kind, generation, ...health.missing.map((fact) => `-${fact}`)].filter(Boolean).join(' ');
  return {
    kind: 'layout',
    pageUrl: '',
    subject: { key: '', surface: 'profile', facts: { site } },
    level: 'none',
    evidence: [],
    listVersion: 0,
    layout: `${what}\n${layout}`.slice(0, OUTLINE_LIMIT),
  };
}
