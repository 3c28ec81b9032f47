import type { FeedState } from '../../platform/messages.ts';
import { isolate, type Language } from '../../verdict/wording-language.ts';
import { useLanguage } from './language.ts';
import { sentenceOf } from './problem.ts';
import { Text } from './Text.tsx';
import type { Answered } from './useAnswer.ts';
import { useWorld } from './world.ts';

interface FeedPanelProps {
  feed: Answered<FeedState>;
  onChecked?(): void;
}

/** Whose list is in force, how old it is, and what went wrong when it could not be renewed. */
export function FeedPanel({ feed: { value: feed, problem, asking, again }, onChecked }: FeedPanelProps) {
  const language = useLanguage();
  const { ask, now, requestHosts } = useWorld();
  const { t, ago, instant, number } = language;
  const withheld = feed?.withheld ?? [];
  async function check() {
    await again(() => ask('check-now', {}));
    onChecked?.();
  }
  async function allow() {
    await requestHosts(withheld);
    await check();
  }
  return (
    <section class="stack tight">
      <h2>{t('feed_heading')}</h2>
      <div role="status" class="stack tight">
        {feed && (
          <>
            {feed.version > 0 && (
              <p class="term">
                <Text of={title(feed, language)} />
              </p>
            )}
            <p>
              <Text of={state(feed, language)} />
            </p>
            <p class="small">
              {[
                feed.entries !== undefined && t('feed_entries', { count: number(feed.entries) }),
                feed.signedAt && t('feed_signed', { date: instant(feed.signedAt) }),
                feed.checkedAt && t('feed_checked', { age: ago(feed.checkedAt, now()) }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </>
        )}
        {withheld.length > 0 && <p>{t('feed_withheld', { hosts: withheld.map(hostOf).join(', ') })}</p>}
        {problem && <p>{t('action_failed', { problem })}</p>}
      </div>
      <p class="row">
        {withheld.length > 0 && (
          <button type="button" class="primary" onClick={allow}>
            {t('feed_allow')}
          </button>
        )}
        <button type="button" class="plain" disabled={asking} onClick={check}>
          {asking ? t('feed_checking') : t('feed_check')}
        </button>
      </p>
    </section>
  );
}

/** `*://host/*` */
const hostOf = (pattern: string) => pattern.split('/')[2]!;

function title({ version, publisher }: FeedState, { t, number }: Language): string {
  return publisher
    ? t('feed_title', { version: number(version), publisher: isolate(publisher) })
    : t('feed_title_plain', { version: number(version) });
}

function state(feed: FeedState, { t, instant, number }: Language): string {
  const problem = feed.problem ? `${sentenceOf(feed.problem, t)} (${feed.problem.code})` : '';
  const standing = () => {
    switch (feed.state) {
      case 'fresh':
        return t('feed_fresh');
      case 'stale':
        return t('feed_stale', { date: feed.expiresAt ? instant(feed.expiresAt) : '' });
      case 'never-synced':
        return t('feed_never');
    }
  };
  if (feed.state !== 'refused') return `${standing()} ${problem}`.trim();
  return feed.version > 0
    ? t('feed_refused', { version: number(feed.version), problem })
    : t('feed_refused_first', { problem });
}
