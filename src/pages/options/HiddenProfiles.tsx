import type { DismissedProfile } from '../../platform/messages.ts';
import { isolate } from '../../verdict/wording-language.ts';
import { useLanguage } from '../parts/language.ts';
import { Text } from '../parts/Text.tsx';
import type { Answered } from '../parts/useAnswer.ts';
import { useWorld } from '../parts/world.ts';

interface HiddenProfilesProps {
  profiles: readonly DismissedProfile[];
  again: Answered<DismissedProfile[]>['again'];
}

export function HiddenProfiles({ profiles, again }: HiddenProfilesProps) {
  const { t } = useLanguage();
  const { ask } = useWorld();
  return (
    <section class="stack tight">
      <h2>{t('options_hidden')}</h2>
      {profiles.length === 0 && <p>{t('options_hidden_none')}</p>}
      <ul class={profiles.length > 0 ? 'list' : ''}>
        {profiles.map((profile) => {
          const account = `${profile.site} · ${profile.account}`;
          return (
            <li key={account} class="row spread">
              <bdi>{account}</bdi>
              <button type="button" class="quiet" onClick={() => again(() => ask('restore', profile))}>
                <span aria-hidden="true">{t('popup_show_again')}</span>
                <span class="said">
                  <Text of={t('options_hidden_of', { account: isolate(account) })} />
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
