/** What a user sees when the browser no longer lets the extension at a site, or at the feed. */
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { examplePages } from './network.ts';
import { askWorker, listInForce, press, waitFor, warningOn, warningsOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const listed = (await examplePages()).find(({ level }) => level === 'listed')!;

describe.each(['chromium', 'firefox'] as const)('given a permission that is taken away in %s', (browser) => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld({ browser, ...inject('browsers')[browser] });
    await listInForce(world.session);
  });
  afterAll(() => world?.close());

  const says = (page: Page, text: string) =>
    waitFor(text, () => page.evaluate((words) => document.body.innerText.includes(words), text));

  /** As in the browser's own settings: Chromium's page of extensions, Firefox's add-ons manager. */
  async function takeAway(origin: string): Promise<void> {
    if (browser === 'chromium') return world.session.hostAccess('ON_CLICK');
    const own = await world.session.openOwn('guidance.html');
    await own.evaluate(
      (pattern) => (globalThis as unknown as Extension).chrome.permissions.remove({ origins: [pattern] }),
      origin,
    );
    await own.close();
  }

  test('when it is that of a site, then nothing is read there, the options say so, and one click allows it again', async () => {
    await takeAway('*://*.linkedin.com/*');
    const page = await world.session.open(listed.url);
    const options = await world.session.openOwn('options.html');
    await says(options, 'Not allowed by the browser, so no warning can appear here.');
    expect(await warningsOn(world.session, page)).toEqual([]);

    // No test can answer Chromium's own question, so it is allowed where it was taken away.
    if (browser === 'chromium') {
      await world.session.hostAccess('ON_ALL_SITES');
      await options.reload();
    } else await press(options, 'Allow');
    await waitFor('that it is allowed', () => options.evaluate(() => !document.body.innerText.includes('Not allowed')));
    await options.close();
    await page.reload();
    expect((await warningOn(world.session, page)).level).toBe('listed');
    await page.close();
  });

  // Chromium's requests name nobody, so it needs no permission for the feed.
  if (browser === 'firefox')
    test('when it is that of the feed, then nothing is sent there, the list stays, and one click goes on', async () => {
      await takeAway('*://127.0.0.1/*');
      const before = world.wire.passed.length;
      expect(await askWorker(world.session, 'check-now', {})).toMatchObject({
        version: 1,
        problem: { code: 'ERR_NO_PERMISSION' },
        withheld: ['*://127.0.0.1/*'],
      });
      expect(world.wire.passed).toHaveLength(before);
      const page = await world.session.open(listed.url);
      expect((await warningOn(world.session, page)).level).toBe('listed');

      const options = await world.session.openOwn('options.html');
      await says(options, 'The browser does not let Gamekeeper reach 127.0.0.1.');
      await press(options, 'Allow');
      await waitFor('the next look', async () => world.wire.passed.length > before);
      await options.close();
      await page.close();
    });
});

interface Extension {
  chrome: { permissions: { remove(permissions: { origins: string[] }): Promise<boolean> } };
}
