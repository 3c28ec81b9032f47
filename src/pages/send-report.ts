import { ask } from '../platform/client.ts';
import { Outbox } from '../reports/outbox.ts';
import type { ReportDraft, ReportSummary } from '../reports/report.ts';

/**
 * Seals a report and puts it into the outbox; the worker sends it after the time to undo.
 *
 * @returns once the ciphertext is on disk
 * @throws GamekeeperError ERR_NO_RECIPIENTS, ERR_REPORT_TOO_LARGE, ERR_STORAGE_FULL
 */
export async function sendReport(draft: ReportDraft): Promise<ReportSummary> {
  // Loaded when it is needed: a page opens without it.
  const { seal, stamp } = await import('../reports/seal.ts');
  const recipients = await ask('report-recipients', {});
  const now = new Date();
  const report = stamp(draft, now);
  const outbox = await Outbox.open();
  try {
    const saved = await outbox.add(report, await seal(report, recipients), now);
    // It is safe from here on: without this word it leaves with the next look at the list.
    await ask('report-saved', {}).catch(() => {});
    return saved;
  } finally {
    outbox.close();
  }
}
