import type { Display, SettingsView } from '../../platform/messages.ts';
import { isolate } from '../../verdict/wording-language.ts';
import { useLanguage } from '../parts/language.ts';
import { Text } from '../parts/Text.tsx';

const CHOICES = [
  ['inline', 'options_inline'],
  ['toolbar', 'options_toolbar'],
] as const;

/** Where warnings appear, and what of it a policy has fixed or got wrong. */
export function DisplayChoice({ settings, onChoose }: { settings: SettingsView; onChoose(display: Display): void }) {
  const { t } = useLanguage();
  const locked = settings.locked.includes('display');
  return (
    <section class="stack tight">
      <h2 id="display">{t('options_display')}</h2>
      {settings.managedBy && (
        <p>
          <Text of={t('options_managed', { organisation: isolate(settings.managedBy) })} />
        </p>
      )}
      {settings.policyProblems.map(({ setting, message }) => (
        <p key={setting} class="card">
          {t('options_problem', { setting, problem: message })}
        </p>
      ))}
      <div role="radiogroup" aria-labelledby="display" class="stack tight">
        {CHOICES.map(([display, label]) => (
          <label key={display} class="choice">
            <input
              type="radio"
              name="display"
              disabled={locked}
              checked={settings.display === display}
              onChange={() => onChoose(display)}
            />
            {t(label)}
          </label>
        ))}
      </div>
      <p class="small">{locked ? t('options_locked') : t('options_toolbar_hint')}</p>
    </section>
  );
}
