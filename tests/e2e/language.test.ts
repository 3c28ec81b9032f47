/** A reader of Welsh in a browser that knows no Welsh. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { examplePages } from './network.ts';
import { listInForce, waitFor, warningOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const pages = await examplePages();

describe.each(['chromium', 'firefox'] as const)('given Welsh is chosen in the options of %s', (browser) => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld({ browser, ...inject('browsers')[browser] });
    await listInForce(world.session);
    const options = await world.session.openOwn('options.html');
    await waitFor('the choice', () => options.$('option[value="cy"]'));
    await options.$eval('option[value="cy"]', (option) => {
      const select = option.parentElement as HTMLSelectElement;
      select.value = 'cy';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await waitFor('Welsh', () => options.evaluate(() => document.documentElement.lang === 'cy'));
    await options.close();
  });
  afterAll(() => world?.close());

  test('then a warning on a page speaks it', async () => {
    const page = await world.session.open(pages.find(({ level }) => level === 'listed')!.url);
    expect(await (await warningOn(world.session, page)).view.text()).toContain('Wedi’i enwi mewn rhybudd diogelwch');
    await page.close();
  });

  test('then the signs of the feed speak it too', async () => {
    const page = await world.session.open(pages.find(({ level }) => level === 'caution')!.url);
    const { view } = await warningOn(world.session, page);
    await view.press('Pam');
    expect(await view.text()).toContain('Arwyddion a ganfuwyd');
    expect(await view.text()).not.toMatch(/Offers money|Wants to move/);
    await page.close();
  });
});
