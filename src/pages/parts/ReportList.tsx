import type { Outcome, ReportState, ReportSummary, Trouble } from '../../reports/report.ts';
import type { MessageKey } from '../../verdict/wording-language.ts';
import { useLanguage } from './language.ts';

interface ReportListProps {
  reports: readonly ReportSummary[];
  onWithdraw(id: string): void;
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
} as const satisfies Record<Trouble, MessageKey>;

const OUTCOMES = {
  dismissed: 'outcome_dismissed',
  watching: 'outcome_watching',
  listed: 'outcome_listed',
  'already-listed': 'outcome_already_listed',
} as const satisfies Record<Outcome, MessageKey>;

/** What became of each report. There is nothing of its content here: the browser keeps none. */
export function ReportList({ reports, onWithdraw }: ReportListProps) {
  const { t, instant, day } = useLanguage();
  if (reports.length === 0) return <p>{t('reports_none')}</p>;
  return (
    <ul class="list">
      {reports.map(({ id, createdAt, state, receipt, trouble, decision, withdrawable }) => (
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
            <button type="button" class="quiet" onClick={() => onWithdraw(id)}>
              {t('report_withdraw')}
              <span class="said"> {t('report_of', { date: instant(createdAt) })}</span>
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
