import type { SettingsView } from '../../platform/messages.ts';
import { useLanguage } from '../parts/language.ts';
import type { Answered } from '../parts/useAnswer.ts';
import { useWorld } from '../parts/world.ts';

const CHOICES = [
  ['inline', 'options_inline'],
  ['toolbar', 'options_toolbar'],
] as const;

interface DisplayChoiceProps {
  settings: SettingsView;
  again: Answered<SettingsView>['again'];
}

export function DisplayChoice({ settings, again }: DisplayChoiceProps) {
  const { t } = useLanguage();
  const { ask } = useWorld();
  const locked = settings.locked.includes('display');
  return (
    <section class="stack tight">
      <h2 id="display">{t('options_display')}</h2>
      <div role="radiogroup" aria-labelledby="display" class="stack tight">
        {CHOICES.map(([display, label]) => (
          <label key={display} class="choice">
            <input
              type="radio"
              name="display"
              disabled={locked}
              checked={settings.display === display}
              onChange={() => void again(() => ask('save-settings', { display }))}
            />
            {t(label)}
          </label>
        ))}
      </div>
      <p class="small">{locked ? t('options_locked') : t('options_toolbar_hint')}</p>
    </section>
  );
}
