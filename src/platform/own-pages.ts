/** What our own pages ask of the browser directly: the tab behind the popup, its picture, permissions, other pages. */
import { GamekeeperError } from '../errors.ts';
import { browser } from './browser.ts';
import { namesInstallation } from './private-requests.ts';

/** The tab that the popup was opened over. */
export async function activeTabId(): Promise<number> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined) throw new GamekeeperError('ERR_NO_TAB', 'There is no page behind this window.');
  return tab.id;
}

/**
 * The toolbar click has granted this one tab for now.
 * @returns JPEG in base64: a page of photos as PNG is larger than a report may be
 */
export async function captureTab(): Promise<string> {
  const url = await browser.tabs.captureVisibleTab(undefined, { format: 'jpeg', quality: 85 });
  return url.slice(url.indexOf(',') + 1);
}

/** Must be called straight from a click, as must the next: browsers refuse it later. */
export function requestSite(pattern: string): Promise<boolean> {
  return browser.permissions.request({ origins: [pattern] });
}

/** Lets the browser reach these hosts, given as addresses or match patterns, where it would not do so anyway. */
export async function requestHosts(hosts: readonly string[]): Promise<void> {
  if (!namesInstallation()) return;
  const origins = hosts.map((host) => (host.startsWith('*') ? host : `*://${new URL(host).hostname}/*`));
  await browser.permissions.request({ origins });
}

/** Shows what a join link leads to, in place of the popup. */
export async function openInvitation(link: string): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(`welcome.html#${encodeURIComponent(link)}`) });
  window.close();
}

/** Reloads the page, and closes the popup over it. */
export async function reloadTab(): Promise<void> {
  await browser.tabs.reload(await activeTabId());
  window.close();
}

export async function openOptions(): Promise<void> {
  await browser.runtime.openOptionsPage();
}
