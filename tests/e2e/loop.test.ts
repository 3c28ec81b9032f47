/** The main job in both browsers: a signed list arrives, a listed profile is flagged, one click reports it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { examplePages } from './network.ts';
import { askWorker, listInForce, press, waitFor, warningOn, warningsOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const profiles = (await examplePages()).filter(({ expect: { kind } }) => kind === 'profile');
const listed = profiles.find(({ level }) => level === 'listed')!;
const clean = profiles.find(({ level }) => level === 'none')!;
const flagged = profiles.filter(({ level }) => level !== 'none');

describe.each(['chromium', 'firefox'] as const)('in %s', (browser) => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld({ browser, ...inject('browsers')[browser] });
    await listInForce(world.session);
  });
  afterAll(() => world?.close());

  test('when a report is sent with one click, then it is saved, and can be withdrawn for ten seconds', async () => {
    const page = await world.session.open(listed.url);
    await (await warningOn(world.session, page)).view.press('Report');
    const form = await world.session.waitForOwn('report.html');
    await press(form, 'Send report');
    await waitFor('“Saved”', () => form.evaluate(() => document.body.innerText.includes('Saved')));
    const [queued] = await askWorker(world.session, 'reports', {});
    expect(queued).toMatchObject({ state: 'queued', withdrawable: true });
    await Promise.all([form.close(), page.close()]);
  });

  test.each(flagged)('given $what, then its level is shown: $level', async ({ url, level }) => {
    const page = await world.session.open(url);
    const warnings = await waitFor('a warning', async () => nonEmpty(await warningsOn(world.session, page)));
    expect(warnings.map((warning) => warning.level)).toEqual([level]);
    await page.close();
  });

  test('given a listed profile, then the warning says who warned, since when, and what matched', async () => {
    const page = await world.session.open(listed.url);
    const { view } = await warningOn(world.session, page);
    const text = await view.text();
    expect(text).toContain('Named in a security alert');
    expect(text).toContain('Harbourgate Security Desk (example)');
    expect(text).toMatch(/2026/);
    await view.press('Why');
    expect(await view.text()).toContain('Offered three members of staff payment');
    await page.close();
  });

  // Firefox does not report layout shifts.
  if (browser === 'chromium')
    test('given a listed profile, then its warning moves the page once at most', async () => {
      const page = await world.session.browser.newPage();
      await page.evaluateOnNewDocument(() => {
        const shifts: PerformanceEntry[] = [];
        Object.assign(globalThis, { shifts });
        new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({
          type: 'layout-shift',
          buffered: true,
        });
      });
      await page.goto(listed.url);
      const { view } = await warningOn(world.session, page);
      // The page that welcomes a new user may have opened in front of it, and nothing is drawn behind another.
      await page.bringToFront();
      await view.call(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: unknown[] }).shifts.length);
      expect(shifts).toBeLessThanOrEqual(1);
      await page.close();
    });

  test('given a profile that is not listed, when going there from a listed one in the page, then the warning goes', async () => {
    const page = await world.session.open(listed.url);
    await warningOn(world.session, page);
    await page.evaluate(
      (html, url) => {
        const next = new DOMParser().parseFromString(html, 'text/html');
        history.pushState({}, '', url);
        document.body.replaceChildren(...next.body.childNodes);
      },
      await readFile(`tests/fixtures/pages/${clean.file}`, 'utf8'),
      new URL(clean.url).pathname,
    );
    await waitFor('the warning to go', async () => (await warningsOn(world.session, page)).length === 0);
    await page.goBack();
    await page.close();
  });

  test('given a tampered feed, then it is refused with its code and the last good list stays in force', async () => {
    const file = join(world.folder, 'feed', 'timestamp.json');
    const good = await readFile(file, 'utf8');
    await writeFile(file, good.replace(/"version": ?\d+/, '"version":9999'));
    const refused = await askWorker(world.session, 'check-now', {});
    expect(refused).toMatchObject({ state: 'refused', version: 1, problem: { code: 'ERR_FEED_SIGNATURE' } });

    const page = await world.session.open(listed.url);
    expect((await warningOn(world.session, page)).level).toBe('listed');
    await page.close();

    await writeFile(file, good);
    expect((await askWorker(world.session, 'check-now', {})).state).toBe('fresh');
  });

  test('when an entry is withdrawn and the user checks now, then the warning leaves the open page', async () => {
    const page = await world.session.open(profiles.find(({ file }) => file === 'ember-listed.html')!.url);
    expect((await warningOn(world.session, page)).level).toBe('listed');
    await withdraw('HSD-2026-002');
    // As promised to who presses the button.
    await waitFor('the warning to go', async () => (await warningsOn(world.session, page)).length === 0, 5_000);
    await page.close();
  });

  test('when the entry of someone who works for a listed front is withdrawn, then the front alone is warned of', async () => {
    const page = await world.session.open(listed.url);
    expect((await warningOn(world.session, page)).level).toBe('listed');
    await withdraw('HSD-2026-001');
    await waitFor('the lower level', async () => (await warningsOn(world.session, page))[0]?.level === 'likely');
    await page.close();
  });

  test('then the hub holds that report sealed, and the user sees the receipt', async () => {
    const [arrived] = await waitFor('the report at the hub', async () => nonEmpty(await world.reports()), 30_000);
    expect(arrived!.report.subject.facts.handle).toBe(listed.expect.subjects[0]!.facts.handle);
    expect(arrived!.report.level).toBe('listed');
    const received = await waitFor('the receipt', async () => {
      const [report] = await askWorker(world.session, 'reports', {});
      return report?.state === 'received' && report;
    });
    expect(received.receipt).toBe(arrived!.receipt);
  });

  async function withdraw(id: string): Promise<void> {
    const file = join(world.rules, 'watchlist', 'example.yaml');
    const line = `- id: ${id}\n`;
    await writeFile(file, (await readFile(file, 'utf8')).replace(line, `${line}  withdrawn: 2026-06-01\n`));
    await world.publish();
    await askWorker(world.session, 'check-now', {});
  }
});

function nonEmpty<T>(items: T[]): T[] | undefined {
  return items.length > 0 ? items : undefined;
}
