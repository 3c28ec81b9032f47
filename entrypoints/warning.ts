import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { ask } from '../src/platform/client.ts';
import { userLanguage } from '../src/platform/i18n.ts';
import { currentVisit } from '../src/warnings/contract.ts';
import { createWarnings } from '../src/warnings/warnings.tsx';

/** Brought into a page by the worker, only where there is something to show. */
export default defineUnlistedScript(async () => {
  currentVisit()?.connect(
    createWarnings(document, await userLanguage(), {
      report: (draft) => ask('show-report', draft),
      dismiss: (account) => ask('dismiss', account),
    }),
  );
});
