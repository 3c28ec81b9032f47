/**
 * The main job, walked in a real browser and checked at each step: a listed profile is flagged, a clean one is not, one
 * click reports, and the hub holds the report.
 */
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import type { DeskReport } from '../src/hub/desk-api.ts';
import { unseal } from '../src/reports/seal.ts';
import type { Level } from '../src/verdict/verdict.ts';
import type { Session } from '../tests/e2e/browser.ts';
import { examplePages } from '../tests/e2e/network.ts';
import { listInForce, press, type, waitFor, warningOn, warningsOn } from '../tests/e2e/user.ts';
import type { Steps } from './steps.ts';

const PICTURES = '.gamekeeper/tour';

export interface TourParts {
  session: Session;
  hubUrl: string;
  /** An analyst's token. */
  token: string;
  /** File of the age identity that opens reports. */
  identity: string;
  /** The version just published. */
  feedVersion: number;
  steps: Steps;
}

export interface TourResult {
  feedVersion: number;
  /** What the popup says, by handle. */
  verdicts: Record<string, Level>;
  report: { id: string; receipt: string };
  screenshots: string[];
}

export async function tour({ session, hubUrl, token, identity, feedVersion, steps }: TourParts): Promise<TourResult> {
  await mkdir(PICTURES, { recursive: true });
  const verdicts: TourResult['verdicts'] = {};
  const screenshots: string[] = [];
  const picture = async (page: Page, name: string, fullPage = false) => {
    const path = join(PICTURES, `${name}.png`) as `${string}.png`;
    await page.screenshot({ path, fullPage });
    screenshots.push(path);
  };

  await steps.run(
    'sync',
    () => listInForce(session, feedVersion),
    ({ version, entries }) => `The extension verified list version ${version} (${entries} entries)`,
  );

  const profiles = await exampleProfiles();
  for (const example of profiles) {
    await steps.run(
      `visit ${example.handle}`,
      async () => {
        const page = await session.open(example.url);
        if (flagged(example.level)) assert.equal((await warningOn(session, page)).level, example.level, example.url);
        // In Chromium it is one.
        const popup = (await session.popup(page)) as Page;
        const level = await popupLevel(popup);
        assert.equal(level, example.level, example.url);
        if (!flagged(level)) assert.deepEqual(await warningsOn(session, page), [], `${example.url} is flagged`);
        verdicts[example.handle] = level;
        await picture(popup, `popup-${example.name}`);
        await popup.close();
        await picture(page, `page-${example.name}`);
        await page.close();
      },
      () => `${example.handle}: ${WORDS[example.level]}`,
    );
  }

  const listed = profiles.find(({ level }) => level === 'listed')!;
  const secret = await readFile(identity, 'utf8');
  const known = await reportsAt(hubUrl, token);
  await steps.run(
    'report',
    async () => {
      const page = await session.open(listed.url);
      await (await warningOn(session, page)).view.press('Report');
      const form = await session.waitForOwn('report.html');
      await waitFor('the preview', () =>
        form.evaluate((name) => document.body.innerText.includes(name), listed.shownName),
      );
      await picture(form, 'report-preview', true);
      await press(form, 'Send report');
      await waitFor('“Saved”', () => form.evaluate(() => document.body.innerText.includes('Saved')));
      await picture(form, 'report-saved', true);
      await form.close();
      await page.close();
    },
    () => 'One click sealed the report and put it in the outbox',
  );
  const report = await steps.run(
    'delivery',
    async () => {
      const arrived = await waitFor(
        'the report at the hub',
        async () => (await reportsAt(hubUrl, token)).find(({ id }) => !known.some((old) => old.id === id)),
        30_000,
      );
      const sealed = await fetchDesk(hubUrl, token, `reports/${arrived.id}/sealed`);
      const opened = await unseal(new Uint8Array(await sealed.arrayBuffer()), secret, arrived.id);
      assert.equal(opened.subject.facts.handle, listed.handle);
      return { id: arrived.id, receipt: arrived.receipt };
    },
    ({ receipt }) => `The hub holds the report; only the desk’s identity opens it (receipt ${receipt})`,
  );
  await steps.run(
    'desk',
    async () => {
      const desk = await session.open(`${hubUrl}/desk/`);
      await type(desk, 'input[name=token]', token);
      await press(desk, 'Sign in');
      await type(desk, 'textarea[name=identity]', secret);
      await press(desk, 'Use this identity');
      await waitFor('the report at the desk', () =>
        desk.evaluate((name) => document.body.innerText.includes(name), listed.shownName),
      );
      await desk.keyboard.press('j');
      await waitFor('the opened report', () =>
        desk.evaluate((handle) => document.body.innerText.includes(handle), listed.handle),
      );
      await picture(desk, 'desk');
      await desk.close();
    },
    () => 'The desk shows it to the analyst',
  );
  return { feedVersion, verdicts, report, screenshots };
}

interface ExampleProfile {
  url: string;
  /** File name without its ending. */
  name: string;
  handle: string;
  shownName: string;
  level: Level;
}

/** One profile a page; the pages of the tour and of the window to play with. */
export async function exampleProfiles(): Promise<ExampleProfile[]> {
  return (await examplePages()).flatMap(({ url, file, level, expect }) => {
    const facts = expect.subjects[0]?.facts;
    if (expect.kind !== 'profile' || !facts?.handle || !facts.name) return [];
    return [{ url, name: file.replace(/\.html$/, ''), handle: facts.handle, shownName: facts.name, level }];
  });
}

const flagged = (level: Level) => level !== 'none' && level !== 'note';

async function fetchDesk(hubUrl: string, token: string, path: string): Promise<Response> {
  const response = await fetch(`${hubUrl}/desk/api/${path}`, { headers: { Authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`The desk answered ${response.status} to ${path}`);
  return response;
}

async function reportsAt(hubUrl: string, token: string): Promise<DeskReport[]> {
  const response = await fetchDesk(hubUrl, token, 'reports?limit=200');
  return ((await response.json()) as { reports: DeskReport[] }).reports;
}

const WORDS: Record<Level, string> = {
  listed: 'named in a security alert, and flagged',
  likely: 'looks like a listed profile, and flagged',
  caution: 'shows signs of a hostile approach, and flagged',
  note: 'noted in the popup alone',
  none: 'not flagged',
};

/** What the popup says of the person on the page, once one is shown there. */
async function popupLevel(popup: Page): Promise<Level> {
  return waitFor('the verdict in the popup', () =>
    popup.evaluate(
      () => document.querySelector<HTMLElement>('[data-level]:has(details)')?.dataset.level as Level | undefined,
    ),
  );
}
