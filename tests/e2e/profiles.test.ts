/** Two profiles of one browser on one machine: neither knows of the other, and both reach the security team. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Session } from './browser.ts';
import { examplePages } from './network.ts';
import { askWorker, listInForce, press, waitFor, warningOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const listed = (await examplePages()).find(({ level }) => level === 'listed')!;

describe.each(['chromium', 'firefox'] as const)('given two profiles of %s', (browser) => {
  let world: World;
  let other: Session;

  beforeAll(async () => {
    world = await openWorld({ browser, ...inject('browsers')[browser] });
    other = await world.anotherProfile();
    await Promise.all([listInForce(world.session), listInForce(other)]);
  });
  afterAll(() => world?.close());

  /** @returns the report's id */
  async function report(session: Session): Promise<string> {
    const page = await session.open(listed.url);
    await (await warningOn(session, page)).view.press('Report');
    const form = await session.waitForOwn('report.html');
    await press(form, 'Send report');
    await waitFor('“Saved”', () => form.evaluate(() => document.body.innerText.includes('Saved')));
    const [queued] = await askWorker(session, 'reports', {});
    return queued!.id;
  }

  test('when each reports somebody, then both arrive, and each knows its own alone', async () => {
    const sessions = [world.session, other];
    const ids: string[] = [];
    for (const session of sessions) ids.push(await report(session));
    const arrived = await waitFor(
      'both reports',
      async () => {
        const reports = await world.reports();
        return reports.length === 2 && reports;
      },
      40_000,
    );
    expect(new Set(arrived.map((each) => each.report.id))).toEqual(new Set(ids));
    for (const [index, session] of sessions.entries()) {
      const own = await waitFor('the receipt', async () => {
        const reports = await askWorker(session, 'reports', {});
        return reports[0]?.receipt !== undefined && reports;
      });
      const receipt = arrived.find((each) => each.report.id === ids[index])!.receipt;
      expect(own.map((each) => [each.id, each.receipt])).toEqual([[ids[index], receipt]]);
    }
  });

  test('when one hides a profile, chooses the toolbar and checks now, then the other keeps its own', async () => {
    await askWorker(world.session, 'dismiss', { site: 'linkedin', account: 'somebody' });
    await askWorker(world.session, 'save-settings', { display: 'toolbar' });
    const file = join(world.rules, 'watchlist', 'example.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('Offered three members', 'Offered four members'));
    await world.publish();
    expect(await askWorker(world.session, 'check-now', {})).toMatchObject({ state: 'fresh', version: 2 });
    expect(await askWorker(other, 'dismissed', {})).toEqual([]);
    expect(await askWorker(other, 'settings', {})).toMatchObject({ display: 'inline' });
    expect(await askWorker(other, 'feed-status', {})).toMatchObject({ state: 'fresh', version: 1 });
    expect(await askWorker(other, 'check-now', {})).toMatchObject({ state: 'fresh', version: 2 });
  });
});
