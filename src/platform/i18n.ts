/**
 * The browser's own texts. Runs in the scripts injected into sites too, so it carries no polyfill: `i18n` answers
 * directly in every browser we support.
 */
import { type Language, languageOf, makeLanguage } from '../verdict/wording-language.ts';
import { ask } from './client.ts';

interface I18n {
  getMessage(key: string, values?: string[]): string;
  getUILanguage(): string;
}

declare const browser: { i18n: I18n } | undefined;
declare const chrome: { i18n: I18n };

/** The language that the user chose in the options, else the browser's where there is a translation, else English. */
export async function userLanguage(): Promise<Language> {
  const chosen = await ask('texts', {}).catch(() => null);
  if (chosen) return languageOf(chosen);
  const { i18n } = typeof browser === 'object' ? browser : chrome;
  return makeLanguage((key, values) => i18n.getMessage(key, values), i18n.getUILanguage());
}
