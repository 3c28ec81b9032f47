/** What the worker does to tabs: the badge, the warning script, and the news that something changed. */
import { z } from 'zod';
import { browser } from '../platform/browser.ts';
import type { TabMessage } from '../platform/messages.ts';
import { readSites } from '../platform/sites.ts';
import { sightSchema } from '../profile/facts.schema.ts';
import type { Sight } from '../profile/facts.ts';
import { OUTLINE_LIMIT, outline } from '../sites/outline.ts';
import { LEVELS, type Level, type Verdict } from '../verdict/verdict.ts';
import type { Sender } from './router.ts';

/** Levels that are shown on the page itself, and the badge's colour there (4.5:1 against white figures). */
const BADGE: Partial<Record<Level, string>> = { listed: '#b3261e', likely: '#8a5300', caution: '#6b5d00' };

export function shownOnPage(level: Level): boolean {
  return level in BADGE;
}

export function mostSerious(verdicts: readonly Verdict[]): Level {
  return LEVELS.find((level) => verdicts.some((verdict) => verdict.level === level)) ?? 'none';
}

/** The number of people warned of, in the colour of the most serious warning; nothing when there is none. */
export async function showBadge(tabId: number, verdicts: readonly Verdict[]): Promise<void> {
  const shown = verdicts.filter((verdict) => shownOnPage(verdict.level));
  const level = mostSerious(shown);
  const action = browser.action;
  await action.setBadgeText({ tabId, text: shown.length > 0 ? String(shown.length) : '' });
  if (shown.length === 0) return;
  await action.setBadgeBackgroundColor({ tabId, color: BADGE[level]! });
  await action.setBadgeTextColor({ tabId, color: '#ffffff' });
}

type Frame = Pick<Sender, 'tabId' | 'frameId'>;

export function injectReader(frame: Frame): Promise<void> {
  return inject(frame, 'reader.js');
}

export function injectWarnings(frame: Frame): Promise<void> {
  return inject(frame, 'warning.js');
}

/** At once: a page that still loads its pictures has its text. */
async function inject({ tabId, frameId = 0 }: Frame, file: string): Promise<void> {
  if (tabId === undefined) return;
  await browser.scripting.executeScript({
    target: { tabId, frameIds: [frameId] },
    files: [file],
    injectImmediately: true,
  });
}

/** After an install or an update: pages that are open already are read from now on, and what an older version left goes. */
export async function readOpenPages(): Promise<void> {
  const url = (await readSites()).flatMap(({ allowed, pattern }) => (allowed ? [pattern] : []));
  const tabs = url.length > 0 ? await browser.tabs.query({ url }) : [];
  await Promise.all(
    tabs.map(async ({ id }) => {
      const target = { tabId: id! };
      try {
        await browser.scripting.executeScript({ target, func: removeOldWarnings });
        const answers = browser.tabs.sendMessage(target.tabId, { type: 'read' } satisfies TabMessage);
        // Where nobody answers, there is no reader of this version.
        await answers.catch(() => injectReader(target));
      } catch {
        // No script runs there, as on an error page.
      }
    }),
  );
}

/**
 * Runs in a page. Firefox ends the old version's script at once, and its warning would stand there dead; Chromium's lives on,
 * sees the change, and goes. Nothing outside tells our elements from the page's: one looks into their closed roots.
 */
function removeOldWarnings(): void {
  type Opener = (element: Element) => ShadowRoot | null | undefined;
  const { chrome } = globalThis as { chrome?: { dom?: { openOrClosedShadowRoot?: Opener } } };
  const opened: Opener = (element) =>
    (element as { openOrClosedShadowRoot?: ShadowRoot }).openOrClosedShadowRoot ??
    chrome?.dom?.openOrClosedShadowRoot?.(element);
  for (const element of document.querySelectorAll('div')) {
    if (element.attributes.length === 0 && opened(element)?.querySelector('[data-level]')) element.remove();
  }
}

/** Every page being read reads again. */
export async function tellTabs(message: TabMessage): Promise<void> {
  const tabs = await browser.tabs.query({});
  await Promise.all(tabs.map((tab) => browser.tabs.sendMessage(tab.id!, message).catch(() => undefined)));
}

/** What the reader sees in a tab now; null when none answers there. */
export async function readTab(tabId: number): Promise<Sight | null> {
  const answer = await browser.tabs.sendMessage(tabId, { type: 'read' } satisfies TabMessage).catch(() => null);
  return answer ? sightSchema.parse(answer) : null;
}

/**
 * Brings the reader where none answers on a page that is read, and reads: the page is loading still, or was open
 * during an update. Null where no script runs, as on an error page.
 */
export function bringReader(tabId: number): Promise<Sight | null> {
  return injectReader({ tabId }).then(
    () => readTab(tabId),
    () => null,
  );
}

/** The structure of the page in a tab. The page is a stranger: what it gives back is cut to what we asked for. */
export async function outlineOf(tabId: number): Promise<string> {
  const [frame] = await browser.scripting.executeScript({ target: { tabId }, func: outline, args: [OUTLINE_LIMIT] });
  return z.string().parse(frame?.result).slice(0, OUTLINE_LIMIT);
}
