import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exampleRules } from '../../tests/fixtures/site-rules.ts';
import type { TabMessage } from '../platform/messages.ts';
import type { Reading } from '../profile/facts.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { currentVisit, type Placement } from '../warnings/contract.ts';
import { PageVisit, type World } from './visit.ts';

const PAGES = join(import.meta.dirname, '../../tests/fixtures/pages');
const LISTED_PAGE = 'https://www.linkedin.com/in/tamsin-verrall-advisory/';
const CLEAN_PAGE = 'https://www.linkedin.com/in/oona-brackwater/';
const LISTED = new Set(['tamsin-verrall-advisory']);

function html(file: string): string {
  return readFileSync(join(PAGES, file), 'utf8');
}

/** A browser tab with a worker that lists one handle. */
function tab(file: string, url: string) {
  const { window } = new JSDOM(html(file), { url, pretendToBeVisual: true });
  const state = { orphaned: false, silent: false, assessed: [] as Reading[], shown: [] as Placement[], cleared: false };
  let tell: (message: TabMessage) => Promise<unknown> = async () => undefined;
  const ask = (async (name: string, input: unknown) => {
    if (name === 'site-rules') return { rules: exampleRules('linkedin'), version: 1 };
    const reading = structuredClone(input) as Reading;
    state.assessed.push(reading);
    if (state.silent) return new Promise(() => {});
    const verdicts = reading.subjects.map(({ key, facts }): [string, Verdict] => [
      key,
      { level: LISTED.has(facts.handle ?? '') ? 'listed' : 'none', evidence: [], listVersion: 1 },
    ]);
    return { verdicts: Object.fromEntries(verdicts), display: 'inline', dismissed: [] };
  }) as World['ask'];
  const visit = new PageVisit({
    window: window as unknown as World['window'],
    ask,
    onTabMessage: (handle) => {
      tell = handle;
    },
    orphaned: () => state.orphaned,
  });
  const connect = () =>
    visit.connect({
      show: (placements) => {
        state.shown = [...placements];
      },
      clear: () => {
        state.shown = [];
        state.cleared = true;
      },
    });
  return { window, document: window.document, visit, state, connect, tell: (message: TabMessage) => tell(message) };
}

/** Lets mutation records, timers and answers arrive. */
const settle = () => vi.advanceTimersByTimeAsync(15_000);

