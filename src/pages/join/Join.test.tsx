// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { worldOf } from '../../../tests/fixtures/pages-world.ts';
import { type Stage, stage } from '../../../tests/fixtures/stage.tsx';
import { GamekeeperError } from '../../errors.ts';
import type { FeedState, Invitation } from '../../platform/messages.ts';
import { Join } from './Join.tsx';

const LINK = `https://lists.example/feed/join.html#1-${'0123456789abcdef'.repeat(4)}`;
const FRESH: FeedState = {
  state: 'fresh',
  version: 12,
  signedAt: '2026-03-12T07:00:00Z',
  entries: 1_204,
  withheld: [],
};
const INVITATION: Invitation = {
  publisher: 'Westhaven Security Team',
  contact: 'security@westhaven.example',
  feed: 'https://lists.example/feed/',
  withheld: [],
  status: FRESH,
};

let page: Stage;
const requestHosts = vi.fn(async (_hosts: readonly string[]) => {});
const join = vi.fn(async (_: { link: string }) => FRESH);
async function open(link: string, invitation = async () => INVITATION) {
  page = await stage(worldOf({ invitation, join }, { requestHosts }), <Join link={link} />);
}
afterEach(() => {
  page.clear();
  vi.clearAllMocks();
});

test('a link that is no link is told at once, and nobody is asked for anything', async () => {
  await open('https://lists.example/');
  await page.press('See whose list it is');
  expect(page.text()).toContain('This is not a whole link to a watch list.');
  expect(document.querySelector('input')!.getAttribute('aria-invalid')).toBe('true');
  expect(requestHosts).not.toHaveBeenCalled();
});

test('whose list it is, where from, how many entries and when signed is shown before anything is followed', async () => {
  await open(LINK);
  await page.press('See whose list it is');
  expect(document.activeElement!.textContent).toMatch(/^Westhaven Security Team/);
  expect(page.text()).toContain('Published at lists.example. Contact: security@westhaven.example');
  expect(page.text()).toContain('Entries: 1,204 · Signed 12 March 2026');
  expect(join).not.toHaveBeenCalled();
  await page.press('Follow this list');
  expect(join).toHaveBeenCalledExactlyOnceWith({ link: LINK });
  expect(page.text()).toContain('You now follow the list of Westhaven Security Team.');
});

test('whoever does not follow it is back where they were', async () => {
  await open(LINK);
  await page.press('See whose list it is');
  await page.press('Do not follow it');
  expect(page.text()).not.toContain('Westhaven');
  expect(document.activeElement).toBe(document.querySelector('input'));
  expect(join).not.toHaveBeenCalled();
});

test('a root that is not the one named is told in the reader’s language', async () => {
  await open(LINK, async () => {
    throw new GamekeeperError('ERR_FEED_ROOT', 'sha256 differs');
  });
  await page.press('See whose list it is');
  expect(page.text()).toContain('The list is not signed by the team that you were told to trust');
});

test('the browser is asked for the feed at the first click, and for where reports go at the second', async () => {
  await open(LINK, async () => ({ ...INVITATION, withheld: ['*://hub.example/*'] }));
  await page.press('See whose list it is');
  expect(requestHosts.mock.calls).toEqual([[['https://lists.example/feed/']]]);
  await page.press('Follow this list');
  expect(requestHosts.mock.lastCall).toEqual([['*://hub.example/*']]);
});
