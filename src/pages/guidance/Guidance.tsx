import { stepsFor } from '../../verdict/wording-steps.ts';
import { useLanguage } from '../parts/language.ts';
import { Page } from '../parts/Page.tsx';
import { Steps } from '../parts/Steps.tsx';

/** The four Rs for any approach, and how to object to an entry; on one sheet of paper when printed. */
export function Guidance() {
  const language = useLanguage();
  const { t } = language;
  return (
    <Page>
      <div class="stack tight">
        <h1>{t('guidance_title')}</h1>
        <p>{t('guidance_lead')}</p>
      </div>
      <Steps steps={stepsFor({ level: 'caution', evidence: [] }, language)} />
      <section class="stack tight">
        <h2>{t('guidance_wrong')}</h2>
        <p>{t('guidance_wrong_text')}</p>
      </section>
      <p class="on-screen">
        <button type="button" class="plain" onClick={() => print()}>
          {t('guidance_print')}
        </button>
      </p>
    </Page>
  );
}