describe('a visit', { timeout: 60_000 }, () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function visiting(file: string, url: string) {
    const page = tab(file, url);
    // jsdom's own timers belong to its window: these are the test's.
    page.window.setTimeout = setTimeout as never;
    page.window.clearTimeout = clearTimeout as never;
    Object.defineProperty(page.window, 'performance', { value: performance });
    await page.visit.start();
    page.connect();
    await settle();
    return page;
  }

  it('places a warning before the card of a listed profile', async () => {
    const { state, document } = await visiting('sdui-listed.html', LISTED_PAGE);

    expect(state.assessed).toHaveLength(1);
    expect(state.shown.map(({ surface, verdict }) => [surface, verdict.level])).toEqual([['profile', 'listed']]);
    expect(state.shown[0]?.anchor).toBe(document.querySelector('[componentkey$="Topcard"]'));
    expect(state.shown[0]?.position).toBe('beforebegin');
  });

  it('shows nothing on a profile that is not listed', async () => {
    const { state } = await visiting('sdui-clean.html', CLEAN_PAGE);
    expect(state.assessed).toHaveLength(1);
    expect(state.shown).toEqual([]);
  });

  it('is found by the warning script, which connects once', async () => {
    const { visit, connect } = await visiting('sdui-clean.html', CLEAN_PAGE);
    expect(currentVisit()).toBe(visit);
    expect(connect()).toBe(false);
  });

  it('asks nothing again while the page stays the same', async () => {
    const { state, document } = await visiting('sdui-listed.html', LISTED_PAGE);
    document.body.append(document.createElement('div'));
    await settle();
    expect(state.assessed).toHaveLength(1);
  });

  it('reads again when a section arrives late', async () => {
    const { state, document } = await visiting('sdui-listed.html', LISTED_PAGE);
    const late = document.createElement('div');
    late.setAttribute('componentkey', 'com.linkedin.sdui.profile.card.refACoAAPdu258BD1TDRcquQ0e4CW7esl_FQnDJWKCAbout');
    late.innerHTML = '<p><span data-testid="expandable-text-box">A different life story.</span></p>';
    document.querySelector('[componentkey$="About"]')!.replaceWith(late);
    await settle();
    expect(state.assessed.at(-1)?.subjects[0]?.facts.about).toBe('A different life story.');
    expect(state.shown).toHaveLength(1);
  });

  it('takes the warning down the moment the address names someone else', async () => {
    const { state, window, document } = await visiting('sdui-listed.html', LISTED_PAGE);
    window.history.pushState({}, '', '/in/oona-brackwater/');
    document.body.append(document.createElement('i'));
    await Promise.resolve();
    expect(state.shown).toEqual([]);

    await settle();
    const last = state.assessed.at(-1)!;
    expect(last.url).toBe(CLEAN_PAGE);
    // The page still shows the previous person: nobody is assessed until it follows.
    expect(last.subjects).toEqual([]);

    document.body.innerHTML = new window.DOMParser().parseFromString(
      html('sdui-clean.html'),
      'text/html',
    ).body.innerHTML;
    await settle();
    expect(state.assessed.at(-1)?.subjects.map(({ facts }) => facts.name)).toEqual(['Oona Brackwater']);
    expect(state.shown).toEqual([]);
  });

  it('takes a chip down the moment its card is recycled for someone else', async () => {
    const { state, document } = await visiting('search-sdui.html', 'https://www.linkedin.com/search/results/people/');
    expect(state.shown.map(({ facts }) => facts.handle)).toEqual(['tamsin-verrall-advisory']);
    const before = state.shown[0]!.key;

    const card = state.shown[0]!.anchor.closest('[role="listitem"]')!;
    for (const link of card.querySelectorAll('a[href*="tamsin-verrall-advisory"]')) {
      link.setAttribute('href', 'https://www.linkedin.com/in/oona-brackwater/');
    }
    await Promise.resolve();
    expect(state.shown).toEqual([]);

    await settle();
    expect(state.shown).toEqual([]);
    expect(state.assessed.at(-1)?.subjects.map(({ key }) => key)).not.toContain(before);
    expect(document.contains(card)).toBe(true);
  });

  it('reads everything again after a change of very much, also what was nobody or told already', async () => {
    const { state, document } = await visiting('search-sdui.html', 'https://www.linkedin.com/search/results/people/');
    const card = state.shown[0]!.anchor.closest('[role="listitem"]')!;
    const [skeleton, within] = [card.cloneNode(true), card.cloneNode(true)] as Element[];
    for (const link of skeleton!.querySelectorAll('a')) link.textContent = '';
    card.before(skeleton!);
    card.append(within!);
    await settle();
    expect(state.shown.map(({ anchor }) => card.contains(anchor))).toEqual([true]);

    for (let index = 0; index < 250; index++) document.body.appendChild(document.createElement('i')).append('x');
    for (const link of card.querySelectorAll('a')) link.href = 'https://www.linkedin.com/in/oona-brackwater/';
    for (const link of skeleton!.querySelectorAll('a')) link.textContent = 'Tamsin Verrall';
    await settle();
    expect(state.shown.map(({ anchor }) => skeleton!.contains(anchor))).toEqual([true]);
  });

  it('takes a chip down the moment its card is emptied', async () => {
    const { state } = await visiting('search-sdui.html', 'https://www.linkedin.com/search/results/people/');
    const [{ key, anchor }] = state.shown as [Placement];
    const card = anchor.closest('[role="listitem"]')!;
    const links = [...card.querySelectorAll('a')].map((link) => [link, link.textContent] as const);
    for (const [link] of links) link.textContent = '';
    await Promise.resolve();
    expect(state.shown).toEqual([]);
    for (const [link, text] of links) link.textContent = text;
    await settle();
    expect(state.shown.map((placement) => placement.key)).toEqual([key]);
  });

  it('leaves a chip alone while something else about its card changes', async () => {
    const { state } = await visiting('search-sdui.html', 'https://www.linkedin.com/search/results/people/');
    const [placement] = state.shown;
    placement!.anchor.closest('[role="listitem"]')!.append('1 new notification');
    await Promise.resolve();
    expect(state.shown.map(({ key }) => key)).toEqual([placement!.key]);
    await settle();
    expect(state.shown.map(({ key }) => key)).toEqual([placement!.key]);
  });

  it('reads with new rules when a new list is in force', async () => {
    const { state, tell } = await visiting('sdui-listed.html', LISTED_PAGE);
    await tell({ type: 'renewed' });
    await settle();
    expect(state.assessed).toHaveLength(2);
    expect(state.shown).toHaveLength(1);
  });

  it('keeps each verdict with its person while a new list is on its way', async () => {
    const { state, tell } = await visiting('search-sdui.html', 'https://www.linkedin.com/search/results/people/');
    const card = state.shown[0]!.anchor.closest('[role="listitem"]')!;
    const newcomer = card.cloneNode(true) as Element;
    for (const link of newcomer.querySelectorAll('a')) link.href = 'https://www.linkedin.com/in/oona-brackwater/';
    card.before(newcomer);
    await settle();
    state.silent = true;
    await tell({ type: 'renewed' });
    await settle();
    expect(state.shown.map(({ facts }) => facts.handle)).toEqual(['tamsin-verrall-advisory']);
  });

  it('warns again on the way back from an address that was left before it was read', async () => {
    const { state, window, document } = await visiting('sdui-listed.html', LISTED_PAGE);
    for (const address of ['/in/oona-brackwater/', LISTED_PAGE]) {
      window.history.pushState({}, '', address);
      document.body.append(document.createElement('i'));
      await Promise.resolve();
      expect(state.shown).toEqual([]);
    }
    await settle();
    expect(state.shown.map(({ facts }) => facts.handle)).toEqual(['tamsin-verrall-advisory']);
  });

  it('reads a new address soon, however long it was to leave the page before in peace', async () => {
    const { state, window, document } = await visiting('sdui-clean.html', CLEAN_PAGE);
    // Every reading takes a second, and so the next is put off for long.
    let clock = performance.now();
    vi.spyOn(performance, 'now').mockImplementation(() => (clock += 1_000));
    document.querySelector('h2')!.append(' PhD');
    await vi.advanceTimersByTimeAsync(500);
    vi.mocked(performance.now).mockRestore();
    document.querySelector('h2')!.append(' MBA');
    await Promise.resolve();
    window.history.pushState({}, '', '/in/tamsin-verrall-advisory/');
    document.body.innerHTML = new window.DOMParser().parseFromString(
      html('sdui-listed.html'),
      'text/html',
    ).body.innerHTML;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state.shown.map(({ facts }) => facts.handle)).toEqual(['tamsin-verrall-advisory']);
  });

  it('asks again when the reader comes back to it: what was told to pages meanwhile did not reach this one', async () => {
    const { state, window } = await visiting('sdui-clean.html', CLEAN_PAGE);
    LISTED.add('oona-brackwater');
    window.dispatchEvent(new window.PageTransitionEvent('pageshow', { persisted: true }));
    await settle();
    LISTED.delete('oona-brackwater');
    expect(state.shown.map(({ facts }) => facts.handle)).toEqual(['oona-brackwater']);
  });

  it('answers the popup with what it reads now', async () => {
    const { tell } = await visiting('sdui-listed.html', LISTED_PAGE);
    expect(await tell({ type: 'read' })).toMatchObject({ reading: { kind: 'profile', health: { state: 'read' } } });
  });

  it('stops, and takes its warnings down, once the extension was updated', async () => {
    const { state, document } = await visiting('sdui-listed.html', LISTED_PAGE);
    state.orphaned = true;
    document.body.append(document.createElement('div'));
    await settle();
    expect(state.cleared).toBe(true);
    expect(state.assessed).toHaveLength(1);
  });
});
