// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { type Answers, worldOf } from '../../../tests/fixtures/pages-world.ts';
import { type Stage, stage } from '../../../tests/fixtures/stage.tsx';
import { GamekeeperError } from '../../errors.ts';
import type { FeedState, PageState } from '../../platform/messages.ts';
import type { Subject } from '../../profile/facts.ts';
import type { ReportSummary } from '../../reports/report.ts';
import type { Evidence, Verdict } from '../../verdict/verdict.ts';
import type { World } from '../parts/world.ts';
import { Popup } from './Popup.tsx';

const NOW = new Date('2026-03-12T10:00:00Z');
const account: Evidence = {
  kind: 'account',
  by: 'handle',
  value: 'mara-quill',
  entry: {
    id: 'persona-1',
    name: 'Mara Quill',
    alert: { issuer: 'Example Security Office', title: 'Recruiters', date: '2025-11-18' },
    reason: 'Offered paid reports.',
    added: '2025-11-19',
    expires: '2026-11-19',
    dispute: 'review@example.org',
  },
};
const listed: Verdict = { level: 'listed', evidence: [account], listVersion: 12 };
const none: Verdict = { level: 'none', evidence: [], listVersion: 12 };
const mara: Subject = {
  key: 'a',
  surface: 'card',
  facts: { site: 'linkedin', name: 'Mara Quill', handle: 'mara-quill' },
};
const jonas: Subject = { key: 'b', surface: 'card', facts: { site: 'linkedin', name: 'Jonas Aldermoor' } };

const page = (people: [Subject, Verdict][], dismissed: string[] = []): PageState => ({
  state: 'read',
  reading: {
    url: 'https://www.linkedin.com/in/mara-quill/',
    site: 'linkedin',
    kind: 'profile',
    subjects: people.map(([subject]) => subject),
    health: { state: 'read', missing: [] },
  },
  assessment: {
    verdicts: Object.fromEntries(people.map(([{ key }, verdict]) => [key, verdict])),
    display: 'inline',
    dismissed,
    mayHide: true,
  },
});
const FRESH: FeedState = {
  state: 'fresh',
  version: 12,
  signedAt: '2026-03-12T07:00:00Z',
  entries: 1_204,
  publisher: 'Westhaven Security Team',
  withheld: [],
};

let popup: Stage;
const report = vi.fn(
  async (): Promise<ReportSummary> => ({ id: 'x', createdAt: '', state: 'queued', withdrawable: true }),
);
async function open(state: PageState, answers: Answers = {}, calls: Partial<World> = {}) {
  const usual: Answers = {
    'page-state': state,
    'page-outline': { outline: 'main\n section.card' },
    'feed-status': FRESH,
    reports: [],
    restore: [],
  };
  popup = await stage(worldOf({ ...usual, ...answers }, { send: report, now: () => NOW, ...calls }), <Popup />);
}
afterEach(() => {
  popup.clear();
  vi.clearAllMocks();
});

test('a profile that is not on the list is not called safe', async () => {
  await open(page([[jonas, none]]));
  expect(popup.text()).toContain('Not on the list. That does not mean it is safe.');
});

test('of several people the most serious verdict is shown first, and any other can be chosen', async () => {
  await open(
    page([
      [jonas, none],
      [mara, listed],
    ]),
  );
  expect(popup.text()).toContain('Example Security Office warned about this account on 18 November 2025');
  const options = [...document.querySelectorAll('option')].map((option) =>
    option.textContent!.replace(/[\u2068\u2069]/g, ''),
  );
  expect(options).toEqual(['Mara Quill · Named in a security alert', 'Jonas Aldermoor · No warning for this profile']);
});

test('a photo that was not in view is said not to have been compared', async () => {
  await open({ ...page([[jonas, none]]), unseenPhotos: ['b'] });
  expect(popup.text()).toContain('The photo was not compared: it is not whole in view.');
});

test('reports the person shown, with the page it was seen on', async () => {
  await open(page([[mara, listed]]));
  await popup.press('Report this profile');
  await popup.press('Send report');
  expect(report).toHaveBeenCalledWith({
    kind: 'approach',
    pageUrl: 'https://www.linkedin.com/in/mara-quill/',
    subject: mara,
    level: 'listed',
    evidence: ['persona-1'],
    listVersion: 12,
  });
});

test('a hidden warning is mentioned and can be brought back', async () => {
  const restore = vi.fn(async () => []);
  await open(page([[mara, listed]], ['a']), { restore });
  await popup.press('Show it again');
  expect(restore).toHaveBeenCalledWith({ site: 'linkedin', account: 'mara-quill' });
});

