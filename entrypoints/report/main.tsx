import { mountPage } from '../../src/pages/mount.tsx';
import { ReportPage } from '../../src/pages/report/ReportPage.tsx';
import { ask } from '../../src/platform/client.ts';
import { browserLanguage } from '../../src/platform/i18n.ts';
import type { ReportDraft } from '../../src/reports/report.ts';

const language = browserLanguage();
const actions = {
  onDraft: () => ask('report-draft', { id: location.hash.slice(1) }),
  onSend: (draft: ReportDraft) => ask('send-report', draft),
  onWithdraw: async (id: string) => (await ask('withdraw-report', { id })).withdrawn,
  onCopy: (text: string) => navigator.clipboard.writeText(text),
  now: () => new Date(),
};

mountPage(language, language.t('report_title'), <ReportPage {...actions} />);
