import { LOCALES } from '../../platform/locales.ts';
import { useLanguage } from '../parts/language.ts';
import { useWorld } from '../parts/world.ts';

interface LanguageChoiceProps {
  /** Folder of `_locales`; undefined: as the browser. */
  chosen: string | undefined;
}

/** Browsers follow the system, and not every one of them knows Welsh. */
export function LanguageChoice({ chosen }: LanguageChoiceProps) {
  const { t } = useLanguage();
  const { ask } = useWorld();
  async function choose(language: string) {
    await ask('save-settings', { language: language || null });
    location.reload();
  }
  return (
    <section class="stack tight">
      <h2 id="language">{t('options_language')}</h2>
      <select
        aria-labelledby="language"
        value={chosen ?? ''}
        onChange={({ currentTarget }) => void choose(currentTarget.value)}
      >
        <option value="">{t('options_language_browser')}</option>
        {Object.entries(LOCALES).map(([locale, name]) => (
          <option key={locale} value={locale} lang={locale.replace('_', '-')}>
            {name}
          </option>
        ))}
      </select>
    </section>
  );
}
