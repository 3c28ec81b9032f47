import { browser } from '../platform/browser.ts';
import type { FeedStatus } from '../platform/messages.ts';
import { readPolicy } from '../platform/policy.ts';
import type { ReportSummary } from '../reports/report.ts';

/** What support needs to know, as text the user can read before sending it. Nothing about pages or people. */
export async function diagnostics(feed: FeedStatus, reports: readonly ReportSummary[]): Promise<string> {
  const { policy, problems } = await readPolicy();
  const { reportToken: _, root: __, ...shown } = policy;
  const states = Object.groupBy(reports, ({ state }) => state);
  const alarms = await browser.alarms.getAll();
  return JSON.stringify(
    {
      extension: browser.runtime.getManifest().version,
      browser: navigator.userAgent,
      feed,
      policy: shown,
      policyProblems: problems,
      reports: Object.fromEntries(Object.entries(states).map(([state, items]) => [state, items?.length])),
      alarms: Object.fromEntries(
        alarms.map(({ name, scheduledTime }) => [name, new Date(scheduledTime).toISOString()]),
      ),
    },
    null,
    2,
  );
}
