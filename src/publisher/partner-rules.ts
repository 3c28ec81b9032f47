import { z } from 'zod';
import { partnerSchema } from '../watchlist/partners.ts';

/** `rules/partners.yaml`: which partners may publish what under which keys. */
export const partnersFileSchema = z
  .array(
    z.strictObject({
      ...partnerSchema.shape,
      keys: z
        .array(z.string().regex(/^[0-9a-f]{64}$/))
        .min(1)
        .max(20)
        .describe('Ed25519 public keys in hexadecimal: "public" in their *.pub.json'),
      threshold: z.int().min(1).default(1).describe('How many of the keys must sign'),
    }),
  )
  .max(32);

export type PartnerRule = z.output<typeof partnersFileSchema>[number];
