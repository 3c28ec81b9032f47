import { useCallback, useState } from 'preact/hooks';
import { useLanguage } from '../../pages/parts/language.ts';
import { useAnswer } from '../../pages/parts/useAnswer.ts';
import { Verdict } from '../../pages/parts/Verdict.tsx';
import type { Subject } from '../../profile/facts.ts';
import { wordingOf } from '../../verdict/wording.ts';
import type { DeskReport } from '../desk-api.ts';
import { ActionForm } from './action-form.tsx';
import type { PersonDetail } from './api.ts';
import { verdictOn } from './list.ts';
import { LogLine } from './log.tsx';
import { useDesk, usePoll, useUnsealed } from './open-desk.ts';
import { type Card, type Opened, openReport } from './reader.ts';
import { ReferralButtons } from './referral.tsx';
import { ReportView } from './report-view.tsx';
import { instant, stateWords } from './words.ts';

/** One reported profile: what was reported, what the list knows, what was decided, and what to do. */
export function PersonView({ person, onActed }: { person: string; onActed: () => void }) {
  const { api } = useDesk();
  const detail = usePoll(useCallback(() => api.person(person), [api, person]));
  if (!detail.value)
    return detail.problem ? <p role="alert">{detail.problem}</p> : <p class="small">Asking the hub.</p>;
  const acted = () => {
    detail.again();
    onActed();
  };
  return <Detail detail={detail.value} onActed={acted} />;
}

function Detail({ detail, onActed }: { detail: PersonDetail; onActed: () => void }) {
  const card = useUnsealed<Card>(detail.card);
  const [newest, ...older] = detail.all;
  const opened = useOpened(newest!.id);
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
            <OlderReport key={line.id} line={line} />
          ))}
        </div>
        <div class="stack">
          {report && <Known subject={report.subject} />}
          {detail.actions.length > 0 && (
            <ol class="stack tight">
              {detail.actions.map((action) => (
                <LogLine key={action.seq} action={action} />
              ))}
            </ol>
          )}
          <ActionForm {...{ detail, report, onActed }} />
          <ReferralButtons detail={detail} />
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

function OlderReport({ line }: { line: DeskReport }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Report of {instant(line.received_at)}</summary>
      {open && <LoadedReport line={line} />}
    </details>
  );
}

function LoadedReport({ line }: { line: DeskReport }) {
  return <OneReport opened={useOpened(line.id)} line={line} />;
}

function OneReport({ opened, line }: { opened: Opened | undefined; line: DeskReport }) {
  if (opened === undefined) return <p class="small">Opening a report of {instant(line.received_at)}.</p>;
  if ('problem' in opened) return <p role="alert">{opened.problem} The ciphertext is kept.</p>;
  return <ReportView report={opened.report} receipt={line.receipt} />;
}

/** @returns undefined until the hub could be asked */
function useOpened(id: string): Opened | undefined {
  const { api, identity } = useDesk();
  return useAnswer(useCallback(() => openReport(api, id, identity!), [api, identity, id])).value;
}
