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
    const focused = () =>
      warning.call((root) => (root.activeElement instanceof HTMLElement ? root.activeElement.innerText : ''));
    await waitFor('the focus on Why', async () => {
      await open.keyboard.press('Tab');
      return (await focused()) === 'Why';
    });
    await open.keyboard.press('Enter');
    expect(await warning.text()).toContain('What matches');
    await open.keyboard.press('Escape');
    expect(await warning.text()).not.toContain('What matches');
    expect(await focused()).toBe('Why');
    const heard = await open.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
    expect(new Set(heard)).toEqual(new Set(['Tab']));
  });
});
