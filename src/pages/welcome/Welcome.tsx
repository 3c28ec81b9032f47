import { wordingOf } from '../../verdict/wording.ts';
import { Join } from '../join/Join.tsx';
import { useLanguage } from '../parts/language.ts';
import { Mark } from '../parts/Mark.tsx';
import { Page } from '../parts/Page.tsx';
import { Verdict } from '../parts/Verdict.tsx';
import { useAsk } from '../parts/world.ts';
import { exampleVerdicts } from './examples.ts';

/** The first minute, perhaps led here by a join link: what a warning looks like, what Gamekeeper does and never does, and where its button is. */
export function Welcome({ link }: { link: string }) {
  const language = useLanguage();
  const { t } = language;
  const { value: settings } = useAsk('settings');
  const invited = settings?.followed.by === 'nobody' || (link !== '' && settings?.followed.by === 'join');
  return (
    <Page>
      <div class="stack tight">
        <h1>{t('welcome_title')}</h1>
        <p>{t('welcome_lead')}</p>
      </div>
      {invited && <Join link={link} />}
      <section class="stack">
        <h2>{t('welcome_levels')}</h2>
        <p>{t('welcome_levels_text')}</p>
        {exampleVerdicts(t).map((verdict) => (
          <Verdict key={verdict.level} wording={wordingOf(verdict, language)} heading="h3" />
        ))}
      </section>
      <section class="stack tight">
        <h2>{t('welcome_button')}</h2>
        <div class="row">
          <Mark size={32} />
          <p class="beside">{t('welcome_button_text')}</p>
        </div>
      </section>
      <section class="stack tight">
        <h2>{t('welcome_does')}</h2>
        <ul class="bullets stack tight">
          <li>{t('welcome_does_compare')}</li>
          <li>{t('welcome_does_why')}</li>
          <li>{t('welcome_does_report')}</li>
        </ul>
      </section>
      <section class="stack tight">
        <h2>{t('welcome_never')}</h2>
        <ul class="bullets stack tight">
          <li>{t('welcome_never_send')}</li>
          <li>{t('welcome_never_judge')}</li>
          <li>{t('welcome_never_safe')}</li>
        </ul>
      </section>
      <p>{t('welcome_done')}</p>
    </Page>
  );
}
