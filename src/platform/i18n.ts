/**
 * The browser's own texts. Runs in the scripts injected into sites too, so it carries no polyfill: `i18n` answers
 * directly in every browser we support.
 */
import { type Language, makeLanguage } from '../verdict/wording-language.ts';

interface I18n {
  getMessage(key: string, values?: string[]): string;
  getUILanguage(): string;
}

declare const browser: { i18n: I18n } | undefined;
declare const chrome: { i18n: I18n };

export function browserLanguage(): Language {
  const { i18n } = typeof browser === 'object' ? browser : chrome;
  return makeLanguage((key, values) => i18n.getMessage(key, values), i18n.getUILanguage());
}
