/** A private window: read only where the user allows it, and what is left of it afterwards. */
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { examplePages } from './network.ts';
import { askWorker, listInForce, press, waitFor, warningOn, warningsOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const listed = (await examplePages()).find(({ level }) => level === 'listed')!;
const { handle, name } = listed.expect.subjects[0]!.facts;
const NOT_READ = 'Private windows are not read.';

describe.each(['chromium', 'firefox'] as const)('in %s', { timeout: 90_000 }, (browser) => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld({ browser, ...inject('browsers')[browser] });
    await listInForce(world.session);
    await world.session.greeted();
  });
  afterAll(() => world?.close());

  const allow = async (allowed: boolean) => {
    await world.session.privateAccess(allowed);
    const settings = () => askWorker(world.session, 'settings', {});
    await waitFor('the choice', async () => (await settings()).privateWindows === allowed, 40_000);
  };

  const optionsSay = async () => {
    const options = await world.session.openOwn('options.html');
    // Sites and settings arrive one after the other, in either order.
    const text = await waitFor('the sites and the settings', async () => {
      const seen = await options.evaluate(() => document.body.innerText);
      return ['linkedin.com', 'Where warnings appear'].every((part) => seen.includes(part)) && seen;
    });
    await options.close();
    return text;
  };

  /** All that the extension has on disk, as text: IndexedDB and settings. */
  const stored = async () => {
    const own = await world.session.openOwn('guidance.html');
    const text = await own.evaluate(STORED);
    await own.close();
    return text;
  };

  test('until the user allows it, nothing is read there, and the options say so', async () => {
    await allow(false);
    expect(await optionsSay()).toContain(NOT_READ);
    const beside = await world.session.open(listed.url);
    const page = await world.session.openPrivately(listed.url);
    await beside.reload();
    await warningOn(world.session, beside);
    expect(await warningsOn(world.session, page)).toEqual([]);
    await Promise.all([page.close(), beside.close()]);
  });

  test('when the user allows it, then a listed profile is warned of there; to look leaves nothing', async () => {
    await allow(true);
    const before = await stored();
    const page = await world.session.openPrivately(listed.url);
    expect((await warningOn(world.session, page)).level).toBe('listed');
    await page.close();
    expect(await stored()).toBe(before);
    expect(await optionsSay()).not.toContain(NOT_READ);
  });

  test('when somebody is reported from there, then it arrives, and what stays does not say whom', async () => {
    const page = await world.session.openPrivately(listed.url);
    await (await warningOn(world.session, page)).view.press('Report');
    const form: Page = await world.session.waitForOwn('report.html');
    await press(form, 'Send report');
    await waitFor('“Saved”', () => form.evaluate(() => document.body.innerText.includes('Saved')));
    await Promise.all([page.close(), form.close()]);
    const arrived = await waitFor('the report', async () => (await world.reports())[0], 40_000);
    expect(arrived.report.subject.facts).toMatchObject({ handle, name });
    await waitFor('the receipt', async () => (await askWorker(world.session, 'reports', {}))[0]?.receipt);
    const outbox = JSON.parse(await stored())['gamekeeper-outbox'];
    expect(outbox).toEqual({
      items: [
        {
          id: arrived.report.id,
          createdAt: expect.any(Number),
          notBefore: expect.any(Number),
          attempts: 0,
          state: 'received',
          receipt: arrived.receipt,
        },
      ],
    });
    expect(JSON.parse(await stored()).settings).toBeUndefined();
  });
});

/** Runs in a page of the extension. Bytes are given by their number: they are the list's own, or ciphertext. */
const STORED = async () => {
  const all: Record<string, unknown> = await chrome.storage.local.get();
  for (const { name, version } of await indexedDB.databases()) {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name!, version);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const stores: Record<string, unknown> = {};
    for (const store of db.objectStoreNames) {
      stores[store] = await new Promise((resolve, reject) => {
        const request = db.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    }
    db.close();
    all[name!] = stores;
  }
  return JSON.stringify(all, (_, value) => (ArrayBuffer.isView(value) ? `${value.byteLength} bytes` : value));
};

declare const chrome: { storage: { local: { get(): Promise<Record<string, unknown>> } } };
