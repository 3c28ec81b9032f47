import { useId, useState } from 'preact/hooks';
import { hostOf, patternOf, type ReadSite } from '../../platform/hosts.ts';
import { useLanguage } from '../parts/language.ts';

interface SitesProps {
  sites: readonly ReadSite[];
  privateWindows: boolean;
  /** The policy keeps the choice from the user. */
  locked: boolean;
  /** Asks the browser straight from the click. */
  onAllow(pattern: string): void;
  onRemove(host: string): void;
}

/** Which sites may be read. A browser can withhold what was asked for, and no warning appears there then. */
export function Sites({ sites, privateWindows, locked, onAllow, onRemove }: SitesProps) {
  const { t } = useLanguage();
  const id = useId();
  const [address, setAddress] = useState('');
  const [problem, setProblem] = useState('');
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
                <button type="button" class="quiet" onClick={() => onAllow(pattern)}>
                  {t('options_site_allow')}
                  <span class="said"> {host}</span>
                </button>
              )}
              {by === 'user' && !locked && (
                <button type="button" class="quiet" onClick={() => onRemove(host)}>
                  {t('options_site_remove')}
                  <span class="said"> {host}</span>
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {!privateWindows && <p class="small">{t('options_private')}</p>}
      {locked && <p class="small">{t('options_locked')}</p>}
      {!locked && (
        <form
          class="stack tight"
          onSubmit={(event) => {
            event.preventDefault();
            const host = hostOf(address);
            setProblem(host === undefined ? t('options_site_problem') : '');
            if (host === undefined) return;
            onAllow(patternOf(host));
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
