/** “Report this profile” in the context menu of a link, on any page: also for somebody nothing warned of. */
import { browser } from '../platform/browser.ts';
import { hostOf, siteOf } from '../platform/hosts.ts';
import { readSites } from '../platform/sites.ts';
import { foldHandle, isMemberId, numericMemberId } from '../profile/account.ts';
import type { Facts, Sight } from '../profile/facts.ts';
import { TEXT_LIMITS } from '../profile/limits.ts';
import { draftOf } from '../reports/draft.ts';
import type { ReportDraft } from '../reports/report.ts';
import { pageAt, rulesFor } from '../sites/address.ts';
import type { SiteRules } from '../sites/rules.ts';
import { assess } from '../verdict/assess.ts';
import type { Lists } from './lists.ts';
import { bringReader, readTab } from './tabs.ts';

/** Offers it on links to profiles as the site rules know them. The browser remembers the entry when the worker has gone. */
export async function offerOnLinks(sites: readonly SiteRules[]): Promise<void> {
  await browser.contextMenus.removeAll();
  const targetUrlPatterns = sites.flatMap(linkPatterns);
  if (targetUrlPatterns.length === 0) return;
  const title = browser.i18n.getMessage('menu_report');
  browser.contextMenus.create({ id: 'report-link', title, contexts: ['link'], targetUrlPatterns });
}

function linkPatterns({ hosts, pages }: SiteRules): string[] {
  const paths = pages.filter(({ kind }) => kind === 'profile').flatMap((page) => page.paths);
  const wild = paths.map((path) => path.replace(/[:*][^/]*/g, '*').replace(/\/$/, ''));
  return hosts
    .filter((host) => host !== '*')
    .flatMap((host) => wild.map((path) => `*://*.${host}${path}${path.endsWith('*') ? '' : '*'}`));
}

/**
 * A report about the person that a link leads to: what the page around it says of them, else the account alone.
 * @param tab shows the page that the link stands on
 * @returns undefined when the link leads to no profile
 */
export async function draftOfLink(
  link: string,
  tab: Tab | undefined,
  lists: Lists,
  now: Date,
): Promise<ReportDraft | undefined> {
  const url = new URL(link);
  const rules = rulesFor(await lists.sites(), link);
  const match = rules && pageAt(rules, url);
  const handle = match?.page.kind === 'profile' ? match.address.parts.handle : undefined;
  if (!rules || handle === undefined || link.length > TEXT_LIMITS.url || handle.length > TEXT_LIMITS.handle)
    return undefined;
  const account = accountFacts(rules.id, handle);
  const sight = tab === undefined ? null : await readLoading(tab);
  const subject = sight?.reading.subjects.find(({ facts }) => isSame(facts, account)) ?? {
    key: 'link',
    surface: 'card' as const,
    facts: account,
  };
  const { [subject.key]: verdict } = await assess([subject], lists.sources(), now);
  return draftOf(subject, verdict!, url.origin + url.pathname);
}

type Tab = { id?: number | undefined; url?: string | undefined };

/** Of a page that has just arrived nobody may have begun to read. */
async function readLoading({ id, url = '' }: Tab): Promise<Sight | null> {
  if (id === undefined) return null;
  const sight = await readTab(id);
  if (sight || !siteOf(await readSites(), hostOf(url) ?? '')?.allowed) return sight;
  return bringReader(id);
}

function accountFacts(site: string, handle: string): Facts {
  if (!isMemberId(handle)) return { site, handle };
  const number = numericMemberId(handle);
  return { site, memberId: handle, ...(number !== undefined && { memberNumericId: number }) };
}

function isSame(facts: Facts, account: Facts): boolean {
  if (facts.site !== account.site) return false;
  if (account.memberId !== undefined) return facts.memberId === account.memberId;
  return facts.handle !== undefined && foldHandle(facts.handle) === foldHandle(account.handle!);
}
