import { z } from 'zod';

/** One line of the watch list as the security team writes it and as the user is told of it. */

const day = z.iso.date();
const shortText = z.string().trim().min(1).max(300);

export const accountSchema = z
  .strictObject({
    site: z
      .string()
      .regex(/^[a-z0-9.-]{1,64}$/)
      .describe('Id of the site rules, such as linkedin; for a site that users or a policy add, its host without www'),
    handle: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .describe('The address part: linkedin.com/in/<handle>; for a site known by its host, the whole path'),
    memberId: z.string().min(1).max(64).optional().describe('The site’s own id; LinkedIn: ACoA…'),
  })
  .refine((account) => account.handle !== undefined || account.memberId !== undefined, {
    message: 'an account needs a handle, a memberId, or both',
  });

export const alertSchema = z.strictObject({
  issuer: shortText.describe('Who warned'),
  title: shortText,
  date: day,
  link: z.url({ protocol: /^https$/ }).optional(),
});

export const entrySchema = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
    .describe('Stable id, never reused'),
  kind: z.enum(['profile', 'organisation']),
  names: z.array(shortText).min(1).max(20).describe('Names shown on the profile, or of the organisation'),
  aliases: z.array(shortText).max(50).default([]),
  accounts: z.array(accountSchema).max(50).default([]),
  organisation: shortText.optional().describe('The firm a listed profile claims to work for'),
  photos: z
    .array(z.strictObject({ pdq: z.string().regex(/^[0-9a-f]{64}$/), note: shortText.optional() }))
    .max(50)
    .default([])
    .describe('PDQ hashes of the photos used'),
  alert: alertSchema,
  reason: z.string().trim().min(1).max(500).describe('One sentence that staff will read'),
  added: day,
  expires: day.describe('The last day, in UTC, on which the entry matches'),
  withdrawn: day.optional().describe('From this day on the entry no longer matches'),
  dispute: z.union([z.url({ protocol: /^https$/ }), z.email()]).describe('Where the person named can object'),
});

export type Account = z.infer<typeof accountSchema>;
export type Alert = z.infer<typeof alertSchema>;
export type Entry = z.infer<typeof entrySchema>;
export type EntryInput = z.input<typeof entrySchema>;
