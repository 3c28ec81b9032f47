import { z } from 'zod';
import { browser } from './browser.ts';
import { trustSchema } from './trust.ts';

/**
 * What IT may fix by policy. Each setting stands alone: one that is wrong is named and left out, the others hold. The
 * browser's own schema (`public/managed_schema.json`) has the same names; Chrome drops wrong values silently and Firefox
 * checks nothing, so both arrive here.
 */
export const policySettings = {
  feeds: trustSchema.shape.feeds.min(1),
  root: trustSchema.shape.root.unwrap(),
  publisher: trustSchema.shape.publisher.unwrap(),
  managedBy: z.string().max(200),
  refreshMinutes: z.int().min(1).max(1_440),
  display: z.enum(['inline', 'toolbar']),
  reportToken: z.string().regex(/^[\x21-\x7e]{1,200}$/),
} as const;

export type Policy = { [K in keyof typeof policySettings]?: z.infer<(typeof policySettings)[K]> };

export interface ReadPolicy {
  policy: Policy;
  problems: { setting: string; message: string }[];
}

export function parsePolicy(raw: Readonly<Record<string, unknown>>): ReadPolicy {
  const policy: Record<string, unknown> = {};
  const problems: ReadPolicy['problems'] = [];
  for (const [setting, value] of Object.entries(raw)) {
    const schema: z.ZodType | undefined = Object.hasOwn(policySettings, setting)
      ? policySettings[setting as keyof typeof policySettings]
      : undefined;
    const parsed = schema?.safeParse(value);
    if (parsed?.success) policy[setting] = parsed.data;
    else problems.push({ setting, message: parsed?.error.issues[0]?.message ?? 'There is no setting of this name.' });
  }
  if (policy.feeds && !policy.root) {
    delete policy.feeds;
    problems.push({ setting: 'feeds', message: 'feeds needs root beside it: whose signatures to trust.' });
  }
  return { policy: policy as Policy, problems };
}

/**
 * The policy in force. The browser may deliver it seconds after start-up, so an empty answer means "not yet", and the last
 * one known holds until then.
 */
export async function readPolicy(): Promise<ReadPolicy> {
  const [managed, { policy }] = await Promise.all([
    browser.storage.managed.get().catch(() => ({})),
    browser.storage.local.get('policy'),
  ]);
  if (Object.keys(managed).length > 0) return parsePolicy(managed);
  return parsePolicy(z.record(z.string(), z.unknown()).catch({}).parse(policy));
}

/** To be called when the browser delivers a policy: it becomes the last one known. Empty: the device is managed no longer. */
export async function rememberPolicy(): Promise<void> {
  await browser.storage.local.set({ policy: await browser.storage.managed.get().catch(() => ({})) });
}
