/** The desk as analysts use it: what arrives is opened in their browser, decided by two, and seen by who reported. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import type { ElementHandle, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { Analysts } from '../../src/hub/analysts.ts';
import { openStorage } from '../../src/hub/database.ts';
import { findIdentity } from '../../src/hub/desk/keys.ts';
import { startHub } from '../../src/hub/hub.ts';
import type { Facts, Message } from '../../src/profile/facts.ts';
import { publish } from '../../src/publisher/publish.ts';
import { pull } from '../../src/publisher/pull.ts';
import type { Report } from '../../src/reports/report.ts';
import { seal, stamp } from '../../src/reports/seal.ts';
import { writeSecret } from '../../src/signing/keys.ts';
import { DRAFT } from '../fixtures/report.ts';
import { findings } from '../screens/axe.ts';
import type { Popup } from './browser.ts';
import { askWorker, listInForce, press, type, waitFor } from './user.ts';
import { openWorld, type World } from './world.ts';

const SCREENS = '.gamekeeper/desk';

describe.each(['chromium', 'firefox'] as const)('the desk in %s', { timeout: 90_000 }, (browser) => {
  let world: World;
  let identity: string;
  let recipient: string;
  const tokens: Record<string, string> = {};
  const opened: Page[] = [];

  beforeAll(async () => {
    world = await openWorld({ browser, ...inject('browsers')[browser] });
    identity = findIdentity(await readFile(join(world.folder, 'keys/desk.age'), 'utf8'))!;
    recipient = await identityToRecipient(identity);
    const db = await openStorage(join(world.folder, 'hub'));
    for (const name of ['ada', 'bea']) tokens[name] = await new Analysts(db, Date.now).add(name);
    await db.destroy();
    await listInForce(world.session);
    await world.session.greeted();
    await mkdir(SCREENS, { recursive: true });
  });
  afterAll(() => world?.close());
  afterEach(async () => {
    for (const page of opened.splice(0)) await page.close().catch(() => {});
  });

  const text = (page: Popup) => page.evaluate(() => document.body.innerText);
  const shows = (page: Page, what: string) =>
    waitFor(`“${what}”`, async () => (await text(page)).includes(what), 20_000);

  async function signIn(name: string, secret?: string): Promise<Page> {
    const page = await world.session.open(`${world.wire.url}/desk/`);
    opened.push(page);
    await type(page, 'input[name=token]', tokens[name]!);
    await press(page, 'Sign in');
    await shows(page, 'Reports are sealed');
    if (secret !== undefined) await useIdentity(page, secret);
    return page;
  }

  async function useIdentity(page: Page, secret: string) {
    await type(page, 'textarea[name=identity]', secret);
    await press(page, 'Use this identity');
  }

  /** A report as a browser sends it. @returns its receipt */
  async function arrives(facts: Facts, more: Partial<Report> = {}, messages?: Message[], to = recipient) {
    const subject = { key: 'k', surface: 'profile' as const, facts, ...(messages && { messages }) };
    const report = stamp({ ...DRAFT, subject, ...more }, new Date());
    const headers = { 'Idempotency-Key': report.id };
    const body = await seal(report, [to]);
    const answer = await fetch(`${world.hub.url}/v1/reports`, { method: 'POST', headers, body });
    return ((await answer.json()) as { receipt: string }).receipt;
  }

  const choose = (page: Page, who: string) =>
    waitFor(`the line of ${who}`, () =>
      page.evaluate((name) => {
        const lines = [...document.querySelectorAll<HTMLElement>('.lines button')];
        const line = lines.find(({ innerText }) => innerText.includes(name));
        line?.click();
        return line !== undefined;
      }, who),
    );

  test('a report that arrives while it is open is opened there; neither identity nor content go back', async () => {
    const page = await signIn('ada');
    world.wire.passed.length = 0;
    await arrives({ site: 'linkedin', handle: 'mira-halden', name: 'Mira Halden' });
    await shows(page, '1 sealed, not read yet.');
    await useIdentity(page, identity);
    await choose(page, 'Mira Halden');
    await shows(page, 'mira-halden');
    await arrives({ site: 'linkedin', handle: 'MIRA-halden', name: 'Mira Halden' }, { note: 'Me too.' });
    await shows(page, '2 reports');
    const sent = world.wire.passed.map(({ path, body }) => `${path} ${body}`).join('\n');
    expect(sent).toContain('/index');
    expect(sent).not.toMatch(/AGE-SECRET|halden/i);
  });

  test('whatever the page that somebody reported says is shown as text', async () => {
    const nasty = (field: string) => `${field} <img src=x onerror="window.ran=1"><script>window.ran=1</script>`;
    const facts: Facts = {
      site: 'linkedin',
      ...Object.fromEntries(
        ['name', 'handle', 'pronouns', 'headline', 'company', 'school', 'location', 'about', 'photoUrl'].map(
          (field) => [field, nasty(field)],
        ),
      ),
      connections: { count: 1, plus: false, text: nasty('connections') },
      experience: [{ title: nasty('title'), company: nasty('employer'), dates: nasty('dates') }],
      education: [{ school: nasty('university'), degree: nasty('degree'), dates: nasty('years') }],
    };
    const more = { note: nasty('note'), pageUrl: 'javascript:window.ran=1', evidence: [nasty('ev').slice(0, 99)] };
    await arrives(facts, more, [
      { from: 'them', text: nasty('them') },
      { from: 'me', text: nasty('me') },
    ]);
    const page = await signIn('ada', identity);
    await choose(page, 'name <img');
    await shows(page, 'employer <img');
    const said = await text(page);
    for (const value of JSON.stringify([facts, more]).match(/\w+ <img/g)!) expect(said).toContain(value);
    expect(said).toContain('me <img');
    expect(await page.$$eval('article img, article script, article a[href^=javascript]', (all) => all.length)).toBe(0);
    expect(await page.evaluate(() => (globalThis as { ran?: number }).ran)).toBeUndefined();
  });

  test('an identity that a passphrase protects is opened in the page', async () => {
    await arrives({ site: 'linkedin', handle: 'ilka-sorrel', name: 'Ilka Sorrel' });
    const file = join(world.folder, 'keys/locked.age');
    await writeSecret(file, `${identity}\n`, { passphrase: 'several plain words', workFactor: 10 });
    const page = await signIn('ada');
    const chooser = (await page.$('input[type=file]')) as ElementHandle<HTMLInputElement>;
    await chooser.uploadFile(file);
    await type(page, 'input[name=passphrase]', 'one word');
    await press(page, 'Use this identity');
    await shows(page, 'The passphrase does not open this file.');
    await page.$eval('input[name=passphrase]', (input) => (input as HTMLInputElement).select());
    await type(page, 'input[name=passphrase]', 'several plain words');
    expect(await findings(page)).toEqual([]);
    await press(page, 'Use this identity');
    await choose(page, 'Ilka Sorrel');
  });

  test('with a missing or wrong identity it says so, and the ciphertext stays', async () => {
    const other = await generateIdentity();
    await arrives({ site: 'linkedin', handle: 'not-for-us' }, {}, undefined, await identityToRecipient(other));
    const page = await signIn('ada', 'hunter2');
    await shows(page, 'There is no age identity in it.');
    await page.evaluate(() => document.querySelector<HTMLTextAreaElement>('textarea[name=identity]')!.select());
    await useIdentity(page, identity);
    await shows(page, '1 cannot be opened, and are kept as they are. This report is not sealed to your identity.');
    await press(page, 'Forget my identity');
    await useIdentity(page, other);
    await shows(page, 'This desk is not sealed to your identity.');
  });

  test('an analyst whom the list names as a recipient reads what others filed, and reports from then on', async () => {
    const own = await generateIdentity();
    const to = await identityToRecipient(own);
    const reporting = join(world.rules, 'reporting.yaml');
    const rules = await readFile(reporting, 'utf8');
    await writeFile(reporting, rules.replace(/^recipients:.*$/m, `recipients: [${to}]`));
    await world.publish();
    await arrives({ site: 'linkedin', handle: 'olga-winter', name: 'Olga Winter' });
    const ada = await signIn('ada', identity);
    await shows(ada, 'Olga Winter');
    const bea = await signIn('bea', own);
    await choose(bea, 'Olga Winter');
    await shows(bea, 'This report is not sealed to your identity. The ciphertext is kept.');
    const choices = await bea.$eval('.act fieldset', (all) => all.innerText);
    expect(choices).toContain('Dismiss');
    expect(choices).not.toContain('Propose');
  });

  test('whom a proxy has signed on needs no token', async () => {
    const dataDir = join(world.folder, 'proxied');
    const hub = await startHub({ dataDir, feedDir: dataDir, port: 0, ssoHeader: 'X-User', log: () => {} });
    await hub.analysts.add('ada');
    const page = await world.session.browser.newPage();
    opened.push(page);
    await page.setExtraHTTPHeaders({ 'X-User': 'ada' });
    await page.goto(`${hub.url}/desk/`);
    await shows(page, 'Reports are sealed');
    await hub.close();
  });

  test('with a wrong token it says so', async () => {
    const page = await world.session.open(`${world.wire.url}/desk/`);
    opened.push(page);
    await type(page, 'input[name=token]', 'gkd_nobody');
    await press(page, 'Sign in');
    await shows(page, 'This needs the token of an analyst.');
  });

  test('a listed profile stands beside what the list says, and the page has no fault that axe knows', async () => {
    const page = await signIn('ada');
    expect(await findings(page)).toEqual([]);
    await arrives({ site: 'linkedin', handle: 'corin-maddern', name: 'Corin Maddern', headline: 'Chair' }, {}, [
      { from: 'them', text: 'A word about our next forum?' },
    ]);
    await useIdentity(page, identity);
    await choose(page, 'Corin Maddern');
    await shows(page, 'Named in a security alert');
    await page.screenshot({ path: `${SCREENS}/person.png`, fullPage: true });
    expect(await findings(page)).toEqual([]);
    // Puppeteer cannot ask Firefox for the dark scheme.
    if (browser === 'firefox') return;
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    await page.screenshot({ path: `${SCREENS}/person-dark.png`, fullPage: true });
    expect(await findings(page)).toEqual([]);
  });

  test('by keyboard alone a profile is found and dismissed; then it may be referred', async () => {
    await arrives({ site: 'linkedin', handle: 'ines-marlow', name: 'Ines Marlow' }, { kind: 'check' });
    const page = await signIn('ada', identity);
    await shows(page, 'Ines Marlow');
    await page.keyboard.press('/');
    await page.keyboard.type('MARLOW');
    await waitFor('one line', async () => (await page.$$('.lines button')).length === 1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await shows(page, 'What the list says now');
    await page.keyboard.press('d');
    await page.keyboard.type('A colleague of ours');
    await page.keyboard.down('Control');
    await page.keyboard.press('Enter');
    await page.keyboard.up('Control');
    await shows(page, 'Save referral as JSON');
    await press(page, 'Save referral as JSON');
    await shows(page, 'Saved as referral.json.');
    await press(page, 'Log');
    await shows(page, 'A colleague of ours');
    expect(await findings(page)).toEqual([]);
    await page.screenshot({ path: `${SCREENS}/log.png`, fullPage: true });
  });

  test('reported, received, decided by two, listed: and whoever reported sees it', async () => {
    const name = await reportFromBrowser();
    const ada = await signIn('ada', identity);
    await choose(ada, name);
    await shows(ada, 'What the list says now');
    await ada.keyboard.press('p');
    await shows(ada, 'Draft of the entry');
    for (const [field, value] of Object.entries({
      reason: 'Offers staff payment for papers.',
      issuer: 'Harbourgate Security Desk (example)',
      title: 'Paid papers',
      dispute: 'disputes@harbourgate.example',
    }))
      await type(ada, `input[name=${field}]`, value);
    await type(ada, '.act textarea', 'Two reports agree');
    await ada.screenshot({ path: `${SCREENS}/propose.png`, fullPage: true });
    await press(ada, 'Propose for the list');
    await shows(ada, 'Proposed entry');
    expect(await text(ada)).not.toContain('Confirm the listing');

    const bea = await signIn('bea', identity);
    await bea.$eval('select', (select) => {
      select.value = 'proposed';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await choose(bea, name);
    await shows(bea, 'Confirm the listing');
    await type(bea, '.act textarea', 'I agree');
    await press(bea, 'Confirm the listing');
    await shows(bea, 'Confirm the listing: I agree');

    const decisions = join(world.folder, 'decisions.json');
    const { drafts } = await pull({ hub: world.hub.url, token: tokens.ada!, identity, rules: world.rules, decisions });
    expect(drafts).toHaveLength(1);
    expect(await readFile(drafts[0]!, 'utf8')).toMatch(
      /Proposed at the desk by ada, confirmed by bea.*oona-brackwater/s,
    );
    await publish({
      rules: world.rules,
      dir: world.folder,
      out: join(world.folder, 'feed'),
      now: new Date(),
      endpoint: `${world.wire.url}/v1/reports`,
      decisions: JSON.parse(await readFile(decisions, 'utf8')),
    });
    await askWorker(world.session, 'check-now', {});
    const [mine] = await askWorker(world.session, 'reports', {});
    expect(mine).toMatchObject({ state: 'decided', decision: { outcome: 'listed' } });
    const options = await world.session.openOwn('options.html');
    opened.push(options);
    await shows(options, 'Added to the watch list');
  });

  /** From the popup over a profile that nothing flagged, until the hub has confirmed it. */
  async function reportFromBrowser(): Promise<string> {
    const page = await world.session.open('https://www.linkedin.com/in/oona-brackwater/');
    opened.push(page);
    const popup = await world.session.popup(page);
    await press(popup, 'Report this profile');
    await press(popup, 'Send report');
    await waitFor('“Saved”', async () => (await text(popup)).includes('Saved'));
    await waitFor(
      'the receipt',
      async () => (await askWorker(world.session, 'reports', {}))[0]?.state === 'received',
      40_000,
    );
    return 'Oona Brackwater';
  }
});
