import { useMemo, useState } from 'preact/hooks';
import { previewOf } from '../../reports/preview.ts';
import type { ReportDraft, ReportSummary } from '../../reports/report.ts';
import { useLanguage } from '../parts/language.ts';
import { useAttempt } from '../parts/useAttempt.ts';
import { useWorld } from '../parts/world.ts';
import { Preview } from '../report/Preview.tsx';
import { Saved } from '../report/Saved.tsx';

/** The structure of a page that could not be read, shown in full before one click sends it. */
export function LayoutReport({ draft }: { draft: ReportDraft }) {
  const language = useLanguage();
  const { t } = language;
  const { send } = useWorld();
  const [saved, setSaved] = useState<ReportSummary>();
  const [said, attempt] = useAttempt();
  const items = useMemo(() => previewOf(draft, language), [draft, language]);
  if (saved) return <Saved summary={saved} />;
  return (
    <section class="stack">
      <h1>{t('layout_title')}</h1>
      <p>{t('layout_text')}</p>
      <p>
        <button type="button" class="primary" onClick={() => attempt(async () => setSaved(await send(draft)))}>
          {t('report_send')}
        </button>
      </p>
      {said && <p role="alert">{said}</p>}
      <Preview items={items} off={new Set()} draft={draft} onSwitch={() => {}} />
    </section>
  );
}
