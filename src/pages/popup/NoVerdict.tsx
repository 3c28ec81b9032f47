import type { PageState } from '../../platform/messages.ts';
import { LevelIcon } from '../parts/LevelIcon.tsx';
import { useLanguage } from '../parts/language.ts';

export interface NoVerdictProps {
  page: PageState;
  onAllow(): Promise<unknown>;
  onReload(): Promise<unknown>;
}

const TEXTS = {
  read: ['page_no_profile', 'page_no_profile_text'],
  'no-profile': ['page_no_profile', 'page_no_profile_text'],
  'no-list': ['level_unchecked', 'feed_never'],
  unreadable: ['page_unreadable', 'page_unreadable_text'],
  unsupported: ['page_unsupported', 'page_unsupported_text'],
  'no-permission': ['page_no_permission', 'page_no_permission_text'],
  orphaned: ['page_orphaned', 'page_orphaned_text'],
} as const;

/** Why there is no verdict. Silence must never look like “all is well”. */
export function NoVerdict({ page, onAllow, onReload }: NoVerdictProps) {
  const { t, list } = useLanguage();
  const [title, text] = TEXTS[page.state];
  const missing = page.state === 'unreadable' ? (page.reading?.health.missing ?? []) : [];
  return (
    <section class="card marked stack tight" data-level="note">
      <div class="row">
        <LevelIcon level="none" />
        <h2>{t(title)}</h2>
      </div>
      <p>{t(text)}</p>
      {missing.length > 0 && <p class="small">{t('page_missing', { facts: list(missing) })}</p>}
      {page.state === 'no-permission' && (
        <p>
          <button type="button" class="primary" onClick={() => void onAllow()}>
            {t('page_allow')}
          </button>
        </p>
      )}
      {page.state === 'orphaned' && (
        <p>
          <button type="button" class="primary" onClick={() => void onReload()}>
            {t('page_reload')}
          </button>
        </p>
      )}
    </section>
  );
}
