/** How long a page whose text is there may go on loading pictures before it is read without them: milliseconds. */
const SETTLED_MS = 200;

/** The page comes first: nothing is asked or read while it loads. */
export function loaded(window: Window): Promise<void> {
  const { document } = window;
  return new Promise((go) => {
    if (document.readyState === 'complete') return go();
    // Not in the event itself, for which the page waits.
    window.addEventListener('load', () => window.setTimeout(go, 0), { once: true });
    const settled = () => window.setTimeout(go, SETTLED_MS);
    if (document.readyState === 'interactive') settled();
    else document.addEventListener('DOMContentLoaded', settled, { once: true });
  });
}
