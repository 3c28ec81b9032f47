/** Every way to report somebody, from what the user presses to what the security team opens. */
import type { Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Report } from '../../src/reports/report.ts';
import type { Popup } from './browser.ts';
import type { ShadowView } from './shadow.ts';
import { listInForce, press, type, waitFor, warningsOn } from './user.ts';
import { openWorld, type World } from './world.ts';

const SEARCH = 'https://www.linkedin.com/search/results/people/?keywords=policy%20research';
const CONVERSATION = 'https://www.linkedin.com/messaging/thread/2-example-thread/';
const CLEAN = 'https://www.linkedin.com/in/oona-brackwater/';
const ELSEWHERE = 'https://www.xing.com/example-page-with-links';

describe.each(['chromium', 'firefox'] as const)('in %s', { timeout: 90_000 }, (browser) => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld({ browser, ...inject('browsers')[browser] });
    await listInForce(world.session);
    await world.session.greeted();
  });
  afterAll(() => world?.close());

  /** Pages that a test has opened. */
  const opened: Page[] = [];
  afterEach(async () => {
    for (const page of opened.splice(0)) await page.close().catch(() => {});
  });
  const open = async (url: string) => {
    const page = await world.session.open(url);
    opened.push(page);
    return page;
  };

  /** The warning whose text names somebody, unfolded. */
  const warningAbout = (page: Page, title: string): Promise<ShadowView> =>
    waitFor(`the warning “${title}”`, async () => {
      for (const { view } of await warningsOn(world.session, page)) {
        if (!(await view.text()).includes(title)) continue;
        if (!(await view.text()).includes('Report')) await view.press(title);
        return view;
      }
      return undefined;
    });

  const reportForm = async (warning: ShadowView): Promise<Page> => {
    await warning.press('Report');
    return openedForm();
  };

  const openedForm = async (): Promise<Page> => {
    const form = await world.session.waitForOwn('report.html');
    opened.push(form);
    await waitFor('the form', () => form.$('textarea'));
    return form;
  };

  /** Switches the item whose label is followed by this value. */
  const switchOff = (form: Page, value: string) =>
    form.evaluate((wanted) => {
      const items = [...document.querySelectorAll<HTMLElement>('li.item')];
      items
        .find((item) => item.innerText.includes(wanted))!
        .querySelector('input')!
        .click();
    }, value);

  const choose = (form: Page, name: string) =>
    form.evaluate((wanted) => {
      const labels = [...document.querySelectorAll('label')];
      labels.find((label) => label.innerText.startsWith(wanted))!.click();
    }, name);

  const send = async (form: Popup) => {
    await press(form, 'Send report');
    await waitFor('“Saved”', () => form.evaluate(() => document.body.innerText.includes('Saved')));
  };

  /** What is seen at the hub of what each test has sent. All wait out their ten seconds together. */
  const sent: { what: string; isIt: (report: Report) => boolean; check: (report: Report) => void }[] = [];
  const expectAtHub = (what: string, isIt: (report: Report) => boolean, check: (report: Report) => void) =>
    void sent.push({ what, isIt, check });

  test('from a card: kind, reason and a note, without what was switched off', async () => {
    const page = await open(SEARCH);
    const form = await reportForm(await warningAbout(page, 'Named in a security alert'));
    await choose(form, 'This warning is wrong');
    await form.select('select', 'known');
    await type(form, 'textarea', 'We were at school together.');
    await switchOff(form, 'linkedin.com/search');
    await send(form);
    expectAtHub(
      'that from a card',
      ({ kind }) => kind === 'wrong-warning',
      (report) => {
        expect(report).toMatchObject({
          reason: 'known',
          note: 'We were at school together.',
          pageUrl: '',
          level: 'listed',
        });
        expect(report.subject.facts.handle).toBe('tamsin-verrall-advisory');
      },
    );
  });

  test('from a conversation: the messages that the user picked, and no other', async () => {
    const page = await open(CONVERSATION);
    const form = await reportForm(await warningAbout(page, 'Shows signs'));
    const messages = await waitFor('the messages', async () => {
      const texts = await form.$$eval('li.item', (items) => items.map((item) => item.innerText));
      const found = texts.filter((text) => text.startsWith('Message'));
      return found.length > 0 && found;
    });
    expect(messages).toHaveLength(3);
    const left = messages[1]!.split('\n').at(-1)!;
    await switchOff(form, left);
    await send(form);
    expectAtHub(
      'that from a conversation',
      ({ subject: { surface } }) => surface === 'conversation',
      ({ subject: { messages } }) => {
        expect(messages).toHaveLength(2);
        expect(JSON.stringify(messages)).not.toContain(left);
      },
    );
  });

  test('undone within ten seconds, it is said that nothing was sent', async () => {
    const page = await open(SEARCH);
    const form = await reportForm(await warningAbout(page, 'Named in a security alert'));
    await type(form, 'textarea', 'never mind');
    await send(form);
    await press(form, 'Undo');
    await waitFor('the word', () => form.evaluate(() => document.body.innerText.includes('Nothing was sent.')));
  });

  test('is copied as text for teams without a hub', async () => {
    const page = await open(SEARCH);
    const form = await reportForm(await warningAbout(page, 'Named in a security alert'));
    await press(form, 'Copy as text');
    await waitFor('the word', () => form.evaluate(() => document.body.innerText.includes('Copied.')));
  });

  test('from the popup, about somebody whom nothing flagged, with the picture that the user asked for', async () => {
    const page = await open(CLEAN);
    const popup = await world.session.popup(page);
    await press(popup, 'Report this profile');
    await press(popup, 'Add a picture of this page');
    await waitFor('the picture', () => popup.evaluate(() => document.querySelector('img.picture') !== null));
    await send(popup);
    expectAtHub(
      'that from the popup',
      ({ subject: { facts } }) => facts.handle === 'oona-brackwater',
      (report) => {
        expect(report).toMatchObject({ kind: 'check', level: 'none', evidence: [] });
        expect(Buffer.from(report.screenshot!, 'base64').subarray(0, 3).toString('hex')).toBe('ffd8ff');
      },
    );
  });

  test('from the context menu of a link: with what the page says of the person, or by the account alone', async () => {
    world.network.serve(ELSEWHERE, '<!doctype html><title>Links</title><a href="/">Home</a>');
    const chooseEntry = async (page: Page, link: string) => {
      await world.session.chooseOnLink(page, link);
      return openedForm();
    };
    // The browser says so when there is no entry of this name.
    const own = await world.session.openOwn('guidance.html');
    await own.evaluate(() => chrome.contextMenus.update('report-link', {}));
    await own.close();
    const search = await open(SEARCH);
    const card = await chooseEntry(search, 'https://www.linkedin.com/in/tamsin-verrall-ceramics/?trk=x');
    await send(card);
    await card.close();
    const elsewhere = await open(ELSEWHERE);
    const bare = await chooseEntry(elsewhere, 'https://uk.linkedin.com/in/Someone-Else/');
    await send(bare);
    await bare.close();
    expectAtHub(
      'that from the menu of a card',
      ({ subject: { facts } }) => facts.handle === 'tamsin-verrall-ceramics',
      (report) => {
        const pageUrl = 'https://www.linkedin.com/in/tamsin-verrall-ceramics/';
        expect(report).toMatchObject({ kind: 'check', pageUrl });
        expect(report.subject.facts.name).toBe('Tamsin Verrall');
      },
    );
    expectAtHub(
      'that from the menu of a link elsewhere',
      ({ subject: { facts } }) => facts.handle === 'Someone-Else',
      ({ subject: { facts } }) => expect(facts).toEqual({ site: 'linkedin', handle: 'Someone-Else' }),
    );
  });

  test('then all of them reach the team as the user saw them, and what was undone never leaves', async () => {
    const reports = await waitFor(
      'all that was sent',
      async () => {
        const all = (await world.reports()).map(({ report }) => report);
        return all.length >= sent.length && all;
      },
      40_000,
    );
    expect(reports).toHaveLength(sent.length);
    for (const { what, isIt, check } of sent) {
      const report = reports.find(isIt);
      expect(report, what).toBeDefined();
      check(report!);
    }
    // It was made before the last of these, so it would have left before.
    expect(reports.map(({ note }) => note)).not.toContain('never mind');
  });
});

declare const chrome: { contextMenus: { update(id: string, changes: object): Promise<void> } };