test.each<[PageState['state'], string]>([
  ['unreadable', 'Gamekeeper could not read this page'],
  ['no-profile', 'Nobody to check on this page'],
  ['unsupported', 'Gamekeeper does not read this site'],
  ['no-permission', 'Gamekeeper may not read this site'],
  ['orphaned', 'Reload this page'],
])('%s: says why there is no verdict', async (state, title) => {
  await open({ state });
  expect(popup.text()).toContain(title);
  expect(popup.text()).not.toContain('No warning for this profile');
});

test('a page that is still arriving is looked at again until somebody is there', async () => {
  const arriving = { ...page([]), state: 'unreadable' as const };
  const onPage = vi.fn(async () => page([[jonas, none]])).mockResolvedValueOnce(arriving);
  await open(arriving, { 'page-state': onPage });
  expect(popup.text()).toContain('Gamekeeper could not read this page');
  await vi.waitFor(() => expect(popup.text()).toContain('Jonas Aldermoor'), 5_000);
});

test('a page that could not be read: its structure is shown, and one click sends that and nothing else', async () => {
  const { reading } = page([]);
  const health = { state: 'unreadable' as const, missing: ['name'] };
  await open({ state: 'unreadable', reading: { ...reading!, generation: 'sdui', health } });
  await popup.press('Report this layout');
  expect(popup.text()).toContain('profile sdui -name\nmain\n section.card');
  expect(report).not.toHaveBeenCalled();
  await popup.press('Send report');
  const subject = { key: '', surface: 'profile', facts: { site: 'linkedin' } };
  const layout = 'profile sdui -name\nmain\n section.card';
  const rest = { pageUrl: '', level: 'none', evidence: [], listVersion: 0 };
  expect(report).toHaveBeenCalledExactlyOnceWith({ kind: 'layout', subject, layout, ...rest });
  expect(popup.text()).toContain('Saved');
});

test.each([
  ['unsupported', 'Read people.example.org'],
  ['no-permission', 'Allow on this site'],
] as const)('%s: one click asks the browser for this one site', async (state, button) => {
  const requestSite = vi.fn(async () => true);
  await open(
    { state, site: { host: 'people.example.org', pattern: 'https://people.example.org/*' } },
    {},
    { requestSite },
  );
  await popup.press(button);
  expect(requestSite).toHaveBeenCalledExactlyOnceWith('https://people.example.org/*');
});

test.each<[FeedState, string]>([
  [FRESH, 'Version 12 from Westhaven Security TeamUp to date.Entries: 1,204 · Signed 12 March 2026'],
  [{ ...FRESH, state: 'stale', expiresAt: '2026-03-01T07:00:00Z' }, 'Out of date since 1 March 2026'],
  [
    { ...FRESH, state: 'refused', problem: { code: 'ERR_FEED_ROLLBACK', message: 'It is older than the one held.' } },
    'The latest list was refused and version 12 stays in force. It is older than the one held. (ERR_FEED_ROLLBACK)',
  ],
  [
    { ...FRESH, problem: { code: 'ERR_FEED_CLOCK', message: 'The clock of this computer says 2020-01-01.' } },
    'Up to date. The clock of this computer says 2020-01-01. (ERR_FEED_CLOCK)',
  ],
  [{ ...FRESH, state: 'stale', problem: { code: 'ERR_FEED_UNREACHABLE', message: '' } }, '(ERR_FEED_UNREACHABLE)'],
  [{ state: 'never-synced', version: 0, withheld: [] }, 'No list has arrived yet, so nothing is compared.'],
])('the state of the list is told as it is (%#)', async (feed, sentence) => {
  await open({ state: 'no-profile' }, { 'feed-status': feed });
  expect(popup.text()).toContain(sentence);
});

test('“Check now” asks for the list, then looks at the page again with it', async () => {
  const onPage = vi.fn(async () => page([[mara, none]]));
  await open({ state: 'read' }, { 'page-state': onPage, 'check-now': { ...FRESH, version: 13 } });
  onPage.mockResolvedValue(page([[mara, listed]]));
  await popup.press('Check now');
  expect(popup.text()).toContain('Version 13');
  expect(popup.text()).toContain('Named in a security alert');
});

test('a problem that staff meet often is told in the words of their language', async () => {
  await open(page([[mara, none]]), {
    'check-now': async () => {
      throw new GamekeeperError('ERR_FEED_UNREACHABLE', 'GET https://feed.example/timestamp.json: 503');
    },
  });
  await popup.press('Check now');
  expect(popup.text()).toContain('That did not work: The list could not be fetched. It is tried again on its own.');
});

test('a failed check leaves the list in sight and says what happened', async () => {
  await open(page([[mara, none]]), {
    'check-now': async () => {
      throw new Error('The feed cannot be reached.');
    },
  });
  await popup.press('Check now');
  expect(popup.text()).toContain('Version 12');
  expect(popup.text()).toContain('That did not work: The feed cannot be reached.');
});
