import { useCallback, useEffect, useState } from 'preact/hooks';
import { type Referral, referralText, referSubject } from '../../reports/referral.ts';
import type { Report } from '../../reports/report.ts';
import type { DeskAction, DeskReport } from '../desk-api.ts';
import type { State } from '../states.ts';
import { ActionForm } from './action-form.tsx';
import type { Api, PersonDetail } from './api.ts';
import { useCard } from './desk.tsx';
import type { Identity } from './identity.tsx';
import { usePoll } from './poll.ts';
import { type Opened, openReport } from './reader.ts';
import { ReportView } from './report-view.tsx';
import { actionWords, instant, stateWords } from './words.ts';

interface Props {
  api: Api;
  identity: Identity;
  person: string;
  me: string;
  onActed: () => void;
}

/** One reported profile: what was reported, what was decided, and what to do. */
export function PersonView({ api, identity, person, me, onActed }: Props) {
  const detail = usePoll(useCallback(() => api.person(person), [api, person]));
  if (!detail.value)
    return detail.problem ? <p role="alert">{detail.problem}</p> : <p class="small">Asking the hub.</p>;
  const acted = () => {
    detail.again();
    onActed();
  };
  return <Detail {...{ api, identity, me }} detail={detail.value} onActed={acted} />;
}

function Detail({ api, identity, detail, me, onActed }: Omit<Props, 'person'> & { detail: PersonDetail }) {
  const card = useCard(detail.card, identity);
  const newest = useOpened(api, identity, detail.all[0]!.id);
  const report = newest && 'report' in newest ? newest.report : undefined;
  return (
    <div class="stack">
      <h2>{card?.who ?? 'Sealed'}</h2>
      <p>
        {stateWords[detail.state]}. {detail.reports === 1 ? 'One report' : `${detail.reports} reports`}, first on{' '}
        {instant(detail.firstAt)}, last on {instant(detail.lastAt)}.
      </p>
      <Log actions={detail.actions} identity={identity} />
      {report && <ActionForm {...{ api, identity, detail, report, me, onActed }} />}
      {report && <Refer detail={detail} report={report} />}
      {detail.all.map((line) => (
        <OneReport key={line.id} api={api} identity={identity} line={line} />
      ))}
    </div>
  );
}

/** The referral pack for the site's abuse team, as a message and as data. */
function Refer({ detail, report }: { detail: PersonDetail; report: Report }) {
  const { state, reports: count, firstAt, lastAt } = detail;
  const referral = referSubject(report.subject, {
    standing: STANDINGS[state] ?? 'reported',
    reports: { count, first: firstAt.slice(0, 10), last: lastAt.slice(0, 10) },
    address: report.subject.surface === 'profile' ? report.pageUrl.replace(/[?#].*/, '') : undefined,
  });
  const copy = (text: string) => navigator.clipboard.writeText(text);
  return (
    <p class="row">
      <button type="button" class="quiet" onClick={() => copy(referralText(referral))}>
        Copy a referral for the site’s abuse team
      </button>
      <button type="button" class="quiet" onClick={() => copy(JSON.stringify(referral, null, 2))}>
        as JSON
      </button>
    </p>
  );
}

/** A listing that was confirmed here is on the list once it is published. */
const STANDINGS: { [S in State]?: Referral['standing'] } = {
  dismissed: 'dismissed',
  listed: 'listed',
  'already-listed': 'listed',
};

function Log({ actions, identity }: { actions: readonly DeskAction[]; identity: Identity }) {
  if (actions.length === 0) return null;
  return (
    <ol class="stack tight">
      {actions.map((action) => (
        <li key={action.seq}>
          {actionWords[action.action]}: <Sealed text={action.reason} identity={identity} />
          <span class="small">
            {' '}
            {action.analyst}, {instant(action.at)}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Sealed({ text, identity }: { text: string; identity: Identity }) {
  const [opened, setOpened] = useState('');
  useEffect(() => {
    identity.keys
      .open(text)
      .then((value) => setOpened(typeof value === 'string' ? value : '(sealed by another identity)'));
  }, [text, identity]);
  return <span class="said-by">{opened}</span>;
}

function OneReport({ api, identity, line }: { api: Api; identity: Identity; line: DeskReport }) {
  const opened = useOpened(api, identity, line.id);
  if (opened === undefined) return <p class="small">Opening a report of {instant(line.receivedAt)}.</p>;
  if ('problem' in opened) return <p role="alert">{opened.problem} The ciphertext is kept.</p>;
  return <ReportView report={opened.report} receipt={line.receipt} />;
}

function useOpened(api: Api, identity: Identity, id: string): Opened | undefined {
  const [opened, setOpened] = useState<Opened>();
  useEffect(() => {
    let over = false;
    openReport(api, id, identity).then((result) => {
      if (!over) setOpened(result);
    });
    return () => {
      over = true;
    };
  }, [api, identity, id]);
  return opened;
}
