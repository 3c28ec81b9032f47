import { z } from 'zod';
import { subjectSchema } from '../profile/facts.schema.ts';

/** What a user tells the security team. */
export const REPORT_KINDS = ['approach', 'check', 'wrong-warning'] as const;

export const reportDraftSchema = z.strictObject({
  kind: z.enum(REPORT_KINDS),
  pageUrl: z.string().max(4_000),
  subject: subjectSchema,
  /** The level shown when the user reported, and the ids of the entries and hallmarks behind it. */
  level: z.enum(['listed', 'likely', 'caution', 'note', 'none']),
  evidence: z.array(z.string().max(100)).max(100),
  listVersion: z.int().nonnegative(),
  note: z.string().max(5_000).optional(),
  /** PNG, base64; only when the user asked for it. */
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

/** What the user sees of a report already saved. No content: the outbox keeps ciphertext only. */
export interface ReportSummary {
  id: string;
  createdAt: string;
  state: 'queued' | 'sent' | 'received' | 'decided' | 'refused';
  receipt?: string;
  /** Why it waits or was refused, in one sentence. */
  detail?: string;
  decision?: { outcome: string; date: string };
}
