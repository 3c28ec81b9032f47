import { useLanguage } from '../parts/language.ts';

interface ScreenshotProps {
  /** JPEG in base64. */
  picture: string | undefined;
  onCapture(): void;
  onRemove(): void;
}

/** A picture is taken only when the user asks for it, and shown before it is sent. */
export function Screenshot({ picture, onCapture, onRemove }: ScreenshotProps) {
  const { t } = useLanguage();
  if (!picture)
    return (
      <p>
        <button type="button" class="quiet" onClick={onCapture}>
          {t('report_screenshot')}
        </button>
      </p>
    );
  return (
    <figure class="stack tight">
      <img class="picture" src={`data:image/jpeg;base64,${picture}`} alt={t('report_screenshot_alt')} />
      <button type="button" class="quiet" onClick={onRemove}>
        {t('report_screenshot_remove')}
      </button>
    </figure>
  );
}
