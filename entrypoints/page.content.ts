import { defineContentScript } from 'wxt/utils/define-content-script';

export default defineContentScript({
  matches: ['*://*.linkedin.com/*', '*://*.xing.com/*'],
  runAt: 'document_idle',
  noScriptStartedPostMessage: true,
  main() {},
});
