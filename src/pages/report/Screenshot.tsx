import { useLanguage } from '../parts/language.ts';
import { problemOf } from '../parts/problem.ts';

export interface ScreenshotProps {
  /** JPEG in base64. */
  picture: string | undefined;
  onCapture: (() => Promise<string>) | undefined;
  onChange(picture: string | undefined): void;
  onProblem(sentence: string): void;
}

/** Base64 characters that a report may carry. */
const LARGEST = 4_000_000;

/** A picture is taken only when the user asks for it, and shown before it is sent. */
export function Screenshot({ picture, onCapture, onChange, onProblem }: ScreenshotProps) {
  const { t } = useLanguage();
  async function capture() {
    try {
      const taken = await onCapture!();
      if (taken.length <= LARGEST) onChange(taken);
      else onProblem(t('report_screenshot_large'));
    } catch (error) {
      onProblem(t('action_failed', { problem: problemOf(error, t) }));
    }
  }
  if (!picture)
    return (
      <p>
        <button type="button" class="quiet" onClick={capture}>
          {t('report_screenshot')}
        </button>
      </p>
    );
  return (
    <figure class="stack tight">
      <img class="picture" src={`data:image/jpeg;base64,${picture}`} alt={t('report_screenshot_alt')} />
      <button type="button" class="quiet" onClick={() => onChange(undefined)}>
        {t('report_screenshot_remove')}
      </button>
    </figure>
  );
}
