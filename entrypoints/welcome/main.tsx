import { mountPage } from '../../src/pages/mount.tsx';
import { Welcome } from '../../src/pages/welcome/Welcome.tsx';
import { browserLanguage } from '../../src/platform/i18n.ts';

const language = browserLanguage();
mountPage(language, language.t('welcome_title'), <Welcome />);
