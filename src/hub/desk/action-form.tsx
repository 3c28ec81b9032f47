import { useRef, useState } from 'preact/hooks';
import { useAttempt } from '../../pages/parts/useAttempt.ts';
import type { Report } from '../../reports/report.ts';
import { type EntryInput, entrySchema } from '../../watchlist/entry.ts';
import type { Action } from '../states.ts';
import type { PersonDetail } from './api.ts';
import { useDesk, useUnsealed } from './open-desk.ts';
import { useShortcuts } from './shortcuts.ts';
import { actionKeys, actionWords } from './words.ts';

interface Props {
  detail: PersonDetail;
  /** Absent when this identity cannot open it: whoever cannot read what was reported does not propose. */
  report: Report | undefined;
  onActed: () => void;
}

/** Decide, with a reason. A listing is proposed with the draft of an entry, and confirmed by somebody else. */
export function ActionForm({ detail, report, onActed }: Props) {
  const { api, identity, me } = useDesk();
  const proposal =
    detail.state === 'proposed' ? detail.actions.findLast(({ action }) => action === 'propose') : undefined;
  const choices: Action[] =
    detail.state === 'open'
      ? ['dismiss', 'watch', ...(report ? (['propose'] as const) : []), 'already-listed']
      : [...(proposal && proposal.analyst !== me ? (['confirm'] as const) : []), 'reopen'];
  const [action, setAction] = useState<Action>();
  const [reason, setReason] = useState('');
  const [problem, attempt] = useAttempt();
  const field = useRef<HTMLTextAreaElement>(null);
  const begin = (each: Action) => {
    setAction(each);
    field.current?.focus();
  };
  useShortcuts(Object.fromEntries(choices.map((each) => [actionKeys[each], () => begin(each)])));
  const chosen = action !== undefined && choices.includes(action) ? action : choices[0]!;

  async function submit(form: HTMLFormElement) {
    await attempt(async () => {
      const draft = chosen === 'propose' ? await identity!.keys.seal(readDraft(form, report!)) : undefined;
      const sealed = await identity!.keys.seal(reason);
      const { person, last_seq: seen, reports } = detail;
      await api.act(person, { action: chosen, reason: sealed, draft, seen, reports });
      setReason('');
      setAction(undefined);
    });
    onActed();
  }

  return (
    <form
      class="stack act"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      {proposal?.draft && <Draft sealed={proposal.draft} />}
      <fieldset>
        <legend>Decide</legend>
        {choices.map((each) => (
          <label key={each} class="choice">
            <input type="radio" name="action" checked={each === chosen} onChange={() => setAction(each)} />
            <span>
              {actionWords[each]} <kbd>{actionKeys[each]}</kbd>
            </span>
          </label>
        ))}
      </fieldset>
      {chosen === 'propose' && <DraftFields report={report!} />}
      <label>
        Reason, for the desk’s log
        <textarea
          ref={field}
          rows={2}
          required
          maxLength={2_000}
          value={reason}
          onInput={({ currentTarget }) => setReason(currentTarget.value)}
          onKeyDown={({ key, ctrlKey, currentTarget }) => {
            if (key === 'Enter' && ctrlKey) currentTarget.form!.requestSubmit();
          }}
        />
      </label>
      {problem && <p role="alert">{problem}</p>}
      <button type="submit" class="primary">
        {actionWords[chosen]}
      </button>
    </form>
  );
}

const today = () => new Date().toISOString().slice(0, 10);
const inAYear = () => new Date(Date.now() + 365 * 24 * 3_600_000).toISOString().slice(0, 10);

/** The parts of an entry that a report cannot know. */
const FIELDS = [
  { name: 'reason', label: 'Why, in one sentence that staff will read' },
  { name: 'issuer', label: 'Who warns' },
  { name: 'title', label: 'Title of the alert' },
  { name: 'dispute', label: 'Where the person named can object (e-mail or https address)' },
] as const;

function DraftFields({ report }: { report: Report }) {
  return (
    <fieldset class="stack">
      <legend>Draft of the entry for {report.subject.facts.name ?? report.subject.facts.handle}</legend>
      {FIELDS.map(({ name, label }) => (
        <label key={name}>
          {label}
          <input name={name} required />
        </label>
      ))}
      <label>
        Expires
        <input name="expires" type="date" required defaultValue={inAYear()} />
      </label>
    </fieldset>
  );
}

/** @throws with the first thing that an entry lacks */
function readDraft(form: HTMLFormElement, { id, subject: { facts } }: Report): EntryInput {
  const data = new FormData(form);
  const text = (name: (typeof FIELDS)[number]['name'] | 'expires') => String(data.get(name) ?? '').trim();
  const { site, handle, memberId, name, company } = facts;
  const draft: EntryInput = {
    id: `desk-${id.slice(0, 8)}`,
    kind: 'profile',
    names: [name ?? handle ?? ''],
    accounts: [{ site, ...(handle && { handle }), ...(memberId && { memberId }) }],
    ...(company && { organisation: company }),
    alert: { issuer: text('issuer'), title: text('title'), date: today() },
    reason: text('reason'),
    added: today(),
    expires: text('expires'),
    dispute: text('dispute'),
  };
  const result = entrySchema.safeParse(draft);
  if (result.success) return draft;
  const issue = result.error.issues[0]!;
  throw new Error(`${issue.path.join('.')}: ${issue.message}`);
}

function Draft({ sealed }: { sealed: string }) {
  const draft = useUnsealed<EntryInput>(sealed);
  if (!draft) return null;
  return (
    <section class="stack tight">
      <h3>Proposed entry</h3>
      <p>
        {draft.names.join(', ')}: {draft.reason}
      </p>
      <p class="small">
        {draft.alert.issuer}, {draft.alert.title}. Until {draft.expires}. Objections to {draft.dispute}.
      </p>
    </section>
  );
}
