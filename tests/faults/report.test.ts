/** A report survives whatever dies on its way: nothing is lost, nothing arrives twice. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { examplePages } from '../e2e/network.ts';
import { askWorker, listInForce, press, waitFor, warningOn } from '../e2e/user.ts';
import { openWorld, type World } from '../e2e/world.ts';

const listed = (await examplePages()).find(({ level }) => level === 'listed')!;

// Alarms come 30 s apart at best and the back-off is drawn by lot: a second attempt may need two of them.
describe('a report in chromium', { timeout: 200_000 }, () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld({ browser: 'chromium', persistent: true, ...inject('browsers').chromium });
    await listInForce(world.session);
  });
  afterAll(() => world?.close());

  /** From the page to “Saved”, as the user does it. @returns the report's id */
  async function reportListedProfile(): Promise<string> {
    const page = await world.session.open(listed.url);
    await (await warningOn(world.session, page)).view.press('Report');
    const form = await world.session.waitForOwn('report.html');
    await press(form, 'Send report');
    await waitFor('“Saved”', () => form.evaluate(() => document.body.innerText.includes('Saved')));
    const [newest] = await askWorker(world.session, 'reports', {});
    await form.close();
    await page.close();
    return newest!.id;
  }

  const atHub = async (id: string) => (await world.reports()).filter(({ report }) => report.id === id);

  const received = (id: string) =>
    waitFor(
      'the receipt',
      async () => {
        const report = (await askWorker(world.session, 'reports', {})).find((candidate) => candidate.id === id);
        return report?.state === 'received' && report;
      },
      150_000,
    );

  test('given the worker is killed between the click and the sending, then the report arrives once', async () => {
    const id = await reportListedProfile();
    await world.session.stopWorker();
    expect(await atHub(id)).toHaveLength(0);
    const { receipt } = await received(id);
    expect((await atHub(id)).map((report) => report.receipt)).toEqual([receipt]);
  });

  test('given the browser is closed between the click and the sending, then the report arrives at the next start', async () => {
    const id = await reportListedProfile();
    await world.restartBrowser();
    const { receipt } = await received(id);
    expect((await atHub(id)).map((report) => report.receipt)).toEqual([receipt]);
  });

  test('given the extension is updated between the click and the sending, then the report arrives all the same', async () => {
    const id = await reportListedProfile();
    const manifest = join(world.folder, 'extension', 'manifest.json');
    const old = JSON.parse(await readFile(manifest, 'utf8'));
    await writeFile(manifest, JSON.stringify({ ...old, version: `${old.version}.1` }));
    await world.restartBrowser();
    const { receipt } = await received(id);
    expect((await atHub(id)).map((report) => report.receipt)).toEqual([receipt]);
  });

  test('given the hub is killed between storing and answering, then the report is sent again and stands there once', async () => {
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

  test('given the hub is down, then the report waits, the user is told, and it arrives when the hub is back', async () => {
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
