import { useState } from 'preact/hooks';
import type { FeedState, PageState } from '../../platform/messages.ts';
import { draftOf, layoutDraft } from '../../reports/draft.ts';
import type { ReportDraft, ReportSummary } from '../../reports/report.ts';
import { FeedPanel } from '../parts/FeedPanel.tsx';
import { useLanguage } from '../parts/language.ts';
import { Page } from '../parts/Page.tsx';
import { ReportList } from '../parts/ReportList.tsx';
import { useAnswer } from '../parts/useAnswer.ts';
import { ReportForm, type ReportFormProps } from '../report/ReportForm.tsx';
import { LayoutReport } from './LayoutReport.tsx';
import { NoVerdict } from './NoVerdict.tsx';
import { PersonPanel } from './PersonPanel.tsx';
import { type Person, peopleOf } from './people.ts';

/** What the popup asks of the browser. Each function keeps its identity. */
interface PopupActions extends Omit<ReportFormProps, 'draft' | 'now'> {
  onPage(): Promise<PageState>;
  /** The structure of the page, without its text. */
  onOutline(): Promise<string>;
  onFeed(): Promise<FeedState>;
  onCheck(): Promise<FeedState>;
  onReports(): Promise<ReportSummary[]>;
  onShowAgain(account: { site: string; account: string }): Promise<unknown>;
  onAllow(pattern: string): Promise<unknown>;
  /** Lets the browser reach the feed. */
  onAllowHosts(hosts: readonly string[]): Promise<unknown>;
  onReload(): Promise<unknown>;
  onInvitation(link: string): Promise<unknown>;
  onOptions(): Promise<unknown>;
}

/** A page or a list may still be arriving: where nobody is shown, one looks again a second later. */
function untilSomebody(page: PageState | undefined): number | undefined {
  const arriving = page?.reading !== undefined || page?.state === 'no-list';
  return arriving && peopleOf(page).length === 0 ? 1_000 : undefined;
}

/** Reports shown here; the options page has them all. */
const RECENT = 3;

export function Popup({ now, ...actions }: PopupActions & { now(): Date }) {
  const { t } = useLanguage();
  const page = useAnswer(actions.onPage, untilSomebody);
  const feed = useAnswer(actions.onFeed);
  const reports = useAnswer(actions.onReports);
  const [reported, setReported] = useState<Person>();
  const [layout, setLayout] = useState<ReportDraft>();
  const { value: state } = page;
  const people = peopleOf(state);
  const nobody = state !== undefined && people.length === 0;

  const back = (
    <p>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          setReported(undefined);
          setLayout(undefined);
          void reports.again();
        }}
      >
        {t('popup_back')}
      </button>
    </p>
  );
  if (layout)
    return (
      <Page narrow>
        {back}
        <LayoutReport draft={layout} onSend={actions.onSend} onWithdraw={actions.onWithdraw} now={now} />
      </Page>
    );
  if (reported && state?.reading)
    return (
      <Page narrow>
        {back}
        <ReportForm
          draft={draftOf(reported.subject, reported.verdict, state.reading.url)}
          onSend={actions.onSend}
          onWithdraw={actions.onWithdraw}
          onCopy={actions.onCopy}
          onCapture={actions.onCapture}
          now={now}
        />
      </Page>
    );
  return (
    <Page narrow heading>
      {!state && (page.problem ? <p role="alert">{page.problem}</p> : <p role="status">{t('popup_reading')}</p>)}
      {people.length > 0 && (
        <PersonPanel
          people={people}
          onReport={setReported}
          onShowAgain={async (account) => {
            await actions.onShowAgain(account);
            await page.again();
          }}
        />
      )}
      {nobody && (
        <NoVerdict
          page={state}
          onAllow={async (pattern) => {
            await actions.onAllow(pattern);
            await page.again();
          }}
          onReload={actions.onReload}
          onLayout={async () => state.reading && setLayout(layoutDraft(state.reading, await actions.onOutline()))}
          onInvitation={actions.onInvitation}
        />
      )}
      <FeedPanel
        feed={feed.value}
        checking={feed.asking}
        problem={feed.problem}
        now={now()}
        onCheck={async () => {
          await feed.again(actions.onCheck);
          await page.again();
        }}
        onAllow={async (hosts) => {
          await actions.onAllowHosts(hosts);
          await feed.again(actions.onCheck);
        }}
      />
      <section class="stack tight">
        <h2>{t('reports_heading')}</h2>
        {reports.value && (
          <ReportList
            reports={reports.value.slice(0, RECENT)}
            onWithdraw={async (id) => {
              await actions.onWithdraw(id);
              await reports.again();
            }}
          />
        )}
      </section>
      <footer class="row spread">
        <a href="guidance.html" target="_blank" rel="noopener">
          {t('popup_guidance')}
        </a>
        <button type="button" class="quiet" onClick={() => void actions.onOptions()}>
          {t('popup_options')}
        </button>
      </footer>
    </Page>
  );
}
