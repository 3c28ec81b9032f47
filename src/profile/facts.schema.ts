import { z } from 'zod';
import type { Facts, Reading, Sight, Subject } from './facts.ts';
import { COUNT_LIMITS, TEXT_LIMITS } from './limits.ts';

/** The border through which facts enter the worker and the command line. A page that sends more is refused as a whole. */
const text = (max: number) => z.string().max(max);

export const factsSchema = z.strictObject({
  site: text(64),
  name: text(TEXT_LIMITS.name).optional(),
  handle: text(TEXT_LIMITS.handle).optional(),
  memberId: text(TEXT_LIMITS.memberId).optional(),
  memberNumericId: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
  pronouns: text(TEXT_LIMITS.pronouns).optional(),
  degree: z.enum(['1st', '2nd', '3rd']).optional(),
  headline: text(TEXT_LIMITS.headline).optional(),
  company: text(TEXT_LIMITS.company).optional(),
  school: text(TEXT_LIMITS.school).optional(),
  location: text(TEXT_LIMITS.location).optional(),
  about: text(TEXT_LIMITS.about).optional(),
  connections: z.strictObject({ count: z.int().nonnegative(), plus: z.boolean(), text: text(200) }).optional(),
  followers: z.int().nonnegative().optional(),
  photoUrl: text(TEXT_LIMITS.photoUrl).optional(),
  experience: z
    .array(
      z.strictObject({
        title: text(TEXT_LIMITS.title).optional(),
        company: text(TEXT_LIMITS.company).optional(),
        employmentType: text(TEXT_LIMITS.employmentType).optional(),
        dates: text(TEXT_LIMITS.dates).optional(),
      }),
    )
    .max(COUNT_LIMITS.positions)
    .optional(),
  education: z
    .array(
      z.strictObject({
        school: text(TEXT_LIMITS.school).optional(),
        degree: text(TEXT_LIMITS.title).optional(),
        dates: text(TEXT_LIMITS.dates).optional(),
      }),
    )
    .max(COUNT_LIMITS.positions)
    .optional(),
}) satisfies z.ZodType<Facts>;

export const subjectSchema = z.strictObject({
  key: text(100),
  surface: z.enum(['profile', 'card', 'conversation', 'invitation', 'post', 'comment']),
  facts: factsSchema,
  messages: z
    .array(z.strictObject({ from: z.enum(['them', 'me']), text: text(TEXT_LIMITS.message) }))
    .max(COUNT_LIMITS.messages)
    .optional(),
}) satisfies z.ZodType<Subject>;

export const readingSchema = z.strictObject({
  url: text(TEXT_LIMITS.url),
  site: text(64),
  kind: z.enum(['profile', 'people-search', 'messaging-page', 'invitations', 'connections', 'feed', 'other']),
  generation: text(64).optional(),
  subjects: z.array(subjectSchema).max(COUNT_LIMITS.subjects),
  health: z.strictObject({
    state: z.enum(['read', 'unreadable', 'not-applicable']),
    missing: z.array(text(64)).max(50),
  }),
}) satisfies z.ZodType<Reading>;

const share = z.number().min(-1).max(10);

export const sightSchema = z.strictObject({
  reading: readingSchema,
  photos: z
    .array(z.strictObject({ key: text(100), left: share, top: share, width: share, height: share }))
    .max(COUNT_LIMITS.subjects),
}) satisfies z.ZodType<Sight>;
