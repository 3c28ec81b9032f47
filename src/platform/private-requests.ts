import { GamekeeperError } from '../errors.ts';
import { browser, isFirefox } from './browser.ts';

const RULE = 1;

/** Whether requests of ours would name this installation: Firefox's do. */
export const namesInstallation = isFirefox;

/**
 * Firefox gives each installation a random address and puts it into the `Origin` of the extension's own requests: an
 * identifier of the device. This takes the header off before it leaves. Chromium's address is the same for everyone, and
 * its build does not ask for the permission. The rule works only where the browser lets us at the host asked.
 */
export async function hideInstallation(): Promise<void> {
  const rules = browser.declarativeNetRequest;
  if (!rules || !namesInstallation()) return;
  const home = new URL(browser.runtime.getURL('/'));
  await rules.updateSessionRules({
    removeRuleIds: [RULE],
    addRules: [
      {
        id: RULE,
        action: { type: 'modifyHeaders', requestHeaders: [{ header: 'origin', operation: 'remove' }] },
        condition: { initiatorDomains: [home.hostname], resourceTypes: ['xmlhttprequest'] },
      },
    ],
  });
}

/** Match patterns of the hosts among `addresses` that the browser must let us at first, and does not. */
export async function withheldHosts(addresses: readonly string[]): Promise<string[]> {
  if (!namesInstallation()) return [];
  const patterns = [...new Set(addresses.map((address) => `*://${new URL(address).hostname}/*`))];
  const allowed = await Promise.all(patterns.map((pattern) => browser.permissions.contains({ origins: [pattern] })));
  return patterns.filter((_, index) => !allowed[index]);
}

/** `fetch`, where nothing in the request names this installation. @throws GamekeeperError ERR_NO_PERMISSION */
export async function privateFetch(url: string, init: RequestInit): Promise<Response> {
  if ((await withheldHosts([url])).length > 0) {
    const { host } = new URL(url);
    throw new GamekeeperError(
      'ERR_NO_PERMISSION',
      `The browser does not let Gamekeeper reach ${host}, and without that each request would name this installation. Allow it in the options.`,
    );
  }
  return fetch(url, init);
}
