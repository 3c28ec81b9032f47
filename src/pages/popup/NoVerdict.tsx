import type { PageState } from '../../platform/messages.ts';
import { LevelIcon } from '../parts/LevelIcon.tsx';
import { useLanguage } from '../parts/language.ts';
import { useWorld } from '../parts/world.ts';

interface NoVerdictProps {
  page: PageState;
  onAllowed(): void;
  onLayout(): void;
}

const TEXTS = {
  read: ['page_no_profile', 'page_no_profile_text'],
  'no-profile': ['page_no_profile', 'page_no_profile_text'],
  'no-list': ['level_unchecked', 'feed_never'],
  unreadable: ['page_unreadable', 'page_unreadable_text'],
  unsupported: ['page_unsupported', 'page_unsupported_text'],
  'no-permission': ['page_no_permission', 'page_no_permission_text'],
  orphaned: ['page_orphaned', 'page_orphaned_text'],
  invitation: ['page_invitation', 'page_invitation_text'],
} as const;

/** Why there is no verdict. Silence must never look like “all is well”. */
export function NoVerdict({ page, onAllowed, onLayout }: NoVerdictProps) {
  const { t } = useLanguage();
  const { requestSite, openInvitation, reloadTab } = useWorld();
  const [title, text] = TEXTS[page.state];
  const primary = page.state === 'unsupported' ? 'plain' : 'primary';
  return (
    <section class="card marked stack tight" data-level="note">
      <div class="row">
        <LevelIcon level="none" />
        <h2>{t(title)}</h2>
      </div>
      <p>{t(text)}</p>
      {page.site && page.state !== 'orphaned' && (
        <>
          {page.state === 'unsupported' && <p>{t('page_add_text')}</p>}
          <p>
            <button
              type="button"
              class={primary}
              onClick={() => requestSite(page.site!.pattern).then(() => onAllowed())}
            >
              {page.state === 'unsupported' ? t('page_add', { host: page.site.host }) : t('page_allow')}
            </button>
          </p>
        </>
      )}
      {page.state === 'unreadable' && (
        <p>
          <button type="button" class="plain" onClick={onLayout}>
            {t('page_layout')}
          </button>
        </p>
      )}
      {page.link !== undefined && (
        <p>
          <button type="button" class="primary" onClick={() => openInvitation(page.link!)}>
            {t('join_look')}
          </button>
        </p>
      )}
      {page.state === 'orphaned' && (
        <p>
          <button type="button" class="primary" onClick={reloadTab}>
            {t('page_reload')}
          </button>
        </p>
      )}
    </section>
  );
}
