import type { ReadSite } from '../../platform/hosts.ts';
import type { DismissedProfile, Display, FeedStatus, SettingsView } from '../../platform/messages.ts';
import type { ReportSummary } from '../../reports/report.ts';
import { FeedPanel } from '../parts/FeedPanel.tsx';
import { useLanguage } from '../parts/language.ts';
import { Page } from '../parts/Page.tsx';
import { ReportList } from '../parts/ReportList.tsx';
import { useAnswer } from '../parts/useAnswer.ts';
import { Diagnostics } from './Diagnostics.tsx';
import { DisplayChoice } from './DisplayChoice.tsx';
import { HiddenProfiles } from './HiddenProfiles.tsx';
import { Sites } from './Sites.tsx';

/** What the options page asks of the browser. Each function keeps its identity. */
export interface OptionsActions {
  onFeed(): Promise<FeedStatus>;
  onCheck(): Promise<FeedStatus>;
  onSettings(): Promise<SettingsView>;
  onDisplay(display: Display): Promise<SettingsView>;
  onHidden(): Promise<DismissedProfile[]>;
  onShowAgain(account: DismissedProfile): Promise<DismissedProfile[]>;
  onReports(): Promise<ReportSummary[]>;
  onWithdraw(id: string): Promise<boolean>;
  onSites(): Promise<ReadSite[]>;
  onAllow(pattern: string): Promise<unknown>;
  onRemove(host: string): Promise<unknown>;
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
      />
      {settings.value && (
        <DisplayChoice
          settings={settings.value}
          onChoose={(display) => void settings.again(() => actions.onDisplay(display))}
        />
      )}
      {hidden.value && (
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
          onAllow={async (pattern) => {
            await actions.onAllow(pattern);
            await sites.again();
          }}
          onRemove={async (host) => {
            await actions.onRemove(host);
            await sites.again();
          }}
        />
      )}
      <section class="stack tight">
        <h2>{t('options_language')}</h2>
        <p>{t('options_language_text')}</p>
      </section>
      <Diagnostics onDiagnostics={actions.onDiagnostics} onCopy={actions.onCopy} />
    </Page>
  );
}
