import { z } from 'zod';
import { CLEANUPS, type Cleanup, type Place, type RowsRule, type SiteRules, TEXT_FACTS } from './rules.ts';

/** Site rules as written in `rules/sites/*.yaml` and as they arrive in the feed. */
const selector = z.string().min(1).max(1_000);
const word = z.string().min(1).max(80);

const cleanup = z.union([
  z.enum(CLEANUPS),
  z.strictObject({ before: word }),
  z.strictObject({ after: word }),
  z.strictObject({ with: word }),
  z.strictObject({ count: z.array(word).min(1).max(60) }),
]) satisfies z.ZodType<Cleanup>;

const common = {
  from: z.enum(['page', 'group']).optional(),
  nth: z.int().nonnegative().max(50).optional(),
  samePerson: z.literal(true).optional(),
  clean: z.array(cleanup).max(8).optional(),
};

const place = z.union([
  z.strictObject({ ...common, text: selector }),
  z.strictObject({ ...common, attribute: z.string().regex(/^[a-z-]{1,60}$/), of: selector }),
  z.strictObject({ ...common, label: selector }),
  z.strictObject({ ...common, address: word }),
  z.strictObject({ ...common, jsonLd: word }),
  z.strictObject({ ...common, json: word, of: selector, key: word }),
]) satisfies z.ZodType<Place>;

const places = z.array(place).min(1).max(8);

const fields = z.partialRecord(z.enum(['title', 'company', 'employmentType', 'dates', 'school', 'degree']), places);

const rows = z.strictObject({
  rows: selector,
  section: selector.optional(),
  group: selector.optional(),
  alone: fields,
  grouped: fields.optional(),
}) satisfies z.ZodType<RowsRule>;

const subject = z.strictObject({
  surface: z.enum(['profile', 'card', 'conversation', 'invitation', 'post', 'comment']),
  when: selector.optional(),
  root: selector,
  not: selector.optional(),
  own: selector.optional(),
  require: z.array(z.enum([...TEXT_FACTS, 'account'])).min(1),
  agrees: places.optional(),
  anchor: z.strictObject({
    at: selector.optional(),
    position: z.enum(['beforebegin', 'afterbegin', 'beforeend', 'afterend']),
  }),
  facts: z.partialRecord(z.enum(TEXT_FACTS), places),
  experience: rows.optional(),
  education: rows.optional(),
  messages: z.strictObject({ rows: selector, theirs: selector, text: places }).optional(),
});

const path = z.string().regex(/^\/$|^(\/(:?[\p{L}\p{N}_.-]+|\*))*(\/\*\*[a-z]*)?$/u, {
  error: 'segments such as /in/:handle/**',
});

const page = z.strictObject({
  kind: z.enum(['profile', 'people-search', 'messaging-page', 'invitations', 'connections', 'feed']),
  paths: z.array(path).min(1).max(40),
  except: z.array(path).max(40).optional(),
  instead: selector.optional(),
  generations: z
    .array(z.strictObject({ id: z.string().min(1).max(64), when: selector, subjects: z.array(subject).min(1).max(8) }))
    .min(1)
    .max(12),
});

export const siteRulesSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  hosts: z
    .array(z.union([z.literal('*'), z.string().regex(/^[a-z0-9.-]+\.[a-z]+$/)]))
    .min(1)
    .max(50),
  unseen: selector,
  shadowHosts: selector.optional(),
  /** Lists of words to refer to from below with YAML aliases; the reader never sees them here. */
  vocabulary: z.record(z.string(), z.array(word)).optional(),
  pages: z.array(page).min(1).max(20),
  everywhere: z.array(subject).max(8).optional(),
}) satisfies z.ZodType<SiteRules>;

/** The feed's target `sites.json`. */
export const compiledSitesSchema = z.strictObject({
  format: z.literal(1),
  sites: z.array(siteRulesSchema).max(100),
});

export type CompiledSites = z.output<typeof compiledSitesSchema>;
