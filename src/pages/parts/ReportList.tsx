import type { Outcome, ReportState, ReportSummary, Trouble } from '../../reports/report.ts';
import type { MessageKey } from '../../verdict/wording-language.ts';
import { useLanguage } from './language.ts';
import type { Answered } from './useAnswer.ts';
import { useWorld } from './world.ts';

interface ReportListProps {
  reports: Answered<ReportSummary[]>;
  /** Shows only so many, the newest. */
  most?: number;
}

const STATES = {
  queued: 'report_queued',
  sent: 'report_sent',
  received: 'report_received',
  decided: 'report_decided',
  refused: 'report_refused',
} as const satisfies Record<ReportState, MessageKey>;

const TROUBLES = {
  unreachable: 'trouble_unreachable',
  busy: 'trouble_busy',
  stranger: 'trouble_stranger',
  token: 'trouble_token',
  forbidden: 'trouble_forbidden',
  'no-hub': 'trouble_no_hub',
  'too-large': 'trouble_too_large',
  unreadable: 'trouble_unreadable',
  'id-taken': 'trouble_id_taken',
  'left-team': 'trouble_left_team',
} as const satisfies Record<Trouble, MessageKey>;

const OUTCOMES = {
  dismissed: 'outcome_dismissed',
  watching: 'outcome_watching',
  listed: 'outcome_listed',
  'already-listed': 'outcome_already_listed',
} as const satisfies Record<Outcome, MessageKey>;

/** What became of each report. There is nothing of its content here: the browser keeps none. */
export function ReportList({ reports: { value: reports, again }, most }: ReportListProps) {
  const { t, instant, day } = useLanguage();
  const { ask } = useWorld();
  async function withdraw(id: string) {
    await ask('withdraw-report', { id });
    await again();
  }
  return (
    <section class="stack tight">
      <h2>{t('reports_heading')}</h2>
      {reports?.length === 0 && <p>{t('reports_none')}</p>}
      {reports && reports.length > 0 && (
        <ul class="list">
          {reports.slice(0, most).map(({ id, createdAt, state, receipt, trouble, decision, withdrawable }) => (
            <li key={id}>
              <p class="term">
                {decision
                  ? t('report_outcome', { outcome: t(OUTCOMES[decision.outcome]), date: day(decision.date) })
                  : t(STATES[state])}
              </p>
              <p class="small">
                {t('report_of', { date: instant(createdAt) })}
                {receipt && (
                  <>
                    {' · '}
                    <bdi>{t('report_receipt', { receipt })}</bdi>
                  </>
                )}
              </p>
              {trouble && <p class="small">{t(TROUBLES[trouble])}</p>}
              {withdrawable && (
                <button type="button" class="quiet" onClick={() => withdraw(id)}>
                  {t('report_withdraw')}
                  <span class="said"> {t('report_of', { date: instant(createdAt) })}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
