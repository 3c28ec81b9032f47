/** One page visit, seen from the worker: facts come in, verdicts go out, a warning is brought where there is one. */

import { readJoinLink } from '../feed/join-link.ts';
import { logError } from '../log.ts';
import { browser } from '../platform/browser.ts';
import { hostOf, patternOf, siteOf } from '../platform/hosts.ts';
import type { Assessment, PageState } from '../platform/messages.ts';
import { settingsInForce } from '../platform/settings.ts';
import { readSites } from '../platform/sites.ts';
import type { Reading } from '../profile/facts.ts';
import type { PhotoHash } from '../profile/pdq.ts';
import { assess, type Sources } from '../verdict/assess.ts';
import type { Lists } from './lists.ts';
import { seePhotos } from './photos.ts';
import type { Sender } from './router.ts';
import { bringReader, injectWarnings, readTab, showBadge, shownOnPage } from './tabs.ts';

const NO_SOURCES: Sources = { watchlists: [], listVersion: 0 };

/** A warning is put away under the handle, else the member id. */
export async function assessReading(
  reading: Reading,
  lists: Promise<Lists | null>,
  now: Date,
  photos?: ReadonlyMap<string, readonly PhotoHash[]>,
): Promise<Assessment> {
  const [{ display, dismissed, locked }, verdicts] = await Promise.all([
    settingsInForce(),
    assess(
      reading.subjects,
      lists.then((known) => known?.sources() ?? NO_SOURCES),
      now,
      photos,
    ),
  ]);
  const hidden = new Set(dismissed.map(({ site, account }) => `${site}/${account}`));
  return {
    verdicts,
    display,
    mayHide: !locked.includes('hidden'),
    dismissed: reading.subjects
      .filter(({ facts: { site, handle, memberId = '' } }) => hidden.has(`${site}/${handle ?? memberId}`))
      .map(({ key }) => key),
  };
}

/** Answers the reader of a page; where something is to be shown, brings the warning script first. */
export async function assessPage(
  reading: Reading,
  sender: Sender,
  lists: Promise<Lists | null>,
  now: Date,
): Promise<Assessment> {
  const assessment = await assessReading(reading, lists, now);
  const put = Object.entries(assessment.verdicts).filter(([key]) => !assessment.dismissed.includes(key));
  const verdicts = put.map(([, verdict]) => verdict);
  // The answer does not wait for the badge, nor fail with it where the tab is gone.
  if (sender.tabId !== undefined) showBadge(sender.tabId, verdicts).catch(logError);
  const inline = assessment.display === 'inline' && verdicts.some(({ level }) => shownOnPage(level));
  if (inline) await injectWarnings(sender);
  return assessment;
}

/** What the popup says of a tab. Read and assessed anew: the worker keeps nothing of a visit. */
export async function pageState(tabId: number, lists: Lists | null, now: Date): Promise<PageState> {
  // The toolbar click granted the tab's address, on any site.
  const { url = '' } = await browser.tabs.get(tabId);
  if (readJoinLink(url)) return { state: 'invitation', link: url };
  if (!lists) return { state: 'no-list' };
  let sight = await readTab(tabId);
  if (!sight) {
    const host = hostOf(url);
    if (host === undefined) return { state: 'unsupported' };
    const site = siteOf(await readSites(), host);
    if (!site) {
      const { locked } = await settingsInForce();
      return { state: 'unsupported', ...(!locked.includes('sites') && { site: { host, pattern: patternOf(host) } }) };
    }
    if (!site.allowed) return { state: 'no-permission', site };
    sight = await bringReader(tabId);
    if (!sight) return { state: 'orphaned', site };
  }
  const { reading } = sight;
  if (reading.health.state === 'unreadable') return { state: 'unreadable', reading };
  if (reading.subjects.length === 0) return { state: 'no-profile', reading };
  const watchlists = await lists.sources().watchlists;
  const sought = watchlists.some(({ listsPhotos }) => listsPhotos);
  const photos = sought ? await seePhotos(tabId, sight.photos) : undefined;
  const unseen = reading.subjects.filter(({ key, facts }) => facts.photoUrl !== undefined && !photos?.has(key));
  return {
    state: 'read',
    reading,
    assessment: await assessReading(reading, Promise.resolve(lists), now, photos),
    ...(photos && { unseenPhotos: unseen.map(({ key }) => key) }),
  };
}
