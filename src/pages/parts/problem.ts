import { GamekeeperError } from '../../errors.ts';
import type { MessageKey, Translate } from '../../verdict/wording-language.ts';

/** What staff meet most often, in their own language; any other problem is told in the words of whoever noticed it. */
const KNOWN = {
  ERR_WORKER_GONE: 'problem_worker_gone',
  ERR_NO_RECIPIENTS: 'problem_no_recipients',
  ERR_REPORT_TOO_LARGE: 'problem_report_too_large',
  ERR_STORAGE_FULL: 'problem_storage_full',
  ERR_FEED_STORAGE_FULL: 'problem_storage_full',
  ERR_FEED_UNREACHABLE: 'problem_feed_unreachable',
  ERR_FEED_EXPIRED: 'problem_feed_expired',
  ERR_FEED_UNSET: 'problem_feed_unset',
  ERR_FEED_ROOT: 'problem_feed_root',
  ERR_JOIN_LINK: 'problem_join_link',
  ERR_NO_PERMISSION: 'problem_no_permission',
  ERR_MANAGED: 'problem_managed',
} as const satisfies Record<string, MessageKey>;

/** One sentence for `error`, a thrown value or a problem with its stable code. */
export function problemOf(error: unknown, t: Translate): string {
  if (!(error instanceof GamekeeperError)) return error instanceof Error ? error.message : String(error);
  return sentenceOf(error, t);
}

export function sentenceOf({ code, message }: { code: string; message: string }, t: Translate): string {
  return Object.hasOwn(KNOWN, code) ? t(KNOWN[code as keyof typeof KNOWN]) : message;
}
