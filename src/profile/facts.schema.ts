import { z } from 'zod';
import type { Facts, Reading, Subject } from './facts.ts';

/**
 * The border through which facts enter the worker and the command line. Lengths are generous for people and small for
 * attackers: a page that sends more is refused as a whole.
 */
const text = (max: number) => z.string().max(max);

export const factsSchema = z.strictObject({
  site: text(64),
  name: text(300).optional(),
  handle: text(300).optional(),
  memberId: text(64).optional(),
  memberNumericId: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
  pronouns: text(100).optional(),
  degree: z.enum(['1st', '2nd', '3rd']).optional(),
  headline: text(1_000).optional(),
  company: text(300).optional(),
  school: text(300).optional(),
  location: text(300).optional(),
  about: text(10_000).optional(),
  connections: z.strictObject({ count: z.int().nonnegative(), plus: z.boolean(), text: text(200) }).optional(),
  followers: z.int().nonnegative().optional(),
  photoUrl: text(2_000).optional(),
  experience: z
    .array(
      z.strictObject({
        title: text(300).optional(),
        company: text(300).optional(),
        employmentType: text(100).optional(),
        dates: text(200).optional(),
      }),
    )
    .max(100)
    .optional(),
  education: z
    .array(z.strictObject({ school: text(300).optional(), degree: text(300).optional(), dates: text(200).optional() }))
    .max(100)
    .optional(),
}) satisfies z.ZodType<Facts>;

export const subjectSchema = z.strictObject({
  key: text(100),
  surface: z.enum(['profile', 'card', 'conversation', 'invitation', 'post', 'comment']),
  facts: factsSchema,
  messages: z
    .array(z.strictObject({ from: z.enum(['them', 'me']), text: text(20_000) }))
    .max(200)
    .optional(),
}) satisfies z.ZodType<Subject>;

export const readingSchema = z.strictObject({
  url: text(4_000),
  site: text(64),
  kind: z.enum(['profile', 'people-search', 'messaging-page', 'invitations', 'connections', 'feed', 'other']),
  generation: text(64).optional(),
  subjects: z.array(subjectSchema).max(200),
  health: z.strictObject({
    state: z.enum(['read', 'unreadable', 'not-applicable']),
    missing: z.array(text(64)).max(50),
  }),
}) satisfies z.ZodType<Reading>;
