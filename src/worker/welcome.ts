import { browser } from '../platform/browser.ts';
import { readPolicy } from '../platform/policy.ts';

/**
 * Greets whoever installed this by hand. Nobody whose IT did is greeted: their browser says so itself at once, the
 * policy perhaps only seconds later.
 */
export async function welcome(): Promise<void> {
  const [{ installType }, { policy }] = await Promise.all([browser.management.getSelf(), readPolicy()]);
  if (installType === 'admin' || Object.keys(policy).length > 0) return;
  await browser.tabs.create({ url: browser.runtime.getURL('welcome.html') });
}
