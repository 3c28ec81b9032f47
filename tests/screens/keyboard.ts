import type { Page } from 'puppeteer';

/**
 * What the keyboard alone does not reach, or reaches without showing where it is: one line for each control.
 * Within a group of radio buttons the arrow keys go on from the one that is chosen.
 */
export async function beyondKeyboard(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    const SELECTOR = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const all = (root: Document | ShadowRoot): HTMLElement[] => [
      ...[...root.querySelectorAll<HTMLElement>(SELECTOR)].filter(
        (element) =>
          element.checkVisibility() &&
          !(element as HTMLButtonElement).disabled &&
          !((element as HTMLInputElement).type === 'radio' && !(element as HTMLInputElement).checked),
      ),
      ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? all(shadowRoot) : [])),
    ];
    const left = new Set(all(document));
    const named = (element: HTMLElement) => element.outerHTML.slice(0, 120);
    const unseen: string[] = [];
    const focused = () => {
      let active = document.activeElement as HTMLElement | null;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement as HTMLElement;
      if (!active || !left.delete(active)) return;
      if (getComputedStyle(active).outlineStyle === 'none') unseen.push(`no focus to be seen: ${named(active)}`);
    };
    document.body.tabIndex = -1;
    document.body.focus();
    Object.assign(window, { left, focused, missed: () => [...unseen, ...[...left].map(named)] });
  });
  const controls = () => page.evaluate(() => (window as unknown as Walk).left.size);
  for (let tabs = (await controls()) * 2 + 2; tabs > 0 && (await controls()) > 0; tabs--) {
    await page.keyboard.press('Tab');
    await page.evaluate(() => (window as unknown as Walk).focused());
  }
  return page.evaluate(() => (window as unknown as Walk).missed());
}

interface Walk {
  left: Set<HTMLElement>;
  focused(): void;
  missed(): string[];
}
