/** Someone on a device of their own follows a list by the one link that the security team sends. */
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { examplePages } from './network.ts';
import { askWorker, listInForce, press, waitFor, warningOn, warningsOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const listed = (await examplePages()).find(({ level }) => level === 'listed')!;

describe.each(['chromium', 'firefox'] as const)('given nobody is followed in %s', (browser) => {
  let world: World;
  let welcome: Page;

  beforeAll(async () => {
    world = await openWorld({ browser, ...inject('browsers')[browser], follow: 'nobody' });
    welcome = await world.session.waitForOwn('welcome.html');
  });
  afterAll(() => world?.close());

  const says = (page: Page, text: string) =>
    waitFor(text, async () => {
      const seen = await page.evaluate(() => document.body.innerText);
      return seen.includes(text) && seen;
    });
  async function look(link: string): Promise<void> {
    await welcome.bringToFront();
    const field = await waitFor('the field', () => welcome.$('input[type=url]'));
    await field.evaluate((input, pasted) => {
      input.value = pasted;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }, link);
    await press(welcome, 'See whose list it is');
  }

  test('then nothing was asked of anybody, and nobody is warned of', async () => {
    const page = await world.session.open(listed.url);
    expect(await askWorker(world.session, 'feed-status', {})).toMatchObject({ problem: { code: 'ERR_FEED_UNSET' } });
    expect(await warningsOn(world.session, page)).toEqual([]);
    expect(world.wire.passed).toEqual([]);
    await page.close();
  });

  test('when a link is pasted that is cut off, then it says so and asks nobody', async () => {
    await look(world.joinLink.slice(0, -3));
    await says(welcome, 'This is not a whole link to a watch list.');
    expect(world.wire.passed).toEqual([]);
  });

  test('when the link names another root than the feed has, then it says so and nothing is followed', async () => {
    await look(world.joinLink.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')));
    await says(welcome, 'The list is not signed by the team that you were told to trust');
    expect(await askWorker(world.session, 'settings', {})).toMatchObject({ followed: { by: 'nobody' } });
  });

  test('when the link is opened, then its page says what to do, and the toolbar button takes the link from there', async () => {
    const page = await world.session.open(world.joinLink);
    await says(page, 'Press the lantern of Gamekeeper in the toolbar');
    await press(await world.session.popup(page), 'See whose list it is');
    const opened = await world.session.waitForOwn('welcome.html#');
    await waitFor('the link', () => opened.$eval('input[type=url]', (field) => field.value.includes('join.html')));
    await opened.close();
    await page.close();
  });

  test('when the link is right, then it shows whose list it is, and asks once before it is followed', async () => {
    await look(world.joinLink);
    const text = await says(welcome, 'Is this the team you expected?');
    expect(text).toContain('Harbourgate Security Desk (example)');
    expect(text).toContain('security-desk@harbourgate.example');
    expect(text).toMatch(/Entries: \d+ · Signed/);
    expect(await askWorker(world.session, 'settings', {})).toMatchObject({ followed: { by: 'nobody' } });

    await press(welcome, 'Follow this list');
    await says(welcome, 'You now follow the list of Harbourgate Security Desk (example).');
    const page = await world.session.open(listed.url);
    expect((await warningOn(world.session, page)).level).toBe('listed');
    await page.close();
  });

  test('when another team is followed while a report waits, then it is not sent to them, and the user is told', async () => {
    await world.hub.stop();
    const page = await world.session.open(listed.url);
    await (await warningOn(world.session, page)).view.press('Report');
    const form = await world.session.waitForOwn('report.html');
    await press(form, 'Send report');
    await waitFor('the report', async () => (await askWorker(world.session, 'reports', {})).length === 1);
    const elsewhere = world.joinLink
      .replace('/feed/', '/elsewhere/')
      .replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    await askWorker(world.session, 'join', { link: elsewhere });
    await world.hub.start();

    expect(await askWorker(world.session, 'reports', {})).toMatchObject([{ state: 'refused', trouble: 'left-team' }]);
    const options = await world.session.openOwn('options.html');
    await says(options, 'It was for the security team whose list you followed before');
    await askWorker(world.session, 'join', { link: world.joinLink });
    await listInForce(world.session);
    expect(await world.reports()).toEqual([]);
  });
});
