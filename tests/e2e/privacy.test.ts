/** Nothing about browsing leaves the machine: what the browser asks of anybody while its user looks at profiles. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { BROWSERS_OWN, examplePages } from './network.ts';
import { listInForce, warningOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const pages = await examplePages();
const VISITS = 20;

describe.each(['chromium', 'firefox'] as const)('in %s', (browser) => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld({ browser, ...inject('browsers')[browser] });
    await listInForce(world.session);
  });
  afterAll(() => world?.close());

  test(`given ${VISITS} page visits, then only the visited site and the feed are asked for anything`, async () => {
    const asked = world.network.requests.length;
    const passed = world.wire.passed.length;
    for (let visit = 0; visit < VISITS; visit++) {
      const { url, level } = pages[visit % pages.length]!;
      const page = await world.session.open(url);
      if (level !== 'none') await warningOn(world.session, page);
      await page.close();
    }
    const foreign = world.network.requests
      .slice(asked)
      .map(({ url }) => url)
      .filter((url) => !/^https:\/\/(\w+\.linkedin\.com|media\.licdn\.com|www\.xing\.com)\//.test(url))
      .filter((url) => !BROWSERS_OWN.test(url));
    expect(foreign).toEqual([]);
    const beside = world.wire.passed.slice(passed).filter(({ path }) => !path.startsWith('/feed/'));
    expect(beside).toEqual([]);
  });

  test('given all that was sent to the feed, then nothing in it tells one installation from another', () => {
    const { passed } = world.wire;
    expect(passed.length).toBeGreaterThan(0);
    for (const { headers } of passed) {
      expect(headers.cookie).toBeUndefined();
      expect(headers.referer).toBeUndefined();
      expect(headers.origin ?? '').not.toMatch(/^moz-extension:/);
    }
  });

  // The pages are the same in both; only Chromium's driver is there before one of an extension runs.
  test.each(browser === 'chromium' ? ['popup', 'options', 'welcome', 'report', 'guidance'] : [])(
    'given our page %s, then nothing in it tries what its own policy forbids',
    async (name) => {
      const page = await world.session.openOwn(`${name}.html`);
      await page.evaluateOnNewDocument(() => {
        const window = globalThis as unknown as { refused: string[] };
        window.refused = [];
        addEventListener('securitypolicyviolation', (event) =>
          window.refused.push(`${(event as SecurityPolicyViolationEvent).violatedDirective}`),
        );
      });
      await page.reload();
      await page.waitForSelector('h1, h2');
      expect(await page.evaluate(() => (globalThis as unknown as { refused: string[] }).refused)).toEqual([]);
      await page.close();
    },
  );
});
