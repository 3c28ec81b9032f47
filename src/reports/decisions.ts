import { z } from 'zod';
import { OUTCOMES } from './report.ts';

/** What the security team decided of one report. `date` is a day, UTC. */
const decisionSchema = z.strictObject({ outcome: z.enum(OUTCOMES), date: z.iso.date() });
export type Decision = z.infer<typeof decisionSchema>;

/** A receipt: 26 characters of Crockford's base 32, 130 random bits. It says nothing about the report or who sent it. */
export const receiptSchema = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/);

/**
 * The signed target `decisions.json`, read by every browser, so that nobody has to ask the hub about a report:
 * receipt -> decision.
 */
export const decisionsSchema = z.strictObject({
  version: z.literal(1),
  decisions: z.record(receiptSchema, decisionSchema),
});
export type Decisions = z.infer<typeof decisionsSchema>;
