/** What the worker answers to each message of `src/platform/messages.ts`. */
import { GamekeeperError } from '../errors.ts';
import { logError } from '../log.ts';
import { browser } from '../platform/browser.ts';
import { following } from '../platform/following.ts';
import { siteOf } from '../platform/hosts.ts';
import type { DismissedProfile, SettingsView } from '../platform/messages.ts';
import type { Choice } from '../platform/policy-settings.ts';
import { changeSettings, type StoredSettings, settingsInForce } from '../platform/settings.ts';
import { readSites } from '../platform/sites.ts';
import { rulesFor } from '../sites/address.ts';
import type { LocaleFile } from '../verdict/wording-language.ts';
import { removeSite } from './added-sites.ts';
import { assessPage, pageState } from './assessing.ts';
import { diagnostics } from './diagnostics.ts';
import { readDraft } from './drafts.ts';
import type { FeedKeeper } from './feeding.ts';
import { join, readInvitation } from './joining.ts';
import type { Reports } from './reports.ts';
import type { Handlers } from './router.ts';
import { injectReader, outlineOf, showBadge, tellTabs } from './tabs.ts';

export function handlersOf(feed: FeedKeeper, reports: Reports, now: () => Date): Handlers {
  return {
    'read-page': async (_, sender) => {
      await injectReader(sender);
      return { brought: true };
    },
    'site-rules': async ({ url }, { tabId, frameId = 0 }) => {
      const lists = await feed.lists();
      const rules = rulesFor((await lists?.sites()) ?? [], url);
      const read = rules && (!rules.hosts.includes('*') || (await isRead(url)));
      // The page is about to ask for verdicts: while it is read, what they need is opened.
      if (read) lists?.sources();
      // What was said of a page that is read no more goes.
      else if (tabId !== undefined && frameId === 0) showBadge(tabId, []).catch(logError);
      return { rules: read ? rules : null, version: lists?.version ?? 0 };
    },
    assess: (reading, sender) => assessPage(reading, sender, feed.lists(), now()),
    'show-report': (draft) => reports.show(draft),
    dismiss: async (profile) => {
      await requireChoice('hidden');
      await changeSettings((settings) => ({ ...settings, dismissed: [...without(settings, profile), profile] }));
      return { dismissed: true };
    },
    texts: chosenTexts,
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
    'save-settings': async ({ display, language }) => {
      if (display) await requireChoice('display');
      await changeSettings((settings) => ({
        ...settings,
        ...(display && { display }),
        ...(language !== undefined && { language: language ?? undefined }),
      }));
      await tellTabs({ type: 'renewed' });
      return settingsView();
    },
    dismissed: async () => (await settingsInForce()).dismissed,
    invitation: ({ link }) => readInvitation(link, now),
    join: async ({ link }) => {
      const left = await join(link);
      // Whatever befalls the reports, the list that was chosen is followed.
      await Promise.all([left && reports.leaveTeam(), feed.reopen()]);
      return feed.status();
    },
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
      await requireChoice('sites');
      await removeSite(host);
      return { removed: true };
    },
    diagnostics: async () => ({ text: await diagnostics(await feed.status(), await reports.list()) }),
  };
}

const without = ({ dismissed }: StoredSettings, { site, account }: DismissedProfile) =>
  dismissed.filter((profile) => profile.site !== site || profile.account !== account);

/** What a policy has taken from the user is refused here, whatever a page of ours still shows. */
async function requireChoice(choice: Choice): Promise<void> {
  if (!(await settingsInForce()).locked.includes(choice)) return;
  throw new GamekeeperError('ERR_MANAGED', 'Your organisation has set this for you.');
}

async function settingsView(): Promise<SettingsView> {
  const [{ display, locked, language, policy, problems }, { by, feeds }] = await Promise.all([
    settingsInForce(),
    following(),
  ]);
  return {
    display,
    locked,
    privateWindows: await browser.extension.isAllowedIncognitoAccess(),
    managed: Object.keys(policy).length > 0 || problems.length > 0,
    ...(policy.managedBy !== undefined && { managedBy: policy.managedBy }),
    ...(language !== undefined && { language }),
    policyProblems: problems,
    followed: { by, feeds },
  };
}

/** The rules for any site read those alone that were added and are still allowed. */
async function isRead(url: string): Promise<boolean> {
  return siteOf(await readSites(), URL.parse(url)?.hostname ?? '')?.allowed ?? false;
}

async function chosenTexts(): Promise<LocaleFile | null> {
  const { language } = await settingsInForce();
  if (language === undefined) return null;
  const file = await fetch(browser.runtime.getURL(`_locales/${language}/messages.json`)).catch(() => null);
  return file?.json() ?? null;
}
