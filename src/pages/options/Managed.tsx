import type { SettingsView } from '../../platform/messages.ts';
import { isolate } from '../../verdict/wording-language.ts';
import { useLanguage } from '../parts/language.ts';
import { Text } from '../parts/Text.tsx';

/** Who manages this browser, and what of the policy could not be used and where it stands. */
export function Managed({ managedBy, policyProblems }: SettingsView) {
  const { t } = useLanguage();
  return (
    <section class="stack tight">
      <h2>
        {managedBy === undefined ? t('managed') : <Text of={t('managed_by', { organisation: isolate(managedBy) })} />}
      </h2>
      <p>{t('managed_text')}</p>
      {policyProblems.length > 0 && (
        <div class="card stack tight">
          <p>{t('managed_problems')}</p>
          <ul class="bullets">
            {policyProblems.map(({ setting, message }) => (
              <li key={`${setting} ${message}`}>
                <code>{setting}</code>: {message}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
