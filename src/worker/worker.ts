/**
 * The background worker, composed. The browser ends it after 30 idle seconds and starts it cold for each event, so every
 * listener is registered before the first await, and everything else is opened when an event first needs it.
 */
import { logError } from '../log.ts';
import { browser, type Runtime } from '../platform/browser.ts';
import { rememberPolicy } from '../platform/policy.ts';
import { hideInstallation } from '../platform/private-requests.ts';
import { registerAddedSites, sitesAllowed, sitesWithheld } from './added-sites.ts';
import { FeedKeeper } from './feeding.ts';
import { handlersOf } from './handlers.ts';
import { draftOfLink } from './menu.ts';
import { Reports } from './reports.ts';
import { route, type Sender } from './router.ts';
import { DELIVER, forgetsAlarms, REFRESH } from './schedule.ts';
import { readOpenPages } from './tabs.ts';
import { welcome } from './welcome.ts';

export function startWorker(): void {
  const now = () => new Date();
  // Nothing leaves this browser before its own address is off the requests.
  const hidden = hideInstallation();
  const feed = new FeedKeeper(now);
  const reports = new Reports(() => feed.lists(), now);
  const handlers = handlersOf(feed, reports, now);

  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) =>
    hidden.then(() => route(handlers, message, senderOf(sender), logError)),
  );
  const attempt = (work: () => Promise<unknown>) => void hidden.then(work).catch(logError);
  browser.alarms.onAlarm.addListener(({ name }) => {
    // A report whose own alarm was never set leaves with the next look at the list, and what a policy says of sites is done.
    if (name === REFRESH)
      attempt(() => Promise.all([feed.refresh().then(() => reports.deliver()), registerAddedSites()]));
    if (name === DELIVER) attempt(() => reports.deliver());
  });
  browser.storage.onChanged.addListener((_, area) => {
    if (area === 'managed')
      attempt(() => rememberPolicy(true).then(() => Promise.all([feed.reopen(), registerAddedSites()])));
  });
  attempt(() => rememberPolicy(false).then(() => feed.expectNext()));
  browser.contextMenus.onClicked.addListener(({ linkUrl }, tab) =>
    attempt(async () => {
      const lists = await feed.lists();
      const draft = lists && linkUrl !== undefined && (await draftOfLink(linkUrl, tab, lists, now()));
      if (draft) await reports.show(draft);
    }),
  );
  browser.permissions.onAdded.addListener(({ origins = [] }) => attempt(() => sitesAllowed(origins)));
  browser.permissions.onRemoved.addListener(() => attempt(sitesWithheld));
  // Nearly always it is a page that wakes a worker: while its message is read, what a verdict needs is opened.
  attempt(async () => (await feed.lists())?.sources());
  const wake = () => attempt(() => Promise.all([feed.keepFresh(), reports.deliver(), registerAddedSites()]));
  if (forgetsAlarms()) browser.runtime.onStartup.addListener(wake);
  browser.runtime.onInstalled.addListener(({ reason }) => {
    wake();
    // The browser forgets the entry when an extension is updated.
    attempt(() => feed.offerOnLinks());
    attempt(readOpenPages);
    if (reason === 'install') attempt(welcome);
  });
}

function senderOf({ tab, frameId, url, origin }: Runtime.MessageSender & { origin?: string }): Sender {
  const own = url?.startsWith(browser.runtime.getURL('')) ?? false;
  return {
    kind: own ? 'extension' : 'page',
    ...(tab?.id !== undefined && { tabId: tab.id }),
    ...(frameId !== undefined && { frameId }),
    ...(origin !== undefined && { origin }),
  };
}
