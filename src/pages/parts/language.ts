import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language } from '../../verdict/wording-language.ts';

export const LanguageContext = createContext<Language | undefined>(undefined);

/** The language of the page; each entry point provides it once, around everything. */
export function useLanguage(): Language {
  const language = useContext(LanguageContext);
  if (!language) throw new Error('No language is provided around this component.');
  return language;
}
