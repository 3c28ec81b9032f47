/** A layout that changed overnight: the page cannot be read, says so, can be reported, and is repaired by publishing. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loadSiteRules } from '../../src/publisher/saved-page.ts';
import { selectorsIn } from '../../src/publisher/selectors.ts';
import { examplePages } from './network.ts';
import { askWorker, listInForce, press, waitFor, warningOn, warningsOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const listed = (await examplePages()).find(({ level }) => level === 'listed')!;

/** A worker that has gone to sleep is woken by an alarm, and those are coarse. */
const ALARM_MS = 90_000;

/** Every anchor that the rules know has another name. */
function redesigned(html: string): string {
  return html
    .replaceAll('componentkey=', 'data-part=')
    .replaceAll('data-sdui-screen=', 'data-view=')
    .replaceAll('/overlay/contact-info', '/card/contact');
}

const GENERATION = `
      - id: redesigned
        when: '[data-part$="Topcard"] h2'
        subjects:
          - surface: profile
            root: '[data-part$="Topcard"]'
            require: [name, account]
            anchor: { position: beforebegin }
            facts:
              name: [{ text: h2 }]
              handle: [{ address: handle, clean: [not-member-id] }]
`;

describe.each(['chromium', 'firefox'] as const)('given a profile in a layout that no rule knows, in %s', (browser) => {
  let world: World;
  let page: Page;

  beforeAll(async () => {
    world = await openWorld({ browser, ...inject('browsers')[browser] });
    await listInForce(world.session);
    world.network.serve(listed.url, redesigned(await readFile(`tests/fixtures/pages/${listed.file}`, 'utf8')));
    page = await world.session.open(listed.url);
  });
  afterAll(() => world?.close());

  test('then that is not because a selector is none to this browser', async () => {
    const selectors = [...selectorsIn(await loadSiteRules('rules'))].map(({ selector }) => selector);
    expect(selectors.length).toBeGreaterThan(100);
    const refused = await page.evaluate(
      (all) =>
        all.filter((selector) => {
          try {
            document.querySelector(selector);
            return false;
          } catch {
            return true;
          }
        }),
      selectors,
    );
    expect(refused).toEqual([]);
  });

  test('then the popup says so, and one click reports it', {
    timeout: 120_000,
  }, async () => {
    const popup = await world.session.popup(page);
    await waitFor('the words', () =>
      popup.evaluate(() => document.body.innerText.includes('could not read this page')),
    );
    await press(popup, 'Report this layout');
    await press(popup, 'Send report');
    await waitFor('“Saved”', () => popup.evaluate(() => document.body.innerText.includes('Saved')));
  });

  test('when rules that know it are published and synced, then the open page is read', async () => {
    expect(await warningsOn(world.session, page)).toEqual([]);
    const file = join(world.rules, 'sites', 'linkedin.yaml');
    const rules = await readFile(file, 'utf8');
    // The first is that of profiles.
    const before = '      - id: sdui\n';
    await writeFile(file, rules.replace(before, GENERATION.slice(1) + before));
    await world.publish();
    expect(await askWorker(world.session, 'check-now', {})).toMatchObject({ state: 'fresh', version: 2 });
    expect((await warningOn(world.session, page)).level).toBe('listed');
  });

  test('then what was reported is the structure of the page, and none of its words', { timeout: 120_000 }, async () => {
    const report = await waitFor('the report', async () => (await world.reports())[0]?.report, ALARM_MS);
    expect(report).toMatchObject({ kind: 'layout', pageUrl: '', subject: { facts: { site: 'linkedin' } } });
    expect(report.layout).toMatch(/^profile .*-name/);
    expect(report.layout).toContain('main');
    expect(report.layout).not.toMatch(/Tamsin|Verrall|tamsin-verrall/i);
  });
});
