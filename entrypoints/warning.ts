import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { ask } from '../src/platform/client.ts';
import { browserLanguage } from '../src/platform/i18n.ts';
import { currentVisit } from '../src/warnings/contract.ts';
import { createWarnings } from '../src/warnings/warnings.tsx';

/** Brought into a page by the worker, only where there is something to show. */
export default defineUnlistedScript(() => {
  currentVisit()?.connect(
    createWarnings(document, browserLanguage(), {
      report: (draft) => ask('show-report', draft),
      dismiss: (account) => ask('dismiss', account),
      giveUp: () => void ask('warning-removed', {}).catch(() => {}),
    }),
  );
});
