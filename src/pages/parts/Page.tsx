import type { ComponentChildren } from 'preact';
import { useLanguage } from './language.ts';
import { Mark } from './Mark.tsx';

interface PageProps {
  children: ComponentChildren;
  /** As wide as a popup. */
  narrow?: boolean;
  /** The name of Gamekeeper is the page's own heading: it has no other of the first level. */
  heading?: boolean;
}

/** The frame of every page of ours: whose it is, then its one thing. */
export function Page({ children, narrow, heading }: PageProps) {
  const { t } = useLanguage();
  const Name = heading ? 'h1' : 'span';
  return (
    <div class={`gk page ${narrow ? 'narrow' : ''}`}>
      <header class="row">
        <Mark size={24} />
        <Name class="brand">{t('extension_name')}</Name>
      </header>
      <main class="stack wide">{children}</main>
    </div>
  );
}
