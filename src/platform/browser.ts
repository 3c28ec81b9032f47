/** The one place that knows the browser's API by name; everything else is given what it needs. */
import browser from 'webextension-polyfill';

export type { Runtime } from 'webextension-polyfill';
export { browser };

export const isFirefox = (): boolean => browser.runtime.getURL('/').startsWith('moz-extension:');
