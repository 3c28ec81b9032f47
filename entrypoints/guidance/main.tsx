import { Guidance } from '../../src/pages/guidance/Guidance.tsx';
import { mountPage } from '../../src/pages/mount.tsx';
import { userLanguage } from '../../src/platform/i18n.ts';

const language = await userLanguage();
mountPage(language, language.t('guidance_title'), <Guidance onPrint={() => window.print()} />);
