/** The warning on a page that is in its way: by accident, by its own rules, or on purpose. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { BrowserName } from '../../scripts/browsers.ts';
import { examplePages } from './network.ts';
import { listInForce, waitFor, warningOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const listed = (await examplePages()).find(({ level }) => level === 'listed')!;
const html = await readFile(new URL(`../fixtures/pages/${listed.file}`, import.meta.url), 'utf8');

describe.each<BrowserName>(['chromium', 'firefox'])('in %s', (browser) => {
  let world: World;
  let page: Page | undefined;

  beforeAll(async () => {
    world = await openWorld({ browser, ...inject('browsers')[browser] });
    await listInForce(world.session);
    await world.session.greeted();
  });
  afterAll(() => world?.close());

  /** Opens the listed profile with `head` added to its own. */
  async function visit(head: string) {
    await page?.close();
    world.network.serve(
      listed.url,
      html.replace(/<head[^>]*>/, (tag) => `${tag}${head}`),
    );
    page = await world.session.open(listed.url);
    return { page, warning: (await warningOn(world.session, page)).view };
  }

  const look = (root: ShadowRoot) => {
    const box = root.querySelector('.warning')!;
    const style = getComputedStyle(box);
    const { top, width, height } = box.getBoundingClientRect();
    return {
      stripe: style.borderInlineStartWidth,
      font: `${style.fontSize}/${style.lineHeight}`,
      shown: width > 200 && width <= 640 && height > 40 && top + scrollY >= 0,
      display: getComputedStyle(root.host).display,
    };
  };
  const DRESSED = { stripe: '4px', font: '16px/24px', shown: true, display: 'block' };

  test('a page that forbids every style cannot undress it', async () => {
    const { warning } = await visit(`<meta http-equiv="Content-Security-Policy" content="style-src 'none'">`);
    expect(await warning.call(look)).toEqual(DRESSED);
  });

  test('a page’s important rules neither hide nor restyle it', async () => {
    const { warning } = await visit(`<style>
      div { display: none !important; opacity: 0 !important; position: fixed !important; top: -999px !important; }
      main div, body div:has(main) { display: block !important; position: static !important; opacity: 1 !important; }
      main div:empty { all: unset !important; display: none !important; font: 3px/3px cursive !important; }
    </style>`);
    expect(await warning.call(look)).toEqual(DRESSED);
  });

  test('the keyboard alone reaches the reasons and leaves them again; the page hears none of it', async () => {
    const { page: open, warning } = await visit('');
    await open.evaluate(() => {
      const heard: string[] = [];
      document.addEventListener('keydown', ({ key }) => heard.push(key));
      Object.assign(globalThis, { heard });
    });
    const focus = () =>
      warning.call((root) => {
        const element = (root.activeElement ?? document.activeElement) as HTMLElement;
        const all = [...document.querySelectorAll('*'), ...root.querySelectorAll('*')];
        return { on: element.innerText, at: all.indexOf(element) };
      });
    const reasons = async () => (await warning.text()).includes('What matches');
    // Firefox answers a press before the page has heard of it, so each look waits for what the press does.
    for (let { on, at } = await focus(); on !== 'Why'; { on, at } = await focus()) {
      const before = at;
      await open.keyboard.press('Tab');
      await waitFor('the focus to move on', async () => (await focus()).at !== before);
    }
    await open.keyboard.press('Enter');
    await waitFor('the reasons', reasons);
    await open.keyboard.press('Escape');
    await waitFor('the end of the reasons', async () => !(await reasons()));
    await waitFor('the focus on Why', async () => (await focus()).on === 'Why');
    const heard = await open.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
    expect(new Set(heard)).toEqual(new Set(['Tab']));
  });
});
