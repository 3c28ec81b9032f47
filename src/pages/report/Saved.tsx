import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ReportSummary } from '../../reports/report.ts';
import { useLanguage } from '../parts/language.ts';
import { useAttempt } from '../parts/useAttempt.ts';
import { useWorld } from '../parts/world.ts';

const TEXTS = {
  saved: 'report_saved_text',
  withdrawn: 'report_withdrawn_text',
  'too-late': 'report_too_late',
} as const;

/** Shown only once the sealed report is on disk; for the time it is held back, with a way to undo. */
export function Saved({ summary }: { summary: ReportSummary }) {
  const { t } = useLanguage();
  const { ask, now } = useWorld();
  const heading = useRef<HTMLHeadingElement>(null);
  const [held, setHeld] = useState(() => left(summary, now) > 0);
  const [outcome, setOutcome] = useState<keyof typeof TEXTS>('saved');
  const [problem, attempt] = useAttempt();
  useLayoutEffect(() => heading.current?.focus(), [outcome]);
  useEffect(() => {
    const timer = setTimeout(() => setHeld(false), Math.max(0, left(summary, now)));
    return () => clearTimeout(timer);
  }, [summary, now]);

  const undo = () =>
    attempt(async () => {
      const { withdrawn } = await ask('withdraw-report', { id: summary.id });
      setOutcome(withdrawn ? 'withdrawn' : 'too-late');
    });
  return (
    <section class="stack" role="status">
      <h1 ref={heading} tabIndex={-1}>
        {outcome === 'withdrawn' ? t('report_withdrawn') : t('report_saved')}
      </h1>
      <p>{t(TEXTS[outcome])}</p>
      {held && outcome === 'saved' && (
        <p class="row">
          <button type="button" class="plain" onClick={undo}>
            {t('report_undo')}
          </button>
          <span class="small">{t('report_undo_hint')}</span>
        </p>
      )}
      {problem && <p>{problem}</p>}
    </section>
  );
}

function left({ heldUntil }: ReportSummary, now: () => Date): number {
  return heldUntil ? new Date(heldUntil).getTime() - now().getTime() : 0;
}
