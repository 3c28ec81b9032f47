/** What the worker answers to each message of `src/platform/messages.ts`. */

import { siteOf } from '../platform/hosts.ts';
import type { DismissedProfile, SettingsView } from '../platform/messages.ts';
import { readPolicy } from '../platform/policy.ts';
import { changeSettings, readSettings, type StoredSettings } from '../platform/settings.ts';
import { readSites } from '../platform/sites.ts';
import { rulesFor } from '../sites/address.ts';
import { removeSite } from './added-sites.ts';
import { assessPage, pageState } from './assessing.ts';
import { diagnostics } from './diagnostics.ts';
import { readDraft } from './drafts.ts';
import type { FeedKeeper } from './feeding.ts';
import type { Reports } from './reports.ts';
import type { Handlers } from './router.ts';
import { outlineOf, tellTabs } from './tabs.ts';

export function handlersOf(feed: FeedKeeper, reports: Reports, now: () => Date): Handlers {
  return {
    'site-rules': async ({ url }) => {
      const lists = await feed.lists();
      const rules = rulesFor((await lists?.sites()) ?? [], url);
      const read = rules && (!rules.hosts.includes('*') || (await isRead(url)));
      return { rules: read ? rules : null, version: lists?.version ?? 0 };
    },
    assess: async (reading, sender) => assessPage(reading, sender, await feed.lists(), now()),
    'show-report': (draft) => reports.show(draft),
    dismiss: async (profile) => {
      await changeSettings((settings) => ({ ...settings, dismissed: [...without(settings, profile), profile] }));
      return { dismissed: true };
    },
    'warning-removed': async () => ({ noted: true }),
    'page-state': async ({ tabId }) => pageState(tabId, await feed.lists(), now()),
    'feed-status': () => feed.status(),
    'check-now': async () => {
      await feed.refresh();
      return feed.status();
    },
    'report-draft': ({ id }) => readDraft(id),
    'report-recipients': () => reports.recipients(),
    'report-saved': () => reports.expectOne(),
    reports: () => reports.list(),
    'withdraw-report': ({ id }) => reports.withdraw(id),
    settings: settingsView,
    'save-settings': async ({ display }) => {
      await changeSettings((settings) => ({ ...settings, display }));
      await tellTabs({ type: 'renewed' });
      return settingsView();
    },
    dismissed: async () => (await readSettings()).dismissed,
    restore: async (profile) => {
      const { dismissed } = await changeSettings((settings) => ({
        ...settings,
        dismissed: without(settings, profile),
      }));
      await tellTabs({ type: 'renewed' });
      return dismissed;
    },
    'page-outline': async ({ tabId }) => ({ outline: await outlineOf(tabId) }),
    'remove-site': async ({ host }) => {
      await removeSite(host);
      return { removed: true };
    },
    diagnostics: async () => ({ text: await diagnostics(await feed.status(), await reports.list()) }),
  };
}

const without = ({ dismissed }: StoredSettings, { site, account }: DismissedProfile) =>
  dismissed.filter((profile) => profile.site !== site || profile.account !== account);

async function settingsView(): Promise<SettingsView> {
  const [{ display }, { policy, problems }] = await Promise.all([readSettings(), readPolicy()]);
  return {
    display: policy.display ?? display,
    locked: policy.display ? ['display'] : [],
    ...(policy.managedBy !== undefined && { managedBy: policy.managedBy }),
    policyProblems: problems,
  };
}

/** The rules for any site read those alone that were added and are still allowed. */
async function isRead(url: string): Promise<boolean> {
  return siteOf(await readSites(), URL.parse(url)?.hostname ?? '')?.allowed ?? false;
}
