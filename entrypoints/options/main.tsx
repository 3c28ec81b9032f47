import { mountPage } from '../../src/pages/mount.tsx';
import { Options } from '../../src/pages/options/Options.tsx';
import { ask } from '../../src/platform/client.ts';
import { browserLanguage } from '../../src/platform/i18n.ts';
import type { DismissedProfile, Display } from '../../src/platform/messages.ts';
import { requestSite } from '../../src/platform/own-pages.ts';
import { readSites } from '../../src/platform/sites.ts';

const language = browserLanguage();
const actions = {
  onFeed: () => ask('feed-status', {}),
  onCheck: () => ask('check-now', {}),
  onSettings: () => ask('settings', {}),
  onDisplay: (display: Display) => ask('save-settings', { display }),
  onHidden: () => ask('dismissed', {}),
  onShowAgain: (profile: DismissedProfile) => ask('restore', profile),
  onReports: () => ask('reports', {}),
  onWithdraw: async (id: string) => (await ask('withdraw-report', { id })).withdrawn,
  onSites: readSites,
  onAllow: requestSite,
  onRemove: (host: string) => ask('remove-site', { host }),
  onDiagnostics: () => ask('diagnostics', {}),
  onCopy: (text: string) => navigator.clipboard.writeText(text),
  now: () => new Date(),
};

mountPage(language, language.t('options_title'), <Options {...actions} />);
