import { z } from 'zod';
import { logError } from '../log.ts';
import { browser } from './browser.ts';
import { parsePolicy, type ReadPolicy } from './policy-settings.ts';

/**
 * The policy in force. Chromium may deliver it seconds after start-up, so an empty answer means "not yet", and the last one
 * known holds until then. Firefox waits for it, and refuses where there is none.
 */
export async function readPolicy(): Promise<ReadPolicy> {
  const [managed, { policy }] = await Promise.all([
    browser.storage.managed.get().catch(() => undefined),
    browser.storage.local.get('policy'),
  ]);
  if (!managed) return parsePolicy({});
  if (Object.keys(managed).length > 0) return parsePolicy(managed);
  return parsePolicy(z.record(z.string(), z.unknown()).catch({}).parse(policy));
}

/**
 * Keeps the policy as the last one known: at each start what there is, and when the browser `delivers` one also that there
 * is none any more. Where a full disk does not take it, it holds for as long as the browser runs.
 */
export async function rememberPolicy(delivers: boolean): Promise<void> {
  const policy = await browser.storage.managed.get().catch(() => ({}));
  if (delivers || Object.keys(policy).length > 0) await browser.storage.local.set({ policy }).catch(logError);
}
