import { browser } from '../platform/browser.ts';
import { readPolicy } from '../platform/policy.ts';

/** Chromium may deliver a policy only after the extension has started. */
const POLICY_MS = 3_000;

/** Greets whoever installed this by hand. Nobody whose IT did is greeted, nor anybody who is managed otherwise. */
export async function welcome(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, POLICY_MS));
  const [{ installType }, { policy }] = await Promise.all([browser.management.getSelf(), readPolicy()]);
  if (installType === 'admin' || Object.keys(policy).length > 0) return;
  await browser.tabs.create({ url: browser.runtime.getURL('welcome.html') });
}
