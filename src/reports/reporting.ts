import { z } from 'zod';
import { isSafe } from '../feed/join-link.ts';

/**
 * The signed target `reporting.json`: whose list this is, where reports go, and to whom they are sealed. Unknown fields
 * are dropped, so that a later publisher can add one without silencing the reports of older browsers.
 */
export const reportingSchema = z.object({
  publisher: z.string().trim().min(1).max(100).describe('The team that runs this list, as staff know it'),
  contact: z
    .union([z.url({ protocol: /^https$/ }), z.email()])
    .describe('Where staff and people named on the list can write'),
  endpoint: z
    .url({ protocol: /^https?$/ })
    .refine((endpoint) => isSafe(URL.parse(endpoint)), {
      message: 'is not encrypted, expected an address that begins with https:// (http:// only on this machine)',
    })
    .describe('Where browsers send sealed reports'),
  recipients: z
    .array(z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/))
    .min(1)
    .max(20)
    .describe('age recipients (age1…) that every report is sealed to: the desk, and an escrow key'),
});

export type Reporting = z.infer<typeof reportingSchema>;
