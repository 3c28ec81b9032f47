import type { SiteAccess } from '../../platform/own-pages.ts';
import { useLanguage } from '../parts/language.ts';

/** Which sites may be read. A browser can withhold what the extension asked for, and no warning appears there then. */
export function Sites({ sites, onAllow }: { sites: readonly SiteAccess[]; onAllow(): void }) {
  const { t } = useLanguage();
  return (
    <section class="stack tight">
      <h2>{t('options_sites')}</h2>
      <ul class="list">
        {sites.map(({ domain, allowed }) => (
          <li key={domain} class="row spread">
            <span>{domain}</span>
            <span class="small">{allowed ? t('options_site_read') : t('options_site_withheld')}</span>
          </li>
        ))}
      </ul>
      {sites.some(({ allowed }) => !allowed) && (
        <p>
          <button type="button" class="plain" onClick={onAllow}>
            {t('options_allow')}
          </button>
        </p>
      )}
    </section>
  );
}
