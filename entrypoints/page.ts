import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { ask, onTabMessage, orphaned } from '../src/platform/client.ts';
import { PageVisit } from '../src/sites/visit.ts';

/** The content script: on every page of a site that is read (`content_scripts` in wxt.config.ts). */
export default defineUnlistedScript(() => {
  // Without an answer from the worker there is nothing to do on this page.
  new PageVisit({ window, ask, onTabMessage, orphaned }).start().catch(() => {});
});
