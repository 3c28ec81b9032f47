import { useCallback, useState } from 'preact/hooks';
import type { PageState } from '../../platform/messages.ts';
import { draftOf, layoutDraft } from '../../reports/draft.ts';
import type { ReportDraft } from '../../reports/report.ts';
import { FeedPanel } from '../parts/FeedPanel.tsx';
import { useLanguage } from '../parts/language.ts';
import { Page } from '../parts/Page.tsx';
import { ReportList } from '../parts/ReportList.tsx';
import { useAnswer } from '../parts/useAnswer.ts';
import { useAsk, useWorld } from '../parts/world.ts';
import { ReportForm } from '../report/ReportForm.tsx';
import { LayoutReport } from './LayoutReport.tsx';
import { NoVerdict } from './NoVerdict.tsx';
import { PersonPanel } from './PersonPanel.tsx';
import { type Person, peopleOf } from './people.ts';

/** A page or a list may still be arriving: where nobody is shown, one looks again a second later. */
function untilSomebody(page: PageState | undefined): number | undefined {
  const arriving = page?.reading !== undefined || page?.state === 'no-list';
  return arriving && peopleOf(page).length === 0 ? 1_000 : undefined;
}

/** Reports shown here; the options page has them all. */
const RECENT = 3;

export function Popup() {
  const { t } = useLanguage();
  const { ask, activeTabId, openOptions } = useWorld();
  const look = useCallback(async () => ask('page-state', { tabId: await activeTabId() }), [ask, activeTabId]);
  const page = useAnswer(look, untilSomebody);
  const feed = useAsk('feed-status');
  const reports = useAsk('reports');
  const [reported, setReported] = useState<Person>();
  const [layout, setLayout] = useState<ReportDraft>();
  const { value: state } = page;
  const people = peopleOf(state);
  const nobody = state !== undefined && people.length === 0;

  async function proposeLayout() {
    const { outline } = await ask('page-outline', { tabId: await activeTabId() });
    if (state?.reading) setLayout(layoutDraft(state.reading, outline));
  }
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
        <LayoutReport draft={layout} />
      </Page>
    );
  if (reported && state?.reading)
    return (
      <Page narrow>
        {back}
        <ReportForm draft={draftOf(reported.subject, reported.verdict, state.reading.url)} granted />
      </Page>
    );
  return (
    <Page narrow heading>
      {!state && (page.problem ? <p role="alert">{page.problem}</p> : <p role="status">{t('popup_reading')}</p>)}
      {people.length > 0 && <PersonPanel people={people} onReport={setReported} onShownAgain={page.again} />}
      {nobody && <NoVerdict page={state} onAllowed={page.again} onLayout={proposeLayout} />}
      <FeedPanel feed={feed} onChecked={page.again} />
      <ReportList reports={reports} most={RECENT} />
      <footer class="row spread">
        <a href="guidance.html" target="_blank" rel="noopener">
          {t('popup_guidance')}
        </a>
        <button type="button" class="quiet" onClick={openOptions}>
          {t('popup_options')}
        </button>
      </footer>
    </Page>
  );
}
