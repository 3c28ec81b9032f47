/** The one place that knows the browser's API by name; everything else is given what it needs. */

export type { Runtime } from 'webextension-polyfill';
export { default as browser } from 'webextension-polyfill';
