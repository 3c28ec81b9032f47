/** The next version takes the place of the one that runs: nothing that was kept is lost, and open pages go on. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { BrowserName } from '../../scripts/browsers.ts';
import { examplePages } from './network.ts';
import { askWorker, listInForce, press, versionInForce, waitFor, warningOn, warningsOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const profiles = (await examplePages()).filter(({ expect: { kind } }) => kind === 'profile');
const listed = profiles.find(({ level }) => level === 'listed')!;

describe.each<BrowserName>(['chromium', 'firefox'])('in %s', { timeout: 120_000 }, (browser) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ browser, ...inject('browsers')[browser] });
    await listInForce(world.session);
  });
  afterAll(() => world?.close());

  const updateTo = async (next: string) => {
    await world.session.update(next);
    await versionInForce(world.session, next);
  };

  test('given a warning in an open page, when the extension is updated, then one warning stands there and it works', async () => {
    const { session } = world;
    const page = await session.open(listed.url);
    const old = await warningOn(session, page);
    await old.view.press('Why');
    await updateTo('0.1.1');
    // The old warning was unfolded: a folded one is the new one.
    const { view } = await waitFor(
      'the new warning',
      async () => {
        const [only, ...others] = await warningsOn(session, page);
        const folded = only && !(await only.view.text()).includes('Offered three members of staff payment');
        return others.length === 0 && folded ? only : undefined;
      },
      30_000,
    );
    await view.press('Report');
    await (await session.waitForOwn('report.html')).close();
    await page.close();
  });

  test('given a list, a choice, a hidden profile and a report that waits, when the extension is updated with the hub down, then all are there, and the report arrives when it is up', async () => {
    const { session } = world;
    await world.hub.stop();
    const page = await session.open(listed.url);
    await (await warningOn(session, page)).view.press('Report');
    const form = await session.waitForOwn('report.html');
    await press(form, 'Send report');
    await waitFor('“Saved”', () => form.evaluate(() => document.body.innerText.includes('Saved')));
    const [queued] = await askWorker(session, 'reports', {});
    await askWorker(session, 'dismiss', { site: 'linkedin', account: 'somebody' });
    await askWorker(session, 'save-settings', { display: 'toolbar' });
    const before = await askWorker(session, 'feed-status', {});

    await updateTo('0.1.2');

    expect(await askWorker(session, 'settings', {})).toMatchObject({ display: 'toolbar' });
    expect(await askWorker(session, 'dismissed', {})).toEqual([{ site: 'linkedin', account: 'somebody' }]);
    const { version, entries, signedAt } = before;
    expect(await askWorker(session, 'feed-status', {})).toMatchObject({ version, entries, signedAt });
    expect((await askWorker(session, 'reports', {})).map(({ id }) => id)).toEqual([queued!.id]);

    await world.hub.start();
    // One attempt may have failed meanwhile: then it is the back-off and the alarm after it, 30 s each at most.
    await waitFor('the report', async () => (await world.reports())[0]?.report.id === queued!.id, 75_000);
  });
});
