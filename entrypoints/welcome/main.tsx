import { mountPage } from '../../src/pages/mount.tsx';
import { Welcome } from '../../src/pages/welcome/Welcome.tsx';
import { ask } from '../../src/platform/client.ts';
import { userLanguage } from '../../src/platform/i18n.ts';
import { requestHosts } from '../../src/platform/own-pages.ts';

const language = await userLanguage();
const link = decodeURIComponent(location.hash.slice(1));
const actions = {
  onSettings: () => ask('settings', {}),
  onAllow: requestHosts,
  onInvitation: (link: string) => ask('invitation', { link }),
  onJoin: (link: string) => ask('join', { link }),
  ...(link !== '' && { link }),
};

mountPage(language, language.t('welcome_title'), <Welcome {...actions} />);
