import { type ComponentChild, render } from 'preact';
import type { Language } from '../verdict/wording-language.ts';
import { LanguageContext } from './parts/language.ts';
import './page.css';

/** Renders a page of ours into `#app`, in the browser's language. */
export function mountPage(language: Language, title: string, page: ComponentChild): void {
  document.documentElement.lang = language.tag;
  document.title = title;
  render(<LanguageContext.Provider value={language}>{page}</LanguageContext.Provider>, document.getElementById('app')!);
}
