import { useState } from 'preact/hooks';
import { useLanguage } from '../parts/language.ts';
import { useAttempt } from '../parts/useAttempt.ts';
import { useWorld } from '../parts/world.ts';

/** Shown before it is copied: nobody should have to send what they could not read. */
export function Diagnostics() {
  const { t } = useLanguage();
  const { ask, copy } = useWorld();
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
            onClick={() => attempt(async () => setText((await ask('diagnostics', {})).text))}
          >
            {t('options_diagnostics_show')}
          </button>
        ) : (
          <button
            type="button"
            class="plain"
            onClick={() =>
              attempt(async () => {
                await copy(text);
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
