import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { loaded } from '../src/sites/loaded.ts';

/** The content script: on every page of a site that is read (`content_scripts` in wxt.config.ts). */
export default defineUnlistedScript(async () => {
  await loaded(window);
  // Stands in the same file, and is run from here on alone: a page that loads does not wait for it.
  const { visitPage } = await import('../src/sites/page-script.ts');
  visitPage();
});
