import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { ask, onTabMessage, orphaned } from '../src/platform/client.ts';
import { PageVisit } from '../src/sites/visit.ts';

/** Brought by the worker into each page that is read, once it has loaded. */
export default defineUnlistedScript(() => {
  new PageVisit({ window, ask, onTabMessage, orphaned }).start().catch(() => {});
});
