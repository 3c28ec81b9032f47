import { mountPage } from '../../src/pages/mount.tsx';
import { ReportPage } from '../../src/pages/report/ReportPage.tsx';
import { sendReport } from '../../src/pages/send-report.ts';
import { ask } from '../../src/platform/client.ts';
import { userLanguage } from '../../src/platform/i18n.ts';

const language = await userLanguage();
const actions = {
  onDraft: () => ask('report-draft', { id: location.hash.slice(1) }),
  onSend: sendReport,
  onWithdraw: async (id: string) => (await ask('withdraw-report', { id })).withdrawn,
  onCopy: (text: string) => navigator.clipboard.writeText(text),
  now: () => new Date(),
};

mountPage(language, language.t('report_title'), <ReportPage {...actions} />);
