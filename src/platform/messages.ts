/**
 * Every message of the extension: name -> what goes in, what comes out. Handlers stand in `src/worker/`; a handler that
 * misses a row, or answers with another shape, does not compile. Input is parsed by its schema before a handler sees it.
 */
import { z } from 'zod';
import type { FeedStatus } from '../feed/status.ts';
import { readingSchema } from '../profile/facts.schema.ts';
import type { Reading } from '../profile/facts.ts';
import type { ReportDraft, ReportSummary } from '../reports/report.ts';
import { reportDraftSchema } from '../reports/report.ts';
import type { SiteRules } from '../sites/rules.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { LocaleFile } from '../verdict/wording-language.ts';
import type { FollowedBy } from './following.ts';
import type { Choice } from './policy-settings.ts';
import type { Display } from './settings.ts';

export type { Display, FeedStatus };

/** The feed, and the hosts it leads to that the browser does not let us at: match patterns to ask for. */
export type FeedState = FeedStatus & { withheld: string[] };

/** What a join link leads to: read, verified, and not yet followed. */
export interface Invitation {
  /** Name of the security team and where to write to it, as it signed them. */
  publisher: string;
  contact: string;
  /** Address of the feed. */
  feed: string;
  /** Match patterns that joining needs and the browser has not given yet. */
  withheld: string[];
  status: FeedStatus;
}

export interface Assessment {
  /** One verdict for each subject of the reading, by its key. */
  verdicts: Record<string, Verdict>;
  display: Display;
  /** Subjects whose warning the user dismissed. */
  dismissed: string[];
  /** Whether the user may dismiss one. */
  mayHide: boolean;
}

/** What the popup shows of the page in the active tab. */
export interface PageState {
  /**
   * `no-list`: none has arrived yet. `unsupported`: not a site we read. `orphaned`: the page must be reloaded after an update.
   * `invitation`: the page is a join link.
   */
  state: 'read' | 'unreadable' | 'no-profile' | 'no-list' | 'unsupported' | 'no-permission' | 'orphaned' | 'invitation';
  link?: string;
  reading?: Reading;
  assessment?: Assessment;
  /** Subjects whose photo the list names photos to compare with, and that was not whole in view. */
  unseenPhotos?: string[];
  /** The site, and the permission that it takes to read it. */
  site?: { host: string; pattern: string };
}

/** What the options page shows and may change. A locked setting is fixed by policy. */
export interface SettingsView {
  display: Display;
  locked: Choice[];
  /** There is a policy. */
  managed: boolean;
  /** Who set it, in its own words. */
  managedBy?: string;
  /** Whether the browser lets it read private windows. */
  privateWindows: boolean;
  /** Folder of `_locales` that the user chose. */
  language?: string;
  /** What of the policy could not be used, and where it stands. */
  policyProblems: { setting: string; message: string }[];
  /** Whose list is followed, and who decided that. */
  followed: { by: FollowedBy; feeds: string[] };
}

/** A profile whose warning the user hid. */
export interface DismissedProfile {
  site: string;
  account: string;
}

const empty = z.strictObject({});
const account = z.strictObject({ site: z.string().max(64), account: z.string().max(300) });
const changes = z.strictObject({
  display: z.enum(['inline', 'toolbar']).optional(),
  /** `null`: the browser's. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}(_[A-Z]{2})?$/)
    .nullable()
    .optional(),
});
const link = z.strictObject({ link: z.string().max(4_000) });
const tabId = z.strictObject({ tabId: z.int() });

/** Messages to the worker. `fromPage`: content scripts may send it; all others are for our own pages alone. */
export const messages = {
  'read-page': { input: empty, fromPage: true },
  'site-rules': { input: z.strictObject({ url: z.string().max(4_000) }), fromPage: true },
  assess: { input: readingSchema, fromPage: true },
  'show-report': { input: reportDraftSchema, fromPage: true },
  dismiss: { input: account, fromPage: true },
  texts: { input: empty, fromPage: true },
  'page-state': { input: tabId, fromPage: false },
  'feed-status': { input: empty, fromPage: false },
  'check-now': { input: empty, fromPage: false },
  'report-draft': { input: z.strictObject({ id: z.uuid() }), fromPage: false },
  'report-recipients': { input: empty, fromPage: false },
  'report-saved': { input: empty, fromPage: false },
  reports: { input: empty, fromPage: false },
  'withdraw-report': { input: z.strictObject({ id: z.uuid() }), fromPage: false },
  settings: { input: empty, fromPage: false },
  'save-settings': { input: changes, fromPage: false },
  dismissed: { input: empty, fromPage: false },
  restore: { input: account, fromPage: false },
  'page-outline': { input: tabId, fromPage: false },
  'remove-site': { input: z.strictObject({ host: z.string().max(253) }), fromPage: false },
  invitation: { input: link, fromPage: false },
  join: { input: link, fromPage: false },
  diagnostics: { input: empty, fromPage: false },
} as const;

export type MessageName = keyof typeof messages;
export type Input<N extends MessageName> = z.infer<(typeof messages)[N]['input']>;

export interface Outputs {
  /** Brings the reader into the page that has loaded. */
  'read-page': { brought: true };
  'site-rules': { rules: SiteRules | null; version: number };
  assess: Assessment;
  /** Opens the report page with this draft. */
  'show-report': { id: string };
  dismiss: { dismissed: true };
  /** All texts of the language that the user chose; null: the browser's own. */
  texts: LocaleFile | null;
  'page-state': PageState;
  'feed-status': FeedState;
  'check-now': FeedState;
  'report-draft': ReportDraft | null;
  /** Whom a report is sealed to, from the signed list. */
  'report-recipients': string[];
  /** There is a new report in the outbox: it leaves after the time to undo. */
  'report-saved': { noted: true };
  reports: ReportSummary[];
  /** `false`: it had already left this browser. */
  'withdraw-report': { withdrawn: boolean };
  settings: SettingsView;
  'save-settings': SettingsView;
  dismissed: DismissedProfile[];
  restore: DismissedProfile[];
  /** The structure of the page in a tab, without its text. */
  'page-outline': { outline: string };
  'remove-site': { removed: true };
  invitation: Invitation;
  join: FeedState;
  /** Versions, feed and policy state, error codes. Nothing about pages or people. */
  diagnostics: { text: string };
}

/** Answers cross the border as values: an error arrives with its code and its sentence. */
export type Answer<T> = { ok: true; value: T } | { ok: false; code: `ERR_${string}`; message: string };

/** Messages from the worker to the content script of one tab. */
export type TabMessage =
  /** Read the page again now, and answer with what is in sight (for the popup). */
  | { type: 'read' }
  /** A new list or new site rules are in force: read and assess again. */
  | { type: 'renewed' };
