import { LOCALES } from '../../platform/locales.ts';
import { useLanguage } from '../parts/language.ts';

interface LanguageChoiceProps {
  /** Folder of `_locales`; undefined: as the browser. */
  chosen: string | undefined;
  onChoose(language: string | null): void;
}

/** Browsers follow the system, and not every one of them knows Welsh. */
export function LanguageChoice({ chosen, onChoose }: LanguageChoiceProps) {
  const { t } = useLanguage();
  return (
    <section class="stack tight">
      <h2 id="language">{t('options_language')}</h2>
      <select
        aria-labelledby="language"
        value={chosen ?? ''}
        onChange={({ currentTarget: { value } }) => onChoose(value === '' ? null : value)}
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
