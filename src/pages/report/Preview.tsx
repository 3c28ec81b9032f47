import { useId } from 'preact/hooks';
import type { PreviewItem } from '../../reports/preview.ts';
import type { ReportDraft } from '../../reports/report.ts';
import { useLanguage } from '../parts/language.ts';

interface PreviewProps {
  items: readonly PreviewItem[];
  off: ReadonlySet<string>;
  /** What leaves, as it stands now. */
  draft: ReportDraft;
  onSwitch(id: string, on: boolean): void;
}

/** Every item of the report with its switch, and below it the very text that is sealed. */
export function Preview({ items, off, draft, onSwitch }: PreviewProps) {
  const { t } = useLanguage();
  return (
    <section class="stack">
      <h2>{t('report_what')}</h2>
      <p>{t('report_sealed')}</p>
      <ul class="list">
        {items.map((item) => (
          <Item key={item.id} item={item} on={!off.has(item.id)} onSwitch={(on) => onSwitch(item.id, on)} />
        ))}
      </ul>
      <details>
        <summary>{t('report_raw')}</summary>
        <p class="small">{t('report_stamp')}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <section class="scroll" tabIndex={0} aria-label={t('report_raw')}>
          <pre>{JSON.stringify(draft, shorten, 2)}</pre>
        </section>
      </details>
    </section>
  );
}

function Item({ item, on, onSwitch }: { item: PreviewItem; on: boolean; onSwitch(on: boolean): void }) {
  const { t } = useLanguage();
  const id = useId();
  return (
    <li class={on ? 'item' : 'item off'}>
      {item.optional ? (
        <label class="row">
          <input
            type="checkbox"
            checked={on}
            aria-describedby={id}
            onChange={(event) => onSwitch(event.currentTarget.checked)}
          />
          <span class="term">{item.label}</span>
        </label>
      ) : (
        <p class="row spread">
          <span class="term">{item.label}</span>
          <span class="small">{t('report_always')}</span>
        </p>
      )}
      <p class="value" id={id} dir="auto">
        {item.value}
      </p>
    </li>
  );
}

/** The picture is shown as a picture; here its first letters and its length stand for it. */
function shorten(key: string, value: unknown): unknown {
  return key === 'screenshot' && typeof value === 'string' ? `${value.slice(0, 24)}… (${value.length})` : value;
}
