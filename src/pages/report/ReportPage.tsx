import type { ReportDraft } from '../../reports/report.ts';
import { useLanguage } from '../parts/language.ts';
import { Page } from '../parts/Page.tsx';
import { useAnswer } from '../parts/useAnswer.ts';
import { ReportForm, type ReportFormProps } from './ReportForm.tsx';

interface ReportPageProps extends Omit<ReportFormProps, 'draft' | 'onCapture'> {
  /** `null` when it is no longer kept. Must keep its identity. */
  onDraft(): Promise<ReportDraft | null>;
}

/** The window that “Report” in a warning opens. */
export function ReportPage({ onDraft, ...form }: ReportPageProps) {
  const { t } = useLanguage();
  const { value: draft, problem, asking } = useAnswer(onDraft);
  return (
    <Page>
      {draft && <ReportForm draft={draft} {...form} />}
      {!draft && !asking && (
        <section class="stack tight">
          <h1>{t('report_gone')}</h1>
          <p>{problem ?? t('report_gone_text')}</p>
        </section>
      )}
    </Page>
  );
}
