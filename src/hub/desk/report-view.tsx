import { useLanguage } from '../../pages/parts/language.ts';
import { KINDS, previewOf, REASON_WORDS } from '../../reports/preview.ts';
import type { Report } from '../../reports/report.ts';
import { instant } from './words.ts';

/**
 * One report in full, under the names that its sender saw. Everything in it was written by strangers: it is shown as
 * text, and no address is a link.
 */
export function ReportView({ report, receipt }: { report: Report; receipt: string }) {
  const language = useLanguage();
  const { t } = language;
  const rows = [
    ['Reported', instant(report.createdAt)],
    ['Receipt', receipt],
    ...(report.reason ? [[t('item_reason'), t(REASON_WORDS[report.reason])]] : []),
    ...(report.note ? [[t('item_note'), report.note]] : []),
    ...previewOf(report, language).map(({ label, value }) => [label, value]),
  ];
  return (
    <div class="stack">
      <h3>{t(KINDS[report.kind])}</h3>
      <dl>
        {rows.map(([term, value], index) => (
          <div key={index}>
            <dt>{term}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      {isJpeg(report.screenshot) && (
        <img src={`data:image/jpeg;base64,${report.screenshot}`} alt="The page, as the reporter saw it" />
      )}
    </div>
  );
}

const isJpeg = (base64: string | undefined) => base64 !== undefined && /^\/9j\/[A-Za-z0-9+/=]+$/.test(base64);
