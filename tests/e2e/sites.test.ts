/** Sites beside LinkedIn and XING: added on a click, read from what their pages say of themselves, and taken off again. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  askWorker,
  badgeOver,
  listInForce,
  press,
  type as typeInto,
  versionInForce,
  waitFor,
  warningOn,
  warningsOn,
} from './user.ts';
import { openWorld, type World } from './world.ts';

const HOST = 'people.example.org';
const LISTED = `https://${HOST}/team/ada-brook`;
const CLEAN = `https://${HOST}/team/ben-cole`;
const ELSEWHERE = 'https://other.example.org/team/ada-brook';

function described(url: string, name: string): string {
  const person = { '@type': 'Person', name, jobTitle: 'Adviser', url };
  return `<!doctype html><html lang="en"><title>${name}</title><script type="application/ld+json">${JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'ProfilePage',
    mainEntity: person,
  })}</script><main><h1>${name}</h1><p>Adviser</p></main></html>`;
}

const ENTRY = `
- id: HSD-2026-900
  kind: profile
  names: [Ada Brook]
  accounts:
    - site: ${HOST}
      handle: team/ada-brook
  alert:
    issuer: Harbourgate Security Desk (example)
    title: Approaches through a staff directory
    date: 2026-05-02
  reason: Asked for papers that are not public.
  added: 2026-05-02
  expires: 2029-03-01
  dispute: disputes@harbourgate.example
`;

describe.each(['chromium', 'firefox'] as const)('in %s', (browser) => {
  const restarts = inject('restarts')[browser];
  let world: World;
  let page: Page;

  beforeAll(async () => {
    world = await openWorld({ browser, persistent: restarts, ...inject('browsers')[browser] });
    const file = join(world.rules, 'watchlist', 'example.yaml');
    await writeFile(file, (await readFile(file, 'utf8')) + ENTRY);
    await world.publish();
    await listInForce(world.session);
    await askWorker(world.session, 'check-now', {});
    for (const [url, name] of [
      [LISTED, 'Ada Brook'],
      [CLEAN, 'Ben Cole'],
      [ELSEWHERE, 'Ada Brook'],
    ] as const) {
      world.network.serve(url, described(url, name));
    }
    page = await world.session.open(LISTED);
  });
  afterAll(() => world?.close());

  async function add(): Promise<void> {
    const options = await world.session.openOwn('options.html');
    await typeInto(options, 'input[inputmode="url"]', LISTED);
    await press(options, 'Add');
    await waitFor('the site in the list', () =>
      options.evaluate((host) => document.body.innerText.includes(host), HOST),
    );
    await options.close();
  }

  const optionsSay = async (text: string) => {
    const options = await world.session.openOwn('options.html');
    await waitFor(`“${text}” in the options`, () =>
      options.evaluate((words) => document.body.innerText.includes(words), text),
    );
    return options;
  };

  test('given a site that nobody added, then it is not read', async () => {
    expect(await warningsOn(world.session, page)).toEqual([]);
    const popup = await world.session.popup(page);
    await waitFor('the offer', () => popup.evaluate((host) => document.body.innerText.includes(`Read ${host}`), HOST));
    await popup.close();
  });

  test('when it is added in the options, then its open page is read, and a listed person is warned of', async () => {
    await world.session.siteAccess(HOST, true);
    await add();
    expect((await warningOn(world.session, page)).level).toBe('listed');
    const clean = await world.session.open(CLEAN);
    const again = await world.session.open(LISTED);
    expect((await warningOn(world.session, again)).level).toBe('listed');
    expect(await warningsOn(world.session, clean)).toEqual([]);
    await Promise.all([clean.close(), again.close()]);
  });

  test('then no other site is read', async () => {
    const elsewhere = await world.session.open(ELSEWHERE);
    const listed = await world.session.open(LISTED);
    await warningOn(world.session, listed);
    expect(await warningsOn(world.session, elsewhere)).toEqual([]);
    await Promise.all([elsewhere.close(), listed.close()]);
  });

  test('when the extension is updated, then the site is still read', async () => {
    await world.session.update('0.1.1');
    await versionInForce(world.session, '0.1.1');
    const again = await world.session.open(LISTED);
    expect((await warningOn(world.session, again)).level).toBe('listed');
    await again.close();
  });

  test.runIf(restarts)('when the browser is started again, then the site is still read', async () => {
    await world.restartBrowser();
    await listInForce(world.session);
    page = await world.session.open(LISTED);
    expect((await warningOn(world.session, page)).level).toBe('listed');
  });

  test('when the permission is withdrawn, then warning and badge go, and options and popup say why', async () => {
    const badge = await badgeOver(world.session, LISTED);
    await waitFor('the badge', async () => (await badge()) === '1');
    await world.session.siteAccess(HOST, false);
    await waitFor('the warning to go', async () => (await warningsOn(world.session, page)).length === 0);
    await waitFor('the badge to go', async () => (await badge()) === '');
    await (await optionsSay('Not allowed by the browser')).close();
    const popup = await world.session.popup(page);
    await waitFor('the reason', () => popup.evaluate(() => document.body.innerText.includes('may not read this site')));
    await popup.close();
  });

  test('when the site is removed, then it is gone from the options and read no more', async () => {
    const options = await optionsSay(HOST);
    await press(options, 'Remove');
    await waitFor('the site to go', () => options.evaluate((host) => !document.body.innerText.includes(host), HOST));
    await waitFor('the warning to go', async () => (await warningsOn(world.session, page)).length === 0);
    const again = await world.session.open(LISTED);
    const other = await world.session.open('https://www.linkedin.com/in/tamsin-verrall-advisory/');
    await warningOn(world.session, other);
    expect(await warningsOn(world.session, again)).toEqual([]);
  });
});
