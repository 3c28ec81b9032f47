import { useId, useMemo, useState } from 'preact/hooks';
import { draftAsText, draftWithout, previewOf, REASON_WORDS } from '../../reports/preview.ts';
import { REASONS, type Reason, type ReportDraft, type ReportSummary } from '../../reports/report.ts';
import type { MessageKey } from '../../verdict/wording-language.ts';
import { useLanguage } from '../parts/language.ts';
import { useAttempt } from '../parts/useAttempt.ts';
import { useWorld } from '../parts/world.ts';
import { Preview } from './Preview.tsx';
import { Saved } from './Saved.tsx';
import { Screenshot } from './Screenshot.tsx';

interface ReportFormProps {
  draft: ReportDraft;
  /** The toolbar button has granted the tab: a picture of it may be taken. */
  granted?: boolean;
}

/** Base64 characters that a report may carry. */
const LARGEST_PICTURE = 4_000_000;

const KINDS = [
  ['approach', 'kind_approach', 'kind_approach_hint'],
  ['check', 'kind_check', 'kind_check_hint'],
  ['wrong-warning', 'kind_wrong_warning', 'kind_wrong_warning_hint'],
] as const satisfies [ReportDraft['kind'], MessageKey, MessageKey][];

/** One click sends what is shown; everything on this page is a way to send less, or to say more. */
export function ReportForm({ draft: proposed, granted = false }: ReportFormProps) {
  const { send: seal, copy, captureTab } = useWorld();
  const language = useLanguage();
  const { t } = language;
  const id = useId();
  const [kind, setKind] = useState(proposed.kind);
  const [reason, setReason] = useState<Reason>();
  const [note, setNote] = useState('');
  const [screenshot, setScreenshot] = useState(proposed.screenshot);
  const [off, setOff] = useState<ReadonlySet<string>>(new Set());
  const [saving, setSaving] = useState(false);
  const [saved, setSaved] = useState<ReportSummary>();
  const [said, attempt] = useAttempt();
  const items = useMemo(() => previewOf(proposed, language), [proposed, language]);
  const { screenshot: _, ...rest } = draftWithout(proposed, off);
  const draft: ReportDraft = {
    ...rest,
    kind,
    ...(reason && { reason }),
    ...(note.trim() && { note: note.trim() }),
    ...(screenshot && { screenshot }),
  };

  function choose(value: ReportDraft['kind']) {
    setKind(value);
    if (reason && !REASONS[value].some((fits) => fits === reason)) setReason(undefined);
  }
  async function send() {
    setSaving(true);
    await attempt(async () => setSaved(await seal(draft)));
    setSaving(false);
  }
  const capture = () =>
    attempt(async () => {
      const taken = await captureTab();
      if (taken.length > LARGEST_PICTURE) return t('report_screenshot_large');
      setScreenshot(taken);
    });

  if (saved) return <Saved summary={saved} />;
  const { name, handle, memberId, site } = proposed.subject.facts;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!saving) void send();
      }}
    >
      <div>
        <h1>{t('report_title')}</h1>
        <p>
          <bdi>{name ?? t('popup_unnamed')}</bdi>
          <span class="small">
            {' '}
            · <bdi>{[site, handle ?? memberId].filter(Boolean).join(' · ')}</bdi>
          </span>
        </p>
      </div>
      <fieldset class="stack tight">
        <legend class="term">{t('report_kind')}</legend>
        {KINDS.map(([value, label, hint]) => (
          <label key={value} class="choice">
            <input type="radio" name={`${id}-kind`} checked={kind === value} onChange={() => choose(value)} />
            <span>
              {t(label)}
              <span class="small block">{t(hint)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <label class="stack tight">
        <span class="term">{t('report_reason')}</span>
        <select
          value={reason ?? ''}
          onChange={(event) => setReason((event.currentTarget.value as Reason) || undefined)}
        >
          <option value="">{t('reason_none')}</option>
          {REASONS[kind].map((value) => (
            <option key={value} value={value}>
              {t(REASON_WORDS[value])}
            </option>
          ))}
        </select>
      </label>
      <label class="stack tight">
        <span class="term">{t('report_note')}</span>
        <textarea rows={2} maxLength={5_000} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      </label>
      {(granted || screenshot) && (
        <Screenshot picture={screenshot} onCapture={capture} onRemove={() => setScreenshot(undefined)} />
      )}
      <div class="row">
        <button type="submit" class="primary" disabled={saving}>
          {saving ? t('report_sending') : t('report_send')}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() =>
            attempt(async () => {
              await copy(draftAsText(draft, language));
              return t('report_copied');
            })
          }
        >
          {t('report_copy')}
        </button>
      </div>
      <p role="status">{said}</p>
      <Preview
        items={items}
        off={off}
        draft={draft}
        onSwitch={(item, on) => {
          const next = new Set(off);
          if (on) next.delete(item);
          else next.add(item);
          setOff(next);
        }}
      />
    </form>
  );
}
