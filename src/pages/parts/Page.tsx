import type { ComponentChildren } from 'preact';
import { useLanguage } from './language.ts';
import { Mark } from './Mark.tsx';

/** The frame of every page of ours: whose it is, then its one thing. */
export function Page({ children, narrow }: { children: ComponentChildren; narrow?: boolean }) {
  const { t } = useLanguage();
  return (
    <div class={`gk page ${narrow ? 'narrow' : ''}`}>
      <header class="row">
        <Mark size={24} />
        <span class="term">{t('extension_name')}</span>
      </header>
      <main class="stack wide">{children}</main>
    </div>
  );
}
