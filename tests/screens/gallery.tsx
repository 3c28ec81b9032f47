/** Draws the state named in the address: `?state=popup-listed&language=cy&dark`. */
import { mountPage } from '../../src/pages/mount.tsx';
import { type LocaleFile, languageOf } from '../../src/verdict/wording-language.ts';
import { STATES } from './states.tsx';

declare global {
  interface Window {
    /** Set when the state is drawn and its steps are done. */
    drawn?: true;
    states: string[];
  }
}

// Closed shadow roots are closed to axe as well.
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (init) {
  return attach.call(this, { ...init, mode: 'open' });
};

const asked = new URLSearchParams(location.search);
const files = import.meta.glob<LocaleFile>('../../public/_locales/*/messages.json', { eager: true, import: 'default' });
const language = languageOf(files[`../../public/_locales/${asked.get('language') ?? 'en'}/messages.json`]!);
const name = asked.get('state') ?? '';
const state = STATES[name];
window.states = Object.keys(STATES);
if (state) mountPage(language, name, state.draw({ language, dark: asked.has('dark') }));
await settled();
for (const step of state?.steps ?? []) {
  press(language.t(step as 'action_why'));
  await settled();
}
window.drawn = true;

function press(name: string): void {
  const button = pressable(document).find((element) => {
    const label = element.getAttribute('aria-label') ?? element.textContent!;
    return label.trim().startsWith(name);
  });
  if (!button) throw new Error(`Nothing to press is named “${name}”`);
  (button as HTMLElement).click();
}

function pressable(root: Document | ShadowRoot): Element[] {
  const own = [...root.querySelectorAll('button, summary, label')];
  const within = [...root.querySelectorAll('*')].flatMap((element) => element.shadowRoot ?? []);
  return [...own, ...within.flatMap(pressable)];
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 30));
  await new Promise((resolve) => requestAnimationFrame(resolve));
}
