import { z } from 'zod';
import { COUNT_LIMITS, TEXT_LIMITS } from './limits.ts';

/**
 * What a page says about one person: plain data, and the border through which it enters the worker and the command line. A
 * page that sends more is refused as a whole. The types stand in `facts.ts`.
 */
const text = (max: number) => z.string().max(max);

/** Facts of one person. An absent field is not on this page; it does not mean that the person has none. */
export const factsSchema = z.strictObject({
  /** Id of the site's rules, such as `linkedin`; the host of a site that a user or policy added. */
  site: text(64),
  name: text(TEXT_LIMITS.name).optional(),
  /** The public address part, percent-decoded: `/in/<handle>/`. Not yet case-folded. */
  handle: text(TEXT_LIMITS.handle).optional(),
  /** LinkedIn's 39-character id, `ACoA…`. */
  memberId: text(TEXT_LIMITS.memberId).optional(),
  /** The number inside the member id, decimal. */
  memberNumericId: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
  pronouns: text(TEXT_LIMITS.pronouns).optional(),
  /** Connection degree as shown; 3rd includes "3rd+". */
  degree: z.enum(['1st', '2nd', '3rd']).optional(),
  headline: text(TEXT_LIMITS.headline).optional(),
  company: text(TEXT_LIMITS.company).optional(),
  school: text(TEXT_LIMITS.school).optional(),
  location: text(TEXT_LIMITS.location).optional(),
  about: text(TEXT_LIMITS.about).optional(),
  /** `plus`: the page shows a lower bound, "500+". `text`: as shown, in the language of the page. */
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
});

/** One person on the page. `key` names the place on the page for as long as the page lives; it means nothing elsewhere. */
export const subjectSchema = z.strictObject({
  key: text(100),
  /** Where on the page a person stands; decides the form of the warning. */
  surface: z.enum(['profile', 'card', 'conversation', 'invitation', 'post', 'comment']),
  facts: factsSchema,
  /** Oldest first; only on conversations and invitations. */
  messages: z
    .array(z.strictObject({ from: z.enum(['them', 'me']), text: text(TEXT_LIMITS.message) }))
    .max(COUNT_LIMITS.messages)
    .optional(),
});

export const readingSchema = z.strictObject({
  url: text(TEXT_LIMITS.url),
  site: text(64),
  kind: z.enum(['profile', 'people-search', 'messaging-page', 'invitations', 'connections', 'feed', 'other']),
  /** Which generation of the site's markup matched, as named in the site rules. */
  generation: text(64).optional(),
  subjects: z.array(subjectSchema).max(COUNT_LIMITS.subjects),
  /** What the reader expected of a page of this kind and did not find. */
  health: z.strictObject({
    /** `read`: all required facts found. `unreadable`: the page is of this kind but its required facts were not found. */
    state: z.enum(['read', 'unreadable', 'not-applicable']),
    /** Names of the missing required facts. */
    missing: z.array(text(64)).max(50),
  }),
});

const share = z.number().min(-1).max(10);

/** What the popup asks a page for: what is read there now, and which photos are whole in view. */
export const sightSchema = z.strictObject({
  reading: readingSchema,
  /** Where each stands in the picture of the window, in widths of that picture. */
  photos: z
    .array(z.strictObject({ key: text(100), left: share, top: share, width: share, height: share }))
    .max(COUNT_LIMITS.subjects),
});
