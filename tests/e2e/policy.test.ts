/** A browser that IT manages: policy files of the machine, as they are deployed. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { examplePages } from './network.ts';
import { maySetPolicy } from './policy.ts';
import { askWorker, listInForce, press, waitFor, warningOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const pages = await examplePages();
const listed = pages.find(({ level }) => level === 'listed')!;

describe.skipIf(!maySetPolicy).each(['chromium', 'firefox'] as const)('given a policy in %s', (browser) => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld({
      browser,
      ...inject('browsers')[browser],
      follow: ({ feed, root }) => ({
        feeds: [feed],
        root,
        managedBy: 'Westhaven Council',
        refreshMinutes: 5_000,
        display: 'inline',
        sites: ['people.example.org'],
        reportToken: 'deployment-token',
        userMayChange: ['display'],
      }),
    });
    // Firefox asks each user once, where the package does not name the feed's host.
    if (browser === 'firefox') await allowFeed(world);
  });
  afterAll(() => world?.close());

  test('then the list that it names is followed, and nobody else was asked before', async () => {
    expect(await listInForce(world.session)).toMatchObject({ publisher: 'Harbourgate Security Desk (example)' });
    expect(new Set(world.wire.passed.map(({ path }) => path.split('/')[1]))).toEqual(new Set(['feed']));
  });

  test('then whoever is warned can report', async () => {
    const page = await world.session.open(listed.url);
    await (await warningOn(world.session, page)).view.press('Report');
    const form = await world.session.waitForOwn('report.html');
    await press(form, 'Send report');
    await waitFor('“Saved”', () => form.evaluate(() => document.body.innerText.includes('Saved')));
    await Promise.all([form.close(), page.close()]);
  });

  test('then the options say who manages this browser, what is fixed, and what of the policy is wrong and where', async () => {
    const options = await world.session.openOwn('options.html');
    const text = await waitFor('the policy and the sites', async () => {
      const text = await options.evaluate(() => document.body.innerText);
      return ['Managed by', 'Added by your organisation'].every((part) => text.includes(part)) && text;
    });
    expect(text).toContain('Managed by Westhaven Council');
    expect(text).toMatch(/refreshMinutes: .*1440/);
    expect(text).not.toContain('Hidden warnings');
    expect(text).toMatch(/people\.example\.org\s+Not allowed by the browser.*Added by your organisation/);
    expect(text).not.toContain('Add a site');
    await options.close();
  });

  test('then a warning cannot be hidden', async () => {
    const page = await world.session.open(listed.url);
    const { view } = await warningOn(world.session, page);
    await view.press('Why');
    expect(await view.text()).not.toContain('Hide for this profile');
    await page.close();
  });

  test('then nobody is greeted or asked to join', async () => {
    const pages = await world.session.browser.pages();
    expect(pages.map((page) => page.url()).filter((url) => url.includes('welcome'))).toEqual([]);
    const options = await world.session.openOwn('options.html');
    await waitFor('the options', () => options.$('input[type=radio]'));
    expect(await options.$('input[type=url]')).toBeNull();
    await expect(askWorker(world.session, 'join', { link: world.joinLink })).rejects.toThrow('ERR_MANAGED');
    await options.close();
  });

  test('then that report carries the deployment’s token', async () => {
    const sent = await waitFor(
      'the report at the hub',
      async () => world.wire.passed.find(({ method }) => method === 'POST'),
      40_000,
    );
    expect(sent.headers.authorization).toBe('Bearer deployment-token');
  });
});

/** Presses “Allow” in the options until the list may be fetched. */
async function allowFeed({ session }: World): Promise<void> {
  const options = await session.openOwn('options.html');
  const text = () => options.evaluate(() => document.body.innerText);
  await waitFor('what the browser withholds', async () => (await text()).includes('The browser does not let'));
  await press(options, 'Allow');
  await waitFor('the list', async () => (await text()).includes('Up to date.'));
  await options.close();
}
