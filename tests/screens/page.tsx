/** A page in the manner of a professional network, plain enough to see what the warning does to it. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Facts, Surface } from '../../src/profile/facts.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import type { Language } from '../../src/verdict/wording-language.ts';
import { createWarnings } from '../../src/warnings/warnings.tsx';

export interface Shown {
  surface: Surface;
  verdict: Verdict;
  facts: Facts;
}

interface SitePageProps {
  language: Language;
  people: Shown[];
  dark: boolean;
  fails?: boolean;
}

export function SitePage({ language, people, dark, fails }: SitePageProps) {
  const main = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const answer = () =>
      fails ? Promise.reject(new Error('Gamekeeper was updated. Reload this page.')) : Promise.resolve();
    const warnings = createWarnings(document, language, { report: answer, dismiss: answer });
    const anchors = [...main.current!.querySelectorAll('[data-anchor]')];
    warnings.show(
      people.map((person, index) => ({
        ...person,
        key: String(index),
        anchor: anchors[index]!,
        position: person.surface === 'card' ? 'beforeend' : 'beforebegin',
        pageUrl: 'https://www.linkedin.com/in/mara-quill/',
        mayHide: true,
      })),
    );
    return () => warnings.clear();
  });
  return (
    <main ref={main} class={`site ${dark ? 'site-dark' : ''}`} lang="en">
      <style>{STYLE}</style>
      <h1 class="site-hidden">Example network</h1>
      {people.map(({ surface, facts }, index) =>
        surface === 'card' ? (
          <article key={index} class="site-card">
            <span class="site-photo small" />
            <div data-anchor>
              <p class="site-name small">
                <bdi>{facts.name}</bdi>
              </p>
              <p>{facts.headline}</p>
            </div>
          </article>
        ) : (
          <article key={index} class={surface === 'profile' ? 'site-profile' : 'site-talk'} data-anchor>
            <span class="site-photo" />
            <p class="site-name">
              <bdi>{facts.name}</bdi>
            </p>
            <p>{facts.headline}</p>
          </article>
        ),
      )}
    </main>
  );
}

const STYLE = `
  /* Rules that a page might have, and that must not reach into the warning. */
  .site div { display: none !important; }
  .site article div { display: block !important; }
  .site button, .site h2 { all: unset; color: lime !important; font-size: 40px !important; }
  .site { max-width: 780px; margin: 0 auto; padding: 24px 16px; background: #f4f2ee; color: #191919;
    font: 14px/20px system-ui, sans-serif; min-height: 100vh; box-sizing: border-box; }
  .site-dark { background: #1b1f23; color: #e8e8e8; }
  .site p { margin: 0; }
  .site-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .site-profile, .site-talk, .site-card { background: #fff; border: 1px solid #ddd; border-radius: 8px; padding: 24px; margin-bottom: 16px; }
  .site-dark .site-profile, .site-dark .site-talk, .site-dark .site-card { background: #23282d; border-color: #444; }
  .site-card { display: flex; gap: 16px; padding: 16px; }
  .site-card > div { flex: 1; min-width: 0; }
  .site-talk { max-width: 300px; padding: 12px; }
  .site-photo { display: block; flex: none; width: 96px; height: 96px; border-radius: 50%; background: #b7c4d1; margin-bottom: 12px; }
  .site-photo.small { width: 56px; height: 56px; margin: 0; }
  .site-name { font-size: 24px; line-height: 30px; font-weight: 600; }
  .site-name.small { font-size: 16px; line-height: 24px; }
`;
