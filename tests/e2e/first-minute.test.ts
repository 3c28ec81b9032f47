/** What a user meets first, and what the options page changes. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { BrowserName } from '../../scripts/browsers.ts';
import { examplePages } from './network.ts';
import { listInForce, waitFor, warningOn, warningsOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const listed = (await examplePages()).find(({ level }) => level === 'listed')!;

describe.each<BrowserName>(['chromium', 'firefox'])('in %s', (browser) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ browser, ...inject('browsers')[browser] });
  });
  afterAll(() => world?.close());

  test('whoever installs it by hand is shown what a warning looks like', async () => {
    const page = await world.session.waitForOwn('welcome.html');
    const titles = await waitFor('the examples', async () => {
      const seen = await page.$$eval('h3', (headings) => headings.map((heading) => heading.textContent));
      return seen.length > 0 && seen;
    });
    expect(titles).toEqual([
      'Named in a security alert',
      'Looks like a listed profile',
      'Shows signs of a hostile approach',
    ]);
  });

  test('“In the toolbar only” takes the warning off an open page, and choosing the page again brings it back', async () => {
    const { session } = world;
    await listInForce(session);
    const page = await session.open(listed.url);
    await warningOn(session, page);
    const options = await session.openOwn('options.html');
    const choose = async (which: number) =>
      (await waitFor('the choice', async () => (await options.$$('input[type=radio]'))[which])).evaluate((radio) =>
        (radio as HTMLInputElement).click(),
      );
    await choose(1);
    await waitFor('no warning on the page', async () => (await warningsOn(session, page)).length === 0);
    await choose(0);
    expect((await warningOn(session, page)).level).toBe('listed');
  });
});
