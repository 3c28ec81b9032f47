import { z } from 'zod';
import { LEVELS } from '../verdict/verdict.ts';

const partnerName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/);

/** A team whose own signed list this publisher passes on. */
export const partnerSchema = z.object({
  name: partnerName.describe('Short name; its list is the target partners/<name>/watchlist'),
  title: z.string().trim().min(1).max(100).describe('The team as staff will read it'),
  level: z
    .enum(LEVELS)
    .exclude(['none'])
    .describe('The most serious verdict that an entry of this partner may lead to'),
});

/**
 * The signed target `partners.json`. It stands in the publisher's own targets, not in the partner's list: a cap that the
 * partner signs would be no cap. Unknown fields are dropped.
 */
export const partnersSchema = z.object({ partners: z.array(partnerSchema).max(32) });

export type Partner = z.infer<typeof partnerSchema>;
