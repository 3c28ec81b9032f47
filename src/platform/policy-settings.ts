import { z } from 'zod';
import { hostSchema } from './hosts.ts';
import { trustSchema } from './trust.ts';

/** What a policy may leave to the user, or take from them. */
export const CHOICES = ['display', 'hidden', 'sites'] as const;
export type Choice = (typeof CHOICES)[number];

/**
 * What IT may fix by policy. Each setting stands alone: one that is wrong is named and left out, the others hold. The
 * browser's own schema and the templates for IT are made from this (`docs/policies/`).
 */
export const policySettings = {
  feeds: trustSchema.shape.feeds
    .min(1)
    .describe(
      'Base addresses of the feed, tried in turn. Needs "root" beside it. Example: https://lists.example/feed/',
    ),
  root: trustSchema.shape.root
    .unwrap()
    .describe(
      'Whose signatures to trust: the name of a root, which "gamekeeper status" prints at the end of the join link (a number, a hyphen, 64 hexadecimal digits), or the whole text of a root file.',
    ),
  managedBy: z.string().trim().min(1).max(200).describe('Your organisation, as the options page names it to staff.'),
  refreshMinutes: z
    .int()
    .min(1)
    .max(1_440)
    .describe('Minutes between two looks for a new list, 1 to 1440. Without it: 15.'),
  display: z
    .enum(['inline', 'toolbar'])
    .describe('Where warnings appear: "inline" (on the page and in the toolbar) or "toolbar" (nothing on the page).'),
  sites: z
    .array(hostSchema)
    .max(100)
    .describe(
      'Hosts of sites to read beside those that come with the extension, such as people.example.org. The browser asks each user once to allow them.',
    ),
  reportEndpoint: z
    .url({ protocol: /^https?$/ })
    .describe('Where reports are sent, instead of the address in the signed list.'),
  reportToken: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'Expected 1 to 200 letters, digits and signs without a space')
    .describe('The deployment token that the hub asks of browsers, the same for all of them.'),
  userMayChange: z
    .array(z.enum(CHOICES))
    .max(CHOICES.length)
    .describe(
      'The only things that users may change: "display" (where warnings appear), "hidden" (hide the warning of one profile), "sites" (which sites are read). Without it: all but what this policy sets.',
    ),
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
    const issue = parsed?.error?.issues[0];
    if (parsed?.success) policy[setting] = parsed.data;
    else if (!issue) problems.push({ setting, message: 'There is no setting of this name.' });
    else problems.push({ setting: [setting, ...issue.path.map(place)].join(' '), message: issue.message });
  }
  for (const [one, other] of [
    ['feeds', 'root'],
    ['root', 'feeds'],
  ] as const) {
    if (policy[one] && !policy[other])
      problems.push({ setting: one, message: `It has no effect without a valid “${other}” beside it.` });
  }
  return { policy: policy as Policy, problems };
}

/** Items are counted as people count. */
const place = (step: PropertyKey) => (typeof step === 'number' ? `#${step + 1}` : String(step));
