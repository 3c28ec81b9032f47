import { useCallback } from 'preact/hooks';
import { useLanguage } from '../parts/language.ts';
import { Page } from '../parts/Page.tsx';
import { useAnswer } from '../parts/useAnswer.ts';
import { useWorld } from '../parts/world.ts';
import { ReportForm } from './ReportForm.tsx';

/** The window that “Report” in a warning opens, on the draft of that id. */
export function ReportPage({ id }: { id: string }) {
  const { t } = useLanguage();
  const { ask } = useWorld();
  const { value: draft, problem, asking } = useAnswer(useCallback(() => ask('report-draft', { id }), [ask, id]));
  return (
    <Page>
      {draft && <ReportForm draft={draft} />}
      {!draft && !asking && (
        <section class="stack tight">
          <h1>{t('report_gone')}</h1>
          <p>{problem ?? t('report_gone_text')}</p>
        </section>
      )}
    </Page>
  );
}
