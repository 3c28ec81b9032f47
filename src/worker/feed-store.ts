/** Where the worker keeps the feed. The first module it runs: the browser opens the database while the others are run. */
import { IdbShelf } from '../feed/idb-store.ts';
import { FeedStore } from '../feed/store.ts';

export const store = new FeedStore(new IdbShelf());
store.edition().catch(() => {});
