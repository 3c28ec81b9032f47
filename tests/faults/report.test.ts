/** A report survives whatever dies on its way: nothing is lost, nothing arrives twice. */
import { join } from 'node:path';
import { describe, expect, inject, type TestContext, test } from 'vitest';
import type { BrowserName } from '../../scripts/browsers.ts';
import { changeManifest } from '../../scripts/self-host.ts';
import { examplePages } from '../e2e/network.ts';
import { askWorker, listInForce, press, versionInForce, waitFor, warningOn } from '../e2e/user.ts';
import { openWorld, type World } from '../e2e/world.ts';

const listed = (await examplePages()).find(({ level }) => level === 'listed')!;

/** A browser of its own for each fault: what waits for one, waits for all of them meanwhile. */
interface Scene {
  world: World;
  /** From the page to “Saved”, as the user does it. @returns the report's id */
  reportListedProfile(): Promise<string>;
  atHub(id: string): Promise<{ receipt: string }[]>;
  /** Alarms come 30 s apart at best and the back-off is drawn by lot: a second attempt may need two of them. */
  received(id: string): Promise<{ receipt?: string }>;
}

let opening: Promise<unknown> = Promise.resolve();

async function openScene(browser: BrowserName, { onTestFinished }: TestContext): Promise<Scene> {
  // One after the other: browsers that start together starve each other.
  const opened = opening.then(async () => {
    const world = await openWorld({ browser, persistent: inject('restarts')[browser], ...inject('browsers')[browser] });
    onTestFinished(() => world.close());
    await listInForce(world.session);
    return world;
  });
  opening = opened.catch(() => {});
  const world = await opened;
  return {
    world,
    reportListedProfile: async () => {
      const page = await world.session.open(listed.url);
      await (await warningOn(world.session, page)).view.press('Report');
      const form = await world.session.waitForOwn('report.html');
      await press(form, 'Send report');
      await waitFor('“Saved”', () => form.evaluate(() => document.body.innerText.includes('Saved')));
      const [newest] = await askWorker(world.session, 'reports', {});
      await form.close();
      await page.close();
      return newest!.id;
    },
    atHub: async (id) => (await world.reports()).filter(({ report }) => report.id === id),
    received: (id) =>
      waitFor(
        'the receipt',
        async () => {
          const report = (await askWorker(world.session, 'reports', {})).find((candidate) => candidate.id === id);
          return report?.state === 'received' && report;
        },
        150_000,
      ),
  };
}

describe.concurrent.each(['chromium', 'firefox'] as const)('a report in %s', { timeout: 240_000 }, (browser) => {
  const testRestart = test.runIf(inject('restarts')[browser]);

  test('given the worker is killed between the click and the sending, then the report arrives once', async (context) => {
    const { world, reportListedProfile, received, atHub } = await openScene(browser, context);
    const id = await reportListedProfile();
    await world.session.stopWorker();
    expect(await atHub(id)).toHaveLength(0);
    const { receipt } = await received(id);
    expect((await atHub(id)).map((report) => report.receipt)).toEqual([receipt]);
  });

  testRestart(
    'given the browser is closed between the click and the sending, then the report arrives at the next start',
    async (context) => {
      const { world, reportListedProfile, received, atHub } = await openScene(browser, context);
      const id = await reportListedProfile();
      await world.restartBrowser();
      const { receipt } = await received(id);
      expect((await atHub(id)).map((report) => report.receipt)).toEqual([receipt]);
    },
  );

  testRestart(
    'given the extension is updated between the click and the sending, then the report arrives all the same',
    async (context) => {
      const { world, reportListedProfile, received, atHub } = await openScene(browser, context);
      const id = await reportListedProfile();
      await changeManifest(join(world.folder, 'extension'), (manifest) => ({ ...manifest, version: '0.1.0.1' }));
      await world.restartBrowser();
      await versionInForce(world.session, '0.1.0.1');
      const { receipt } = await received(id);
      expect((await atHub(id)).map((report) => report.receipt)).toEqual([receipt]);
    },
  );

  test('given the hub is killed between storing and answering, then the report is sent again and stands there once', async (context) => {
    const { world, reportListedProfile, received, atHub } = await openScene(browser, context);
    let stored = false;
    world.wire.fate = async ({ method }) => {
      if (method !== 'POST' || stored) return 'pass';
      stored = true;
      await world.hub.stop('SIGKILL');
      return 'cut';
    };
    const id = await reportListedProfile();
    await waitFor('the first sending', async () => stored, 30_000);
    expect(await atHub(id)).toHaveLength(1);
    const waiting = await waitFor('the explanation', async () => {
      const [report] = await askWorker(world.session, 'reports', {});
      return report?.trouble && report;
    });
    expect(waiting).toMatchObject({ id, state: 'sent', trouble: 'unreachable', withdrawable: false });
    expect(await askWorker(world.session, 'withdraw-report', { id })).toEqual({ withdrawn: false });

    await world.hub.start();
    const { receipt } = await received(id);
    expect((await atHub(id)).map((report) => report.receipt)).toEqual([receipt]);
  });

  test('given the hub is down, then the report waits, the user is told, and it arrives when the hub is back', async (context) => {
    const { world, reportListedProfile, received, atHub } = await openScene(browser, context);
    await world.hub.stop('SIGKILL');
    const id = await reportListedProfile();
    const told = await waitFor(
      'the explanation',
      async () => (await askWorker(world.session, 'reports', {})).find((report) => report.id === id && report.trouble),
      30_000,
    );
    expect(told).toMatchObject({ state: 'queued', trouble: 'unreachable', withdrawable: true });
    await world.hub.start();
    await received(id);
    expect(await atHub(id)).toHaveLength(1);
  });
});
