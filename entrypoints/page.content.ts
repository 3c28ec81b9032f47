import { defineContentScript } from 'wxt/utils/define-content-script';
import { ask, onTabMessage, orphaned } from '../src/platform/client.ts';
import { PageVisit } from '../src/sites/visit.ts';

export default defineContentScript({
  matches: ['*://*.linkedin.com/*', '*://*.xing.com/*'],
  runAt: 'document_idle',
  noScriptStartedPostMessage: true,
  main() {
    // Without an answer from the worker there is nothing to do on this page.
    new PageVisit({ window, ask, onTabMessage, orphaned }).start().catch(() => {});
  },
});
