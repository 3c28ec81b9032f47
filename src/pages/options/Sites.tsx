import { useId, useState } from 'preact/hooks';
import { hostOf, patternOf, type ReadSite } from '../../platform/hosts.ts';
import type { SettingsView } from '../../platform/messages.ts';
import { useLanguage } from '../parts/language.ts';
import type { Answered } from '../parts/useAnswer.ts';
import { useWorld } from '../parts/world.ts';

interface SitesProps {
  sites: readonly ReadSite[];
  settings: SettingsView | undefined;
  again: Answered<ReadSite[]>['again'];
}

/** Which sites may be read. A browser can withhold what was asked for, and no warning appears there then. */
export function Sites({ sites, settings, again }: SitesProps) {
  const { t } = useLanguage();
  const { ask, requestSite } = useWorld();
  // The policy may keep the choice from the user.
  const locked = settings?.locked.includes('sites') ?? true;
  const id = useId();
  const [address, setAddress] = useState('');
  const [problem, setProblem] = useState('');
  async function allow(pattern: string) {
    await requestSite(pattern);
    await again();
  }
  async function remove(host: string) {
    await ask('remove-site', { host });
    await again();
  }
  return (
    <section class="stack tight">
      <h2>{t('options_sites')}</h2>
      <ul class="list">
        {sites.map(({ host, by, pattern, allowed }) => (
          <li key={host} class="row spread">
            <span>
              <bdi>{host}</bdi>
              <span class="small block">
                {allowed ? t('options_site_read') : t('options_site_withheld')}
                {by === 'policy' && ` ${t('options_site_policy')}`}
              </span>
            </span>
            <span class="row">
              {!allowed && (
                <button type="button" class="quiet" onClick={() => allow(pattern)}>
                  {t('options_site_allow')}
                  <span class="said"> {host}</span>
                </button>
              )}
              {by === 'user' && !locked && (
                <button type="button" class="quiet" onClick={() => remove(host)}>
                  {t('options_site_remove')}
                  <span class="said"> {host}</span>
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {settings?.privateWindows === false && <p class="small">{t('options_private')}</p>}
      {locked && <p class="small">{t('options_locked')}</p>}
      {!locked && (
        <form
          class="stack tight"
          onSubmit={(event) => {
            event.preventDefault();
            const host = hostOf(address);
            setProblem(host === undefined ? t('options_site_problem') : '');
            if (host === undefined) return;
            void allow(patternOf(host));
            setAddress('');
          }}
        >
          <label for={id} class="term">
            {t('options_site_add')}
          </label>
          <p class="small">{t('options_site_add_text')}</p>
          <p class="row">
            <input
              id={id}
              type="text"
              inputMode="url"
              autoComplete="off"
              spellcheck={false}
              placeholder="people.example.org"
              value={address}
              onInput={(event) => setAddress(event.currentTarget.value)}
            />
            <button type="submit" class="plain">
              {t('options_site_add_button')}
            </button>
          </p>
          <p role="alert">{problem}</p>
        </form>
      )}
    </section>
  );
}
