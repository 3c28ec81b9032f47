/** What a person does and sees, in words of the tests. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ElementHandle, Page } from 'puppeteer';
import type { Answer, FeedStatus, Input, MessageName, Outputs } from '../../src/platform/messages.ts';
import type { Level } from '../../src/verdict/verdict.ts';
import type { Popup, Session } from './browser.ts';
import type { ShadowView } from './shadow.ts';

/** Asks again until there is an answer. @throws naming what was waited for */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | undefined | null | false>,
  ms = 15_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  let last: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen) return seen;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`Waited ${ms / 1000} s in vain for ${what}`, { cause: last });
    await sleep(50);
  }
}

/** Longer than any answer takes, a look at the feed included. */
const ANSWER_MS = 30_000;

const ownPages = new WeakMap<Session, Promise<Page>>();

/** Sends a message to the worker as the extension's own pages do. */
export async function askWorker<N extends MessageName>(
  session: Session,
  name: N,
  input: Input<N>,
): Promise<Outputs[N]> {
  let opened = ownPages.get(session);
  if (!opened) {
    opened = session.openOwn('popup.html');
    ownPages.set(session, opened);
  }
  const asked = opened.then((page) =>
    page.evaluate(
      (message) => (globalThis as unknown as { chrome: typeof chrome }).chrome.runtime.sendMessage(message),
      {
        name,
        input,
      } as never,
    ),
  );
  let answer: Answer<Outputs[N]>;
  try {
    // An update of the extension takes its pages away, and with them what they were asked.
    const gone = sleep(ANSWER_MS, undefined, { ref: false }).then(() =>
      Promise.reject(new Error(`No answer to ${name}`)),
    );
    answer = (await Promise.race([asked, gone])) as Answer<Outputs[N]>;
  } catch (error) {
    ownPages.delete(session);
    throw error;
  }
  if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`);
  return answer.value;
}

/** What the toolbar button shows over the page at `url`. */
export async function badgeOf(session: Session, url: string): Promise<string> {
  return (await badgeOver(session, url))();
}

/** Reads it now and later, also when the site may be read no more, and nothing tells which tab shows it. */
export async function badgeOver(session: Session, url: string): Promise<() => Promise<string>> {
  await askWorker(session, 'feed-status', {});
  const own = await ownPages.get(session)!;
  const tabId = await own.evaluate(async (address) => {
    const tabs = await chrome.tabs.query({});
    return tabs.find((tab) => tab.url === address)!.id;
  }, url);
  return () => own.evaluate((id) => chrome.action.getBadgeText({ tabId: id }), tabId);
}

/** Waits until the list of at least this version is in force. */
export function listInForce(session: Session, version = 1): Promise<FeedStatus> {
  return waitFor(`list version ${version}`, async () => {
    const status = await askWorker(session, 'feed-status', {});
    return status.version >= version && status;
  });
}

/** Waits until that version of the extension runs. */
export async function versionInForce(session: Session, version: string): Promise<void> {
  const running = async () => JSON.parse((await askWorker(session, 'diagnostics', {})).text).extension;
  await waitFor(`version ${version} of the extension`, async () => (await running()) === version, 30_000);
}

/** The warnings on a page, with the level each shows. */
export async function warningsOn(session: Session, page: Page): Promise<{ level: Level; view: ShadowView }[]> {
  const views = await session.shadows(page);
  const levels = await Promise.all(
    views.map((view) => view.call((root) => root.querySelector<HTMLElement>('[data-level]')?.dataset.level)),
  );
  return views.flatMap((view, index) => (levels[index] ? [{ level: levels[index] as Level, view }] : []));
}

/** Waits for a warning on the page. */
export function warningOn(session: Session, page: Page): Promise<{ level: Level; view: ShadowView }> {
  return waitFor(`a warning on ${page.url()}`, async () => (await warningsOn(session, page))[0]);
}

/** Presses the first button on a page of ours whose name starts with `name`. */
export async function press(on: Page | Popup, name: string): Promise<void> {
  const what = `a button named ${name}`;
  if (!('$$' in on)) return void (await waitFor(what, () => on.evaluate(PRESS, name)));
  await (await waitFor(what, () => buttonOf(on, name))).click();
}

async function buttonOf(page: Page, name: string): Promise<ElementHandle<HTMLButtonElement> | undefined> {
  for (const candidate of await page.$$('button:not([disabled])')) {
    if (await candidate.evaluate((element, start) => element.innerText.trim().startsWith(start), name))
      return candidate;
  }
  return undefined;
}

const PRESS = (name: string) => {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('button:not([disabled])')];
  const button = buttons.find(({ innerText }) => innerText.trim().startsWith(name));
  // Later: where the click closes the popup, no answer comes after it.
  if (button) setTimeout(() => button.click());
  return button !== undefined;
};

export async function type(page: Page, selector: string, text: string): Promise<void> {
  const field = await waitFor(selector, () => page.$(selector));
  await field.type(text);
}

declare const chrome: {
  runtime: { sendMessage(message: unknown): Promise<unknown> };
  tabs: { query(query: object): Promise<{ id: number; url?: string }[]> };
  action: { getBadgeText(of: { tabId: number }): Promise<string> };
};
