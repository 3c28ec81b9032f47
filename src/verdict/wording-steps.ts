/**
 * What to do, after the four Rs of the published “Think Before You Link” guidance (recognise, realise, report, remove;
 * Security Institute Quarterly Q1 2021, p. 51), fitted to what was found.
 */
import { decide } from './decide.ts';
import type { Evidence, HallmarkEvidence, Level, OrganisationEvidence, Verdict } from './verdict.ts';
import { isolate, type Language, type MessageKey } from './wording-language.ts';

const RS = ['recognise', 'realise', 'report', 'remove'] as const;

export interface Step {
  r: (typeof RS)[number];
  title: string;
  text: string;
  /** Advice on the very signs that were found. */
  also: string[];
}

type Plain = Extract<MessageKey, `${(typeof RS)[number]}_${string}`>;

const ADVICE = {
  listed: ['recognise_listed', 'realise_text', 'report_listed', 'remove_listed'],
  likely: ['recognise_likely', 'realise_text', 'report_likely', 'remove_likely'],
  organisation: ['recognise_organisation', 'realise_text', 'report_likely', 'remove_likely'],
  caution: ['recognise_caution', 'realise_caution', 'report_caution', 'remove_caution'],
  none: ['recognise_none', 'realise_text', 'report_none', 'remove_none'],
} as const satisfies Record<string, readonly [Plain, Plain, Plain, Plain]>;

const MOST_ADVICE = 2;

const TITLES = ['do_recognise', 'do_realise', 'do_report', 'do_remove'] as const;

export function stepsFor(verdict: Pick<Verdict, 'level' | 'evidence'>, language: Language): Step[] {
  const { t } = language;
  const advice = ADVICE[situation(verdict)];
  return RS.map((r, index) => ({
    r,
    title: t(TITLES[index]!),
    text: t(advice[index]!),
    also: fitted(verdict.evidence, r, language),
  }));
}

/** What the rules of the signs found advise for one step, most telling first. */
function fitted(evidence: readonly Evidence[], r: Step['r'], language: Language): string[] {
  const advice = evidence.flatMap((piece) =>
    piece.kind === 'hallmark' && piece.step === r ? isolate(wordsOf(piece, language).advice, 300) : [],
  );
  return [...new Set(advice)].slice(0, MOST_ADVICE);
}

/** What a sign says in the reader's language, where its publisher has said it in that, else as it was first written. */
export function wordsOf(sign: HallmarkEvidence, { t }: Language) {
  return sign.wordings?.[t('locale')] ?? sign;
}

function situation(verdict: Pick<Verdict, 'level' | 'evidence'>): keyof typeof ADVICE {
  const level = toldLevel(verdict);
  if (level === 'note' || level === 'none') return 'none';
  return level === 'likely' && frontOf(verdict.evidence) ? 'organisation' : level;
}

/** The level whose words fit: what a partner's list found is told as what it is, however low the team caps its level. */
export function toldLevel({ level, evidence }: Pick<Verdict, 'level' | 'evidence'>): Level {
  return level !== 'listed' && isLikely(evidence) ? 'likely' : level;
}

/** The listed front organisation, when no listed profile explains the verdict. */
export function frontOf(evidence: readonly Evidence[]): OrganisationEvidence | undefined {
  return isLikely(evidence.filter((piece) => !isFront(piece))) ? undefined : evidence.find(isFront);
}

export function isFront(piece: Evidence): piece is OrganisationEvidence {
  return piece.kind === 'organisation' && piece.role === 'front';
}

function isLikely(evidence: readonly Evidence[]): boolean {
  return ['listed', 'likely'].includes(decide(evidence, 'none'));
}
