/**
 * Hallmark rules as they travel in the feed (`hallmarks.json`). Declarative throughout: there is no field for a name, a
 * nationality, a place, a language, a photo or a number of connections, so no rule can weigh one.
 */
import { z } from 'zod';

export const idSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and hyphens, such as paid-report');
const families = z.array(idSchema).min(1).max(40);

/** Words that may stand for each other in a phrase, parted by spaces. */
export const setSchema = z
  .string()
  .max(4_000)
  .regex(/^[a-z0-9-]+(?: [a-z0-9-]+)*$/, 'expected words of a to z, digits and hyphens, parted by single spaces');

/**
 * `pay|paid` is either word; `<official>` any word of that set; `non-public` one word or two; `#` any number and `##` one
 * of a thousand or more; `...` up to three words of any kind. Inflection and spelling need not be given.
 */
export const phraseSchema = z
  .string()
  .max(1_000)
  .regex(
    /^(?:[a-z0-9#|-]|<[a-z-]+>)+(?: (?:(?:[a-z0-9#|-]|<[a-z-]+>)+|[.]{3}))*$/,
    'expected words of a to z and digits, parted by single spaces, | between alternatives, <name> for a set, ... for a gap',
  )
  .refine((phrase) => phrase.split(' ').length <= 10, 'expected at most 10 words and gaps')
  .refine((phrase) => phrase.split(' ').filter((word) => word === '...').length <= 2, 'expected at most 2 gaps')
  .refine((phrase) => !phrase.endsWith(' ...'), 'expected a word after the gap');

/**
 * Words by the points that each adds to a passage, once however often it stands there: `{ "3": "he|him only", "-2":
 * "website" }`. Words parted by `|` are one; otherwise written as in a phrase.
 */
export const tallySchema = z.record(
  z.string().regex(/^-?[1-9]\d?$/, 'expected points from -99 to 99, not 0'),
  z
    .string()
    .max(10_000)
    .regex(
      /^[a-z0-9#|-]+(?: [a-z0-9#|-]+)*$/,
      'expected words of a to z, parted by single spaces, | between alternatives',
    ),
);

/** The texts that a rule may read. Messages are the other person's only. */
export const textSchema = z.enum(['messages', 'headline', 'company', 'about']);
export type TextName = z.infer<typeof textSchema>;
const fieldSchema = z.enum(['headline', 'company', 'about', 'experience', 'education']);

const KINDS = ['phrase', 'near', 'only', 'present', 'missing', 'below', 'all', 'any', 'several', 'tally'] as const;
const READS_TEXT: readonly string[] = ['phrase', 'near', 'only'];

/** Exactly one of `KINDS`, with what belongs to it. */
export const conditionSchema = z
  .strictObject({
    phrase: families.optional().describe('Any phrase of any of these families'),
    near: z
      .array(families)
      .min(2)
      .max(6)
      .optional()
      .describe('One of each of these groups of families, close together'),
    sentences: z.int().min(1).max(5).optional().describe('near: over how many sentences in a row; 1 unless told'),
    only: families.optional().describe('The text holds words of these families and no other'),
    in: z
      .array(textSchema)
      .min(1)
      .optional()
      .describe(
        'phrase, near, only: which texts; messages unless told, and headline and about where they make an offer',
      ),
    without: families.optional().describe('phrase, near: a sentence that holds one of these does not count'),
    present: fieldSchema.optional(),
    missing: fieldSchema.optional().describe('Shown and empty; a fact that the page does not show is unknown'),
    below: z.strictObject({ field: z.enum(['experience', 'education']), count: z.int().min(1).max(20) }).optional(),
    get all() {
      return z.array(conditionSchema).min(1).max(20).optional();
    },
    get any() {
      return z.array(conditionSchema).min(1).max(20).optional();
    },
    get several() {
      return z
        .strictObject({ atLeast: z.int().min(2).max(20), of: z.array(conditionSchema).min(2).max(20) })
        .optional();
    },
    tally: z.int().min(1).optional().describe('The words of the tally in some passage come to so many points'),
  })
  .superRefine((condition, context) => {
    const kinds = KINDS.filter((kind) => condition[kind] !== undefined);
    if (kinds.length !== 1)
      context.addIssue({ code: 'custom', message: `expected exactly one of ${KINDS.join(', ')}` });
    for (const field of ['in', 'without', 'sentences'] as const)
      if (condition[field] !== undefined && !READS_TEXT.includes(kinds[0] ?? ''))
        context.addIssue({ code: 'custom', path: [field], message: 'expected only beside phrase, near or only' });
  });
export type Condition = z.infer<typeof conditionSchema>;

/** The step of the published guidance to which advice belongs. */
export const stepSchema = z.enum(['recognise', 'realise', 'report', 'remove']);

/** What a hallmark is about. Several hallmarks of one aspect are still one aspect. */
export const aspectSchema = z.enum(['asks', 'rewards', 'conceals', 'presses', 'profile']);

/** What a hallmark says to the reader. */
export const wordingSchema = z.strictObject({
  title: z.string().trim().min(1).max(80).describe('Plain words, as staff will read them'),
  explanation: z.string().trim().min(1).max(300).describe('One sentence: why it matters'),
  advice: z.string().trim().min(1).max(300).describe('One sentence: what to do about it'),
});

/** The text `locale` of a file of `_locales`, such as `cy`. */
const localeSchema = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/);

/** The same in other languages: language -> id of the rule -> what it says. */
const wordingsSchema = z.record(localeSchema, z.record(idSchema, wordingSchema));

export const ruleSchema = z.strictObject({
  id: idSchema,
  ...wordingSchema.shape,
  step: stepSchema,
  source: z.string().trim().min(1).max(300).describe('Who published the hallmark, and where'),
  aspect: aspectSchema,
  weight: z.int().min(-10).max(10).describe('Points; below zero it speaks for an honest approach and is not shown'),
  when: conditionSchema,
});
export type Rule = z.infer<typeof ruleSchema>;

export const policySchema = z.strictObject({
  mild: z.int().min(1).describe('Points from which the popup says a line'),
  pattern: z.int().min(2).describe('Points from which hallmarks amount to a pattern'),
  unrewarded: z.int().min(2).describe('Points for a pattern when no hallmark of the aspect rewards is shown'),
  relief: z
    .int()
    .min(0)
    .default(0)
    .describe('Points that words of the tally take off at most: nobody talks a pattern away'),
  span: z.int().min(1).max(1_000).describe('Within how many sentences in a row hallmarks are added up'),
  aspects: z.int().min(2).max(4).describe('Of how many different aspects; the aspect profile does not count'),
  offer: conditionSchema.describe('What makes a headline or about an offer to readers, and not an account of oneself'),
  needs: z.array(aspectSchema).max(3).describe('Aspects without which there is no pattern'),
});

export const reportedSchema = z.strictObject({
  families: families.describe('Signs that a message tells of approaches, as news and guidance do'),
  atLeast: z.int().min(2).describe('From so many different ones, nothing in that message counts'),
});

const wordsSchema = z
  .string()
  .regex(/^(?:[a-z']+(?: [a-z']+)*)?$/, 'expected lower-case words parted by single spaces');

export const languageSchema = z.strictObject({
  words: wordsSchema.describe('Words that any text of the language is full of'),
  share: z.number().min(0.05).max(0.9).describe('Their least share among the words of a text of the language'),
});

export const compiledSchema = z.strictObject({
  format: z.literal(2),
  sets: z.record(idSchema, setSchema),
  families: z.record(idSchema, z.array(phraseSchema).min(1).max(500)),
  rules: z.array(ruleSchema).max(200),
  wordings: wordingsSchema.default({}),
  tally: tallySchema.default({}).describe('Words that say little alone, by the points each adds to a passage'),
  policy: policySchema,
  reported: reportedSchema,
  languages: z.array(languageSchema).max(20),
  fillers: wordsSchema.describe('Words passed over inside a phrase'),
});
export type CompiledHallmarks = z.infer<typeof compiledSchema>;
