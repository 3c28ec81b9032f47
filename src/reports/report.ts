import { z } from 'zod';
import { subjectSchema } from '../profile/facts.schema.ts';
import { COUNT_LIMITS } from '../profile/limits.ts';
import { OUTLINE_LIMIT } from '../sites/outline.ts';

/** What a user tells the security team. */
export const REPORT_KINDS = ['approach', 'check', 'wrong-warning', 'layout'] as const;

/** Why, in one choice: what most approaches have in common, and why a warning may be wrong. */
export const REASONS = {
  approach: ['paid-work', 'information', 'elsewhere', 'travel', 'fake-profile'],
  check: ['paid-work', 'information', 'elsewhere', 'travel', 'fake-profile'],
  'wrong-warning': ['known', 'someone-else'],
  layout: [],
} as const;
export type Reason = (typeof REASONS)[keyof typeof REASONS][number];

export const reportDraftSchema = z.strictObject({
  kind: z.enum(REPORT_KINDS),
  pageUrl: z.string().max(4_000),
  subject: subjectSchema,
  /** The level shown when the user reported, and the ids of the entries and hallmarks behind it. */
  level: z.enum(['listed', 'likely', 'caution', 'note', 'none']),
  evidence: z.array(z.string().max(100)).max(COUNT_LIMITS.evidence),
  listVersion: z.int().nonnegative(),
  reason: z.enum([...REASONS.approach, ...REASONS['wrong-warning']]).optional(),
  note: z.string().max(5_000).optional(),
  /** Structure of a page that could not be read, without its text: see `src/sites/outline.ts`. */
  layout: z.string().max(OUTLINE_LIMIT).optional(),
  /** JPEG, base64; only when the user asked for it. */
  screenshot: z.string().max(4_000_000).optional(),
});

export type ReportDraft = z.infer<typeof reportDraftSchema>;

/** A report in clear, as the analyst decrypts it. */
export const reportSchema = reportDraftSchema.extend({
  version: z.literal(1),
  id: z.uuid(),
  createdAt: z.iso.datetime(),
});

export type Report = z.infer<typeof reportSchema>;

/**
 * How far a report has come. `queued`: it waits here and nowhere else. `sent`: it has left, and no answer has said yet
 * whether it arrived; it is sent again under the same key until one does. `refused`: the hub will not take it as it is;
 * kept until the user removes it.
 */
export type ReportState = 'queued' | 'sent' | 'received' | 'decided' | 'refused';

/** Why a report waits or was refused. */
export type Trouble =
  | 'unreachable'
  | 'busy'
  | 'stranger'
  | 'token'
  | 'forbidden'
  | 'no-hub'
  | 'too-large'
  | 'unreadable'
  | 'id-taken'
  | 'left-team';

/** What the security team may decide of a report; see `decisions.ts` for where it is read. */
export const OUTCOMES = ['dismissed', 'watching', 'listed', 'already-listed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What the user sees of a report already saved. No content: the outbox keeps ciphertext only. */
export interface ReportSummary {
  id: string;
  /** ISO instant. */
  createdAt: string;
  state: ReportState;
  /** Until this ISO instant it is held back so that the user can undo. Absent once it may leave. */
  heldUntil?: string;
  /** It waits here or was refused: the user can take it back. */
  withdrawable: boolean;
  receipt?: string;
  trouble?: Trouble;
  decision?: { outcome: Outcome; date: string };
}
