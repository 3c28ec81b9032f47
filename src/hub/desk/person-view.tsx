import { useCallback, useState } from 'preact/hooks';
import { useLanguage } from '../../pages/parts/language.ts';
import { useAnswer } from '../../pages/parts/useAnswer.ts';
import { Verdict } from '../../pages/parts/Verdict.tsx';
import type { Subject } from '../../profile/facts.ts';
import { wordingOf } from '../../verdict/wording.ts';
import type { DeskReport } from '../desk-api.ts';
import { ActionForm } from './action-form.tsx';
import type { Api, PersonDetail } from './api.ts';
import type { Identity } from './identity.tsx';
import { verdictOn } from './list.ts';
import { LogLine } from './log.tsx';
import { usePoll } from './poll.ts';
import { type Card, type Opened, openReport } from './reader.ts';
import { ReferralButtons } from './referral.tsx';
import { ReportView } from './report-view.tsx';
import { useUnsealed } from './unsealed.ts';
import { instant, stateWords } from './words.ts';

interface Props {
  api: Api;
  identity: Identity;
  person: string;
  me: string;
  onActed: () => void;
}

/** One reported profile: what was reported, what the list knows, what was decided, and what to do. */
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
  const card = useUnsealed<Card>(detail.card, identity);
  const [newest, ...older] = detail.all;
  const opened = useOpened(api, identity, newest!.id);
  const report = opened && 'report' in opened ? opened.report : undefined;
  return (
    <div class="stack">
      <h2>
        <bdi>{card?.who ?? 'Sealed'}</bdi>
      </h2>
      <p>
        {stateWords[detail.state]}. {detail.reports === 1 ? 'One report' : `${detail.reports} reports`}, first on{' '}
        {instant(detail.first_at)}, last on {instant(detail.last_at)}.
      </p>
      <div class="pair">
        <div class="stack">
          <OneReport opened={opened} line={newest!} />
          {older.map((line) => (
            <OlderReport key={line.id} {...{ api, identity, line }} />
          ))}
        </div>
        <div class="stack">
          {report && <Known subject={report.subject} />}
          {detail.actions.length > 0 && (
            <ol class="stack tight">
              {detail.actions.map((action) => (
                <LogLine key={action.seq} action={action} identity={identity} />
              ))}
            </ol>
          )}
          <ActionForm {...{ api, identity, detail, report, me, onActed }} />
          <ReferralButtons {...{ api, identity, detail }} />
        </div>
      </div>
    </div>
  );
}

/** Beside the report: what the list in force says of this very profile. */
function Known({ subject }: { subject: Subject }) {
  const language = useLanguage();
  const { value, problem } = useAnswer(useCallback(() => verdictOn(subject), [subject]));
  return (
    <section class="stack tight" aria-label="What the list says now">
      <p class="small">What the list says now</p>
      {value ? <Verdict wording={wordingOf(value, language)} heading="h3" /> : <p>{problem ?? 'Asking the list.'}</p>}
    </section>
  );
}

function OlderReport({ api, identity, line }: Pick<Props, 'api' | 'identity'> & { line: DeskReport }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Report of {instant(line.received_at)}</summary>
      {open && <LoadedReport {...{ api, identity, line }} />}
    </details>
  );
}

function LoadedReport({ api, identity, line }: Pick<Props, 'api' | 'identity'> & { line: DeskReport }) {
  return <OneReport opened={useOpened(api, identity, line.id)} line={line} />;
}

function OneReport({ opened, line }: { opened: Opened | undefined; line: DeskReport }) {
  if (opened === undefined) return <p class="small">Opening a report of {instant(line.received_at)}.</p>;
  if ('problem' in opened) return <p role="alert">{opened.problem} The ciphertext is kept.</p>;
  return <ReportView report={opened.report} receipt={line.receipt} />;
}

/** @returns undefined until the hub could be asked */
function useOpened(api: Api, identity: Identity, id: string): Opened | undefined {
  return useAnswer(useCallback(() => openReport(api, id, identity), [api, identity, id])).value;
}
