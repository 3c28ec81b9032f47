import { Join } from '../join/Join.tsx';
import { FeedPanel } from '../parts/FeedPanel.tsx';
import { useLanguage } from '../parts/language.ts';
import { Page } from '../parts/Page.tsx';
import { ReportList } from '../parts/ReportList.tsx';
import { useAnswer } from '../parts/useAnswer.ts';
import { useAsk, useWorld } from '../parts/world.ts';
import { Diagnostics } from './Diagnostics.tsx';
import { DisplayChoice } from './DisplayChoice.tsx';
import { HiddenProfiles } from './HiddenProfiles.tsx';
import { LanguageChoice } from './LanguageChoice.tsx';
import { Managed } from './Managed.tsx';
import { Sites } from './Sites.tsx';

export function Options() {
  const { t } = useLanguage();
  const feed = useAsk('feed-status');
  const settings = useAsk('settings');
  const hidden = useAsk('dismissed');
  const reports = useAsk('reports');
  const sites = useAnswer(useWorld().readSites);
  const problems = new Set([settings, hidden, reports, sites].flatMap(({ problem }) => problem ?? []));
  const { value: set } = settings;
  return (
    <Page>
      <h1>{t('options_title')}</h1>
      {[...problems].map((problem) => (
        <p key={problem} role="alert">
          {t('action_failed', { problem })}
        </p>
      ))}
      <FeedPanel feed={feed} />
      {set?.followed.by === 'nobody' && <Join onJoined={feed.again} />}
      {set?.followed.by === 'join' && (
        <details>
          <summary>{t('join_another')}</summary>
          <Join onJoined={feed.again} />
        </details>
      )}
      {set?.managed && <Managed {...set} />}
      {set && <DisplayChoice settings={set} again={settings.again} />}
      {hidden.value && !set?.locked.includes('hidden') && (
        <HiddenProfiles profiles={hidden.value} again={hidden.again} />
      )}
      <ReportList reports={reports} />
      {sites.value && <Sites sites={sites.value} settings={set} again={sites.again} />}
      {set && <LanguageChoice chosen={set.language} />}
      <Diagnostics />
    </Page>
  );
}
