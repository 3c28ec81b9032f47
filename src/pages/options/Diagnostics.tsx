import { useState } from 'preact/hooks';
import { useLanguage } from '../parts/language.ts';
import { useAttempt } from '../parts/useAttempt.ts';

interface DiagnosticsProps {
  onDiagnostics(): Promise<{ text: string }>;
  onCopy(text: string): Promise<void>;
}

/** Shown before it is copied: nobody should have to send what they could not read. */
export function Diagnostics({ onDiagnostics, onCopy }: DiagnosticsProps) {
  const { t } = useLanguage();
  const [text, setText] = useState<string>();
  const [said, attempt] = useAttempt();
  return (
    <section class="stack tight">
      <h2>{t('options_diagnostics')}</h2>
      <p>{t('options_diagnostics_text')}</p>
      {text !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <section class="scroll" tabIndex={0} aria-label={t('options_diagnostics')}>
          <pre>{text}</pre>
        </section>
      )}
      <p>
        {text === undefined ? (
          <button
            type="button"
            class="plain"
            onClick={() => attempt(async () => setText((await onDiagnostics()).text))}
          >
            {t('options_diagnostics_show')}
          </button>
        ) : (
          <button
            type="button"
            class="plain"
            onClick={() =>
              attempt(async () => {
                await onCopy(text);
                return t('report_copied');
              })
            }
          >
            {t('options_diagnostics_copy')}
          </button>
        )}
      </p>
      <p role="status">{said}</p>
    </section>
  );
}
