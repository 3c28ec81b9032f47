import { mountPage } from '../../src/pages/mount.tsx';
import { Popup } from '../../src/pages/popup/Popup.tsx';
import { sendReport } from '../../src/pages/send-report.ts';
import { ask } from '../../src/platform/client.ts';
import { userLanguage } from '../../src/platform/i18n.ts';
import {
  activeTabId,
  captureTab,
  openInvitation,
  openOptions,
  reloadTab,
  requestHosts,
  requestSite,
} from '../../src/platform/own-pages.ts';

const language = await userLanguage();
const actions = {
  onPage: async () => ask('page-state', { tabId: await activeTabId() }),
  onOutline: async () => (await ask('page-outline', { tabId: await activeTabId() })).outline,
  onFeed: () => ask('feed-status', {}),
  onCheck: () => ask('check-now', {}),
  onReports: () => ask('reports', {}),
  onShowAgain: (account: { site: string; account: string }) => ask('restore', account),
  onAllow: requestSite,
  onAllowHosts: requestHosts,
  onReload: async () => {
    await reloadTab();
    window.close();
  },
  onInvitation: async (link: string) => {
    await openInvitation(link);
    window.close();
  },
  onOptions: openOptions,
  onSend: sendReport,
  onWithdraw: async (id: string) => (await ask('withdraw-report', { id })).withdrawn,
  onCopy: (text: string) => navigator.clipboard.writeText(text),
  onCapture: captureTab,
  now: () => new Date(),
};

mountPage(language, language.t('extension_name'), <Popup {...actions} />);
