/**
 * How one site is read: plain data, published in the feed, so that a changed layout is repaired by publishing. There is
 * no expression, template or regular expression in it; what is not in these schemas cannot be said.
 *
 * Site rules as written in `rules/sites/*.yaml` and as they arrive in the feed. Their types stand in `rules.ts`.
 */
import { z } from 'zod';
import { subjectSchema } from '../profile/facts.schema.ts';

const selector = z.string().min(1).max(1_000);
const word = z.string().min(1).max(80);

/** The text facts a rule may read. The lists and the messages have rules of their own. */
const TEXT_FACTS = [
  ...(['name', 'handle', 'memberId', 'memberNumericId', 'pronouns', 'degree', 'headline'] as const),
  ...(['company', 'school', 'location', 'about', 'connections', 'followers', 'photoUrl'] as const),
];

/** Each either returns the cleaned text or refuses it. See `cleanups.ts`. */
const cleanup = z.union([
  z.enum([
    ...(['dates', 'degree', 'image', 'link-handle', 'member-id', 'no-digits'] as const),
    ...(['not-degree', 'not-member-id', 'not-pronouns', 'number', 'pronouns'] as const),
  ]),
  /** The part before the first of this text; the whole where it does not occur. */
  z.strictObject({ before: word }),
  /** The part after the first of this text; refused where it does not occur. */
  z.strictObject({ after: word }),
  /** Refuses text without this in it. */
  z.strictObject({ with: word }),
  /** A number and one word that begins with one of these: "500+ connections". */
  z.strictObject({ count: z.array(word).min(1).max(60) }),
]);

const common = {
  /** Where reading starts: the subject's own element (the default), the page, or the heading of a group of rows. */
  from: z.enum(['page', 'group']).optional(),
  /** Only this match, counted from 0; without it the first match that yields a text. */
  nth: z.int().nonnegative().max(50).optional(),
  /** Only a link to this very person: its address names the handle in the page's address. */
  samePerson: z.literal(true).optional(),
  /** Applied in order; a refusal moves on to the next match. */
  clean: z.array(cleanup).max(8).optional(),
};

/** Where a text stands. `self` as selector means the element that reading started from. */
const place = z.union([
  /** Text that a sighted reader sees in the element. */
  z.strictObject({ ...common, text: selector }),
  /** An attribute of the element. */
  z.strictObject({ ...common, attribute: z.string().regex(/^[a-z-]{1,60}$/), of: selector }),
  /** The element's accessible name: aria-label, else alt, else title. */
  z.strictObject({ ...common, label: selector }),
  /** A named part of the page's address. */
  z.strictObject({ ...common, address: word }),
  /** Path in the page's JSON-LD description of this person, such as `worksFor.0.name`. */
  z.strictObject({ ...common, jsonLd: word }),
  /** Path in an object embedded as JSON, whose `key` is the handle in the page's address. */
  z.strictObject({ ...common, json: word, of: selector, key: word }),
]);
const places = z.array(place).min(1).max(8);

const fields = z.partialRecord(z.enum(['title', 'company', 'employmentType', 'dates', 'school', 'degree']), places);

/** A list of like entries: positions, studies. */
const rows = z.strictObject({
  /** Every entry, in the order shown; an entry inside a group as well as one alone. */
  rows: selector,
  /** The element on the page that holds them; without it they are looked for in the subject's own element. */
  section: selector.optional(),
  /** The element around a group whose heading holds what its rows share. */
  group: selector.optional(),
  /** Fields of a row that stands alone, and of one in a group. */
  alone: fields,
  grouped: fields.optional(),
});

const subject = z.strictObject({
  surface: subjectSchema.shape.surface,
  /** Looked for only where this matches on the page: a cheap question that spares most pages a dear one. */
  when: selector.optional(),
  /** The element of each person; for a profile the first alone counts. */
  root: selector,
  /** Roots that match or hold this are someone else's affair: an advertisement, the reader's own profile. */
  not: selector.optional(),
  /** What only the reader's own profile has inside the root: it is not assessed. */
  own: selector.optional(),
  /** Facts without which this is not a person; `account` is a handle or a member id. */
  require: z.array(z.enum([...TEXT_FACTS, 'account'])).min(1),
  /**
   * Handles or member ids by which the page itself names the person. Where it names any, one must agree with the
   * address, or the page still shows the previous person.
   */
  agrees: places.optional(),
  /** Where a warning goes, relative to the subject's element or to one inside it. */
  anchor: z.strictObject({
    at: selector.optional(),
    position: z.enum(['beforebegin', 'afterbegin', 'beforeend', 'afterend']),
  }),
  facts: z.partialRecord(z.enum(TEXT_FACTS), places),
  experience: rows.optional(),
  education: rows.optional(),
  /** `theirs` matches a row that the other person wrote. */
  messages: z.strictObject({ rows: selector, theirs: selector, text: places }).optional(),
});

/** One way in which the site has been serving pages of a kind. The page is of it if `when` matches. */
const generation = z.strictObject({
  id: z.string().min(1).max(64),
  when: selector,
  subjects: z.array(subject).min(1).max(8),
});

const path = z.string().regex(/^\/$|^(\/(:?[\p{L}\p{N}_.-]+|\*))*(\/\*\*[a-z]*)?$/u, {
  error: 'segments such as /in/:handle/**',
});

const page = z.strictObject({
  kind: z.enum(['profile', 'people-search', 'messaging-page', 'invitations', 'connections', 'feed']),
  /** Segments to be the same, `*` for any one, `:handle` for one with a name, `**` or `**rest` at the end for all that follow. */
  paths: z.array(path).min(1).max(40),
  except: z.array(path).max(40).optional(),
  /** What stands in place of the page: a sign-in wall, a captcha, an error. Tells why nothing was found. */
  instead: selector.optional(),
  /** Tried in order. */
  generations: z.array(generation).min(1).max(12),
});

export const siteRulesSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  /** Host names, each with all its subdomains; `*` for any site that the user or policy added. */
  hosts: z
    .array(z.union([z.literal('*'), z.string().regex(/^[a-z0-9.-]+\.[a-z]+$/)]))
    .min(1)
    .max(50),
  /** Elements that a sighted reader does not see, or that are no part of what a person wrote. */
  unseen: selector,
  /** Elements whose open shadow root is read as well. */
  shadowHosts: selector.optional(),
  /** Lists of words to refer to from below with YAML aliases; the reader never sees them here. */
  vocabulary: z.record(z.string(), z.array(word)).optional(),
  pages: z.array(page).min(1).max(20),
  /** Subjects that may stand on any page of the site. */
  everywhere: z.array(subject).max(8).optional(),
});

/** The feed's target `sites.json`. */
export const compiledSitesSchema = z.strictObject({
  format: z.literal(1),
  sites: z.array(siteRulesSchema).max(100),
});

export type CompiledSites = z.output<typeof compiledSitesSchema>;
