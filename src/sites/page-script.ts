import { ask, onTabMessage, orphaned } from '../platform/client.ts';
import { PageVisit } from './visit.ts';

export function visitPage(): void {
  // Without an answer from the worker there is nothing to do on this page.
  new PageVisit({ window, ask, onTabMessage, orphaned }).start().catch(() => {});
}
