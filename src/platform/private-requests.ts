import { browser } from './browser.ts';

const RULE = 1;

/**
 * Firefox gives each installation a random address and puts it into the `Origin` of the extension's own requests: an
 * identifier of the device. This takes the header off before it leaves. Chromium's address is the same for everyone, and
 * its build does not ask for the permission.
 */
export async function hideInstallation(): Promise<void> {
  const rules = browser.declarativeNetRequest;
  const home = new URL(browser.runtime.getURL('/'));
  if (!rules || home.protocol !== 'moz-extension:') return;
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
