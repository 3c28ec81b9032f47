/** The photo of a listed profile comes back: it is read off the screen when the popup opens, and nothing is asked for. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { photoReferences } from '../../src/publisher/photo.ts';
import { middle, picture, png } from '../fixtures/picture.ts';
import { BROWSERS_OWN, examplePages } from './network.ts';
import { askWorker, listInForce, waitFor } from './user.ts';
import { openWorld, type World } from './world.ts';

const SAME = 'Uses the same photo as a listed profile. The photo may be stolen from someone innocent.';
const UNSEEN = 'The photo was not compared: it is not whole in view.';
const stolen = png(picture(4, 400));
const clean = (await examplePages()).find(({ file }) => file === 'sdui-clean.html')!;
const card = (await examplePages()).find(({ file }) => file === 'search-sdui.html')!;
const photoOf = (page: typeof clean, who = 0) =>
  page.expect.subjects.flatMap(({ facts }) => facts.photoUrl ?? [])[who]!;

describe.each(['chromium', 'firefox'] as const)('in %s', (browser) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ browser, ...inject('browsers')[browser] });
    await listInForce(world.session);
  });
  afterAll(() => world?.close());

  /** Lists a profile under another name than any on the pages, with the photo as the command line prints it. */
  async function listPhoto(photos: readonly { pdq: string; note: string }[]): Promise<void> {
    const { version } = await askWorker(world.session, 'feed-status', {});
    const lines = photos.map(({ pdq, note }) => `    - { pdq: '${pdq}', note: '${note}' }`);
    await writeFile(
      join(world.rules, 'watchlist', 'photo.yaml'),
      `- id: HSD-2026-900
  kind: profile
  names: [Isolde Quarrington]
  accounts: [{ site: linkedin, handle: isolde-quarrington }]
  photos:
${lines.join('\n')}
  alert: { issuer: Harbourgate Security Desk (example), title: A borrowed face, date: 2026-03-02 }
  reason: Wrote to staff under several names with one photo.
  added: 2026-03-02
  expires: 2029-03-01
  dispute: disputes@harbourgate.example
`,
    );
    await world.publish();
    await askWorker(world.session, 'check-now', {});
    await listInForce(world.session, version + 1);
  }

  /** What the popup says over `page`. */
  async function said(page: Page): Promise<string> {
    const popup = await world.session.popup(page);
    const text = await waitFor('the verdict', async () => {
      const seen = await popup.evaluate(() => document.body.innerText);
      return seen.includes('Report this profile') && seen;
    });
    await popup.close().catch(() => {});
    return text;
  }

  async function zoom(page: Page, factor: number): Promise<void> {
    await page.bringToFront();
    const own = await world.session.openOwn('options.html');
    await own.evaluate(
      async (address: string, wanted: number) => {
        const { tabs } = (globalThis as unknown as { chrome: { tabs: ChromeTabs } }).chrome;
        const [tab] = await tabs.query({ url: address });
        await tabs.setZoom(tab!.id, wanted);
      },
      page.url(),
      factor,
    );
    await own.close();
  }

  test('given a list without photos, then no photo is missed', async () => {
    const page = await world.session.open(clean.url);
    const text = await said(page);
    expect(text).toContain('Not on the list.');
    expect(text).not.toContain(UNSEEN);
    await page.close();
  });

  test('given another’s profile with the photo of a listed one, when the popup opens, then it says so and asks nobody', async () => {
    await listPhoto(photoReferences(stolen, 'stolen.png'));
    for (const url of [photoOf(clean), photoOf(card, 1)]) world.network.serve(url, stolen, 'image/png');
    const page = await world.session.open(clean.url);
    const asked = world.network.requests.length;
    const passed = world.wire.passed.length;
    expect(await said(page)).toContain(SAME);
    expect(world.network.requests.slice(asked).filter(({ url }) => !BROWSERS_OWN.test(url))).toEqual([]);
    expect(world.wire.passed.slice(passed)).toEqual([]);
    await page.close();
  });

  test.each([
    ['a dense screen', async (page: Page) => page.setViewport({ width: 1280, height: 900, deviceScaleFactor: 2 })],
    ['a page at 150 %', (page: Page) => zoom(page, 1.5)],
    ['a page at 67 %', (page: Page) => zoom(page, 0.67)],
    ['a page scrolled a little', (page: Page) => page.evaluate(() => window.scrollTo(0, 60))],
    ['a dark page', (page: Page) => page.evaluate(() => document.body.classList.add('dark'))],
    ['a mirrored photo', (page: Page) => page.addStyleTag({ content: '.face img { transform: scaleX(-1) }' })],
    ['a square photo', (page: Page) => page.addStyleTag({ content: '.face img { border-radius: 0; border: 0 }' })],
  ])('given %s, then the photo is still recognised', async (_, change) => {
    const page = await world.session.open(clean.url);
    await page.addStyleTag({
      content: '.dark section { background: #1b1f23 !important } .dark img { border-color: #1b1f23 !important }',
    });
    await change(page);
    expect(await said(page)).toContain(SAME);
    await zoom(page, 1);
    await page.close();
  });

  test('given the photo cut closer, then it is still recognised', async () => {
    world.network.serve(photoOf(clean), png(middle(picture(4, 400), 0.85)), 'image/png');
    const page = await world.session.open(clean.url);
    expect(await said(page)).toContain(SAME);
    await page.close();
  });

  test('given a photo that is partly out of view, then the popup says that it was not compared', async () => {
    const page = await world.session.open(clean.url);
    await page.evaluate(() => {
      document.body.style.paddingBottom = '2000px';
      document.querySelector('.face img')!.scrollIntoView();
      window.scrollBy(0, 60);
    });
    const text = await said(page);
    expect(text).not.toContain(SAME);
    expect(text).toContain(UNSEEN);
    await page.close();
  });

  test('given another photo, then nothing is said of photos', async () => {
    world.network.serve(photoOf(clean), png(picture(5, 400)), 'image/png');
    const page = await world.session.open(clean.url);
    const text = await said(page);
    expect(text).toContain('Not on the list.');
    expect(text).not.toContain('photo');
    await page.close();
  });

  test('given a page of results, then the small photo on a card is recognised', async () => {
    const page = await world.session.open(card.url);
    const popup = await world.session.popup(page);
    const options = await waitFor('the people', async () => {
      const seen = await popup.evaluate(() => [...document.querySelectorAll('option')].map((each) => each.textContent));
      return seen.length > 0 && seen;
    });
    expect(options.join('\n')).toContain('Uses the photo of a listed profile');
    await popup.close().catch(() => {});
    await page.close();
  });
});

interface ChromeTabs {
  query(about: { url: string }): Promise<{ id: number }[]>;
  setZoom(id: number, factor: number): Promise<void>;
}
