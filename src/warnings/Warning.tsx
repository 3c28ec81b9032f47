import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { LevelIcon } from '../pages/parts/LevelIcon.tsx';
import { useLanguage } from '../pages/parts/language.ts';
import { Mark } from '../pages/parts/Mark.tsx';
import { Steps } from '../pages/parts/Steps.tsx';
import { Text } from '../pages/parts/Text.tsx';
import { useAttempt } from '../pages/parts/useAttempt.ts';
import { Why } from '../pages/parts/Why.tsx';
import type { ReportKind } from '../reports/draft.ts';
import type { Wording } from '../verdict/wording.ts';

export type Form = 'banner' | 'chip' | 'strip';

interface WarningProps {
  form: Form;
  wording: Wording;
  /** Opens the preview of a report; `undefined` lets the kind follow from the verdict. */
  onReport(kind?: ReportKind): Promise<void>;
  /** Absent where the page shows no account that could be remembered as hidden. */
  onHide?: () => Promise<void>;
}

type Unfolded = 'why' | 'what-to-do' | undefined;

/** One warning. The headline folds it to one line; reasons and advice unfold in place. */
export function Warning({ form, wording, onReport, onHide }: WarningProps) {
  const { t } = useLanguage();
  const id = useId();
  const [open, setOpen] = useState(form !== 'chip');
  const [unfolded, setUnfolded] = useState<Unfolded>();
  const [problem, attempt] = useAttempt();
  const [hidden, setHidden] = useState(false);
  const buttons = { why: useRef<HTMLButtonElement>(null), 'what-to-do': useRef<HTMLButtonElement>(null) };

  const hide = async () => {
    await onHide!();
    setHidden(true);
  };
  const foldDetails = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !unfolded) return;
    buttons[unfolded].current?.focus();
    setUnfolded(undefined);
  };

  if (hidden) return <Hidden form={form} />;
  return (
    <section
      class={`gk warning ${form} ${open ? 'open' : ''}`}
      data-level={wording.level}
      aria-label={t('warning_region', { title: wording.title })}
      lang={t('locale')}
      dir="ltr"
      onKeyDown={foldDetails}
    >
      <div class="frame">
        <h2>
          <button
            type="button"
            class="head"
            aria-expanded={open}
            aria-controls={open ? `${id}-body` : undefined}
            onClick={() => setOpen(!open)}
          >
            <LevelIcon level={wording.level} />
            <span class="title">{wording.title}</span>
            <Turn />
          </button>
        </h2>
        {open && (
          <div class="body" id={`${id}-body`}>
            <p>
              <Text of={wording.sentence} />
            </p>
            <div class="actions">
              {(['why', 'what-to-do'] as const).map((part) => (
                <button
                  key={part}
                  ref={buttons[part]}
                  type="button"
                  class="quiet"
                  aria-expanded={unfolded === part}
                  aria-controls={unfolded === part ? `${id}-details` : undefined}
                  onClick={() => setUnfolded(unfolded === part ? undefined : part)}
                >
                  {part === 'why' ? t('action_why') : t('action_what_to_do')}
                </button>
              ))}
              <button type="button" class="quiet" onClick={() => attempt(() => onReport())}>
                {t('action_report')}
              </button>
              <span class="by small">
                <Mark size={16} />
                {t('from_gamekeeper')}
              </span>
            </div>
            {problem && <p role="alert">{problem}</p>}
            {unfolded && (
              <div class="details stack" id={`${id}-details`}>
                {unfolded === 'why' ? <Why wording={wording} /> : <Steps steps={wording.steps} />}
                <Aside
                  confirm={wording.level === 'listed'}
                  onWrong={() => attempt(() => onReport('wrong-warning'))}
                  onHide={onHide && (() => attempt(hide))}
                />
              </div>
            )}
          </div>
        )}
      </div>
    </section>
  );
}

/** The ways to say no: this is wrong, or not here again. A named account asks once more before it is hidden. */
function Aside(props: { confirm: boolean; onWrong(): unknown; onHide: (() => unknown) | undefined }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  const hide = useRef<HTMLButtonElement>(null);
  const back = useRef(false);
  useLayoutEffect(() => {
    if (asking) keep.current?.focus();
    else if (back.current) hide.current?.focus();
    back.current = asking;
  }, [asking]);

  if (asking)
    return (
      <div>
        <p>{t('hide_confirm')}</p>
        <div class="actions">
          <button type="button" class="quiet" ref={keep} onClick={() => setAsking(false)}>
            {t('hide_confirm_no')}
          </button>
          <button type="button" class="quiet" onClick={props.onHide}>
            {t('hide_confirm_yes')}
          </button>
        </div>
      </div>
    );
  return (
    <div class="actions">
      <button type="button" class="quiet" onClick={props.onWrong}>
        {t('action_wrong')}
      </button>
      {props.onHide && (
        <button
          type="button"
          class="quiet"
          ref={hide}
          onClick={() => (props.confirm ? setAsking(true) : void props.onHide?.())}
        >
          {t('action_hide')}
        </button>
      )}
    </div>
  );
}

/** Says what happened and takes the focus, so that a keyboard user is not thrown to the top of the page. */
function Hidden({ form }: { form: Form }) {
  const { t } = useLanguage();
  const line = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => line.current?.focus(), []);
  return (
    <section class={`gk warning open ${form}`} data-level="note" lang={t('locale')} dir="ltr">
      <p class="frame" ref={line} role="status" tabIndex={-1}>
        {t('hidden_now')}
      </p>
    </section>
  );
}

function Turn() {
  return (
    <svg class="turn" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path fill="none" stroke="currentColor" stroke-width="2" d="m3 5.5 5 5 5-5" />
    </svg>
  );
}
