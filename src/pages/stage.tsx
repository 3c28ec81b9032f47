/** Puts a component on a page of jsdom and uses it as a person would: by the names of things. For tests. */
import { type ComponentChild, render } from 'preact';
import { act } from 'preact/test-utils';
import en from '../../public/_locales/en/messages.json';
import { languageOf } from '../verdict/wording-language.ts';
import { LanguageContext } from './parts/language.ts';

export const english = languageOf(en);

export interface Stage {
  /** Everything that can be read, without the isolates around names. */
  text(): string;
  /** The first button, fold, label or link whose text begins with `name`. */
  find(name: string): HTMLElement;
  press(name: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Chooses in the first list of choices. */
  choose(value: string): Promise<void>;
  clear(): void;
}

export async function stage(component: ComponentChild): Promise<Stage> {
  const root = document.body.appendChild(document.createElement('div'));
  const settle = (work: () => void) =>
    act(async () => {
      work();
      await new Promise((resolve) => setTimeout(resolve));
    });
  const find = (name: string) => {
    const all = [...root.querySelectorAll<HTMLElement>('button, summary, label, a')];
    const found = all.find((element) => element.textContent!.trim().startsWith(name));
    if (!found) throw new Error(`Nothing on the page is named “${name}”: ${all.map((each) => each.textContent)}`);
    return found;
  };
  await settle(() => render(<LanguageContext.Provider value={english}>{component}</LanguageContext.Provider>, root));
  return {
    text: () => root.textContent!.replace(/[\u2068\u2069]/g, ''),
    find,
    press: (name) => settle(() => find(name).click()),
    type: (text) =>
      settle(() => {
        const field = root.querySelector('textarea')!;
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }),
    choose: (value) =>
      settle(() => {
        const field = root.querySelector('select')!;
        field.value = value;
        field.dispatchEvent(new Event('change', { bubbles: true }));
      }),
    clear: () => {
      render(null, root);
      root.remove();
    },
  };
}
