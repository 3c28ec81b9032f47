import type { ReadSite } from '../../platform/hosts.ts';
import type { DismissedProfile, Display, FeedState, SettingsView } from '../../platform/messages.ts';
import type { ReportSummary } from '../../reports/report.ts';
import { Join, type JoinActions } from '../join/Join.tsx';
import { FeedPanel } from '../parts/FeedPanel.tsx';
import { useLanguage } from '../parts/language.ts';
import { Page } from '../parts/Page.tsx';
import { ReportList } from '../parts/ReportList.tsx';
import { useAnswer } from '../parts/useAnswer.ts';
import { Diagnostics } from './Diagnostics.tsx';
import { DisplayChoice } from './DisplayChoice.tsx';
import { HiddenProfiles } from './HiddenProfiles.tsx';
import { LanguageChoice } from './LanguageChoice.tsx';
import { Managed } from './Managed.tsx';
import { Sites } from './Sites.tsx';

/** What the options page asks of the browser. Each function keeps its identity. */
interface OptionsActions extends JoinActions {
  onFeed(): Promise<FeedState>;
  onCheck(): Promise<FeedState>;
  onSettings(): Promise<SettingsView>;
  onDisplay(display: Display): Promise<SettingsView>;
  onHidden(): Promise<DismissedProfile[]>;
  onShowAgain(account: DismissedProfile): Promise<DismissedProfile[]>;
  onReports(): Promise<ReportSummary[]>;
  onWithdraw(id: string): Promise<boolean>;
  onSites(): Promise<ReadSite[]>;
  onAllowSite(pattern: string): Promise<unknown>;
  onRemove(host: string): Promise<unknown>;
  onLanguage(language: string | null): Promise<unknown>;
  onDiagnostics(): Promise<{ text: string }>;
  onCopy(text: string): Promise<void>;
}

export function Options({ now, ...actions }: OptionsActions & { now(): Date }) {
  const { t } = useLanguage();
  const feed = useAnswer(actions.onFeed);
  const settings = useAnswer(actions.onSettings);
  const hidden = useAnswer(actions.onHidden);
  const reports = useAnswer(actions.onReports);
  const sites = useAnswer(actions.onSites);
  const problems = new Set([settings, hidden, reports, sites].flatMap(({ problem }) => problem ?? []));
  const joining = { ...actions, onJoined: () => void feed.again() };
  return (
    <Page>
      <h1>{t('options_title')}</h1>
      {[...problems].map((problem) => (
        <p key={problem} role="alert">
          {t('action_failed', { problem })}
        </p>
      ))}
      <FeedPanel
        feed={feed.value}
        checking={feed.asking}
        problem={feed.problem}
        now={now()}
        onCheck={() => void feed.again(actions.onCheck)}
        onAllow={async (hosts) => {
          await actions.onAllow(hosts);
          await feed.again(actions.onCheck);
        }}
      />
      {settings.value?.followed.by === 'nobody' && <Join {...joining} />}
      {settings.value?.followed.by === 'join' && (
        <details>
          <summary>{t('join_another')}</summary>
          <Join {...joining} />
        </details>
      )}
      {settings.value?.managed && <Managed {...settings.value} />}
      {settings.value && (
        <DisplayChoice
          settings={settings.value}
          onChoose={(display) => void settings.again(() => actions.onDisplay(display))}
        />
      )}
      {hidden.value && !settings.value?.locked.includes('hidden') && (
        <HiddenProfiles
          profiles={hidden.value}
          onShowAgain={(profile) => void hidden.again(() => actions.onShowAgain(profile))}
        />
      )}
      <section class="stack tight">
        <h2>{t('reports_heading')}</h2>
        {reports.value && (
          <ReportList
            reports={reports.value}
            onWithdraw={async (id) => {
              await actions.onWithdraw(id);
              await reports.again();
            }}
          />
        )}
      </section>
      {sites.value && (
        <Sites
          sites={sites.value}
          privateWindows={settings.value?.privateWindows ?? true}
          locked={settings.value?.locked.includes('sites') ?? true}
          onAllow={async (pattern) => {
            await actions.onAllowSite(pattern);
            await sites.again();
          }}
          onRemove={async (host) => {
            await actions.onRemove(host);
            await sites.again();
          }}
        />
      )}
      {settings.value && <LanguageChoice chosen={settings.value.language} onChoose={actions.onLanguage} />}
      <Diagnostics onDiagnostics={actions.onDiagnostics} onCopy={actions.onCopy} />
    </Page>
  );
}
