import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { ask } from '../src/platform/client.ts';
import { loaded } from '../src/sites/loaded.ts';
import { currentVisit } from '../src/warnings/contract.ts';

/**
 * The content script: on every page of a site that is read (`content_scripts` in wxt.config.ts). It is as short as can be,
 * since the browser compiles it while the page loads, and asks for the reader once the page is there.
 */
export default defineUnlistedScript(async () => {
  await loaded(window);
  // Without an answer from the worker there is nothing to do on this page.
  if (!currentVisit()) await ask('read-page', {}).catch(() => {});
});
