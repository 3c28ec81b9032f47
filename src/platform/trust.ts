import { z } from 'zod';

/** Whose list is followed. Packed as `trust.json`; replacing that file retargets a build. */
export const trustSchema = z.strictObject({
  /** Base addresses of the feed, tried in turn. */
  feeds: z.array(z.url({ protocol: /^https?$/ })).max(10),
  /** The first trusted TUF root, exactly as its publisher signed it, or its name (`src/feed/join-link.ts`). */
  root: z
    .string()
    .max(512 * 1024)
    .optional(),
  /** Name of the security team, as staff know it. */
  publisher: z.string().max(200).optional(),
});

export type Trust = z.infer<typeof trustSchema>;
