import { mountPage } from '../../src/pages/mount.tsx';
import { Options } from '../../src/pages/options/Options.tsx';
import { ask } from '../../src/platform/client.ts';
import { userLanguage } from '../../src/platform/i18n.ts';
import type { DismissedProfile, Display } from '../../src/platform/messages.ts';
import { requestHosts, requestSite } from '../../src/platform/own-pages.ts';
import { readSites } from '../../src/platform/sites.ts';

const language = await userLanguage();
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
  onAllowSite: requestSite,
  onRemove: (host: string) => ask('remove-site', { host }),
  onAllow: requestHosts,
  onInvitation: (link: string) => ask('invitation', { link }),
  onJoin: (link: string) => ask('join', { link }),
  onLanguage: async (language: string | null) => {
    await ask('save-settings', { language });
    location.reload();
  },
  onDiagnostics: () => ask('diagnostics', {}),
  onCopy: (text: string) => navigator.clipboard.writeText(text),
  now: () => new Date(),
};

mountPage(language, language.t('options_title'), <Options {...actions} />);
