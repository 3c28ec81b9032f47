/** Every screen in every state, by name. `steps`: names of the buttons and folds pressed one after the other. */
import type { ComponentChild } from 'preact';
import { GamekeeperError } from '../../src/errors.ts';
import { Guidance } from '../../src/pages/guidance/Guidance.tsx';
import { Options } from '../../src/pages/options/Options.tsx';
import { type World, WorldContext } from '../../src/pages/parts/world.ts';
import { Popup } from '../../src/pages/popup/Popup.tsx';
import { ReportPage } from '../../src/pages/report/ReportPage.tsx';
import { Welcome } from '../../src/pages/welcome/Welcome.tsx';
import type { FeedState, Invitation, PageState, SettingsView } from '../../src/platform/messages.ts';
import type { Facts, Subject, Surface } from '../../src/profile/facts.ts';
import { draftOf } from '../../src/reports/draft.ts';
import type { ReportDraft, ReportSummary } from '../../src/reports/report.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import type { Language, MessageKey } from '../../src/verdict/wording-language.ts';
import { type Answers, worldOf } from '../fixtures/pages-world.ts';
import { SitePage } from './page.tsx';
import { CONVERSATION, FACTS, FEEDS, INVITATION, NOW, PAGES, REPORTS, subject, VERDICTS } from './samples.ts';

export interface Scene {
  language: Language;
  dark: boolean;
}
export interface State {
  draw(scene: Scene): ComponentChild;
  steps?: MessageKey[];
}

const never = () => new Promise<never>(() => {});
/** Stands for a picture of the page. */
async function picture(): Promise<string> {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 400;
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#b7c4d1';
  context.fillRect(0, 0, 640, 400);
  return canvas.toDataURL('image/jpeg').split(',')[1]!;
}

function warning(verdict: Verdict, surface: Surface = 'profile', facts: Facts = FACTS, fails = false) {
  return ({ language, dark }: Scene) => (
    <SitePage language={language} dark={dark} people={[{ surface, verdict, facts }]} fails={fails} />
  );
}

interface PopupState {
  page?: PageState;
  feed?: FeedState;
  reports?: ReportSummary[];
}
const saved: ReportSummary = { ...REPORTS[0]!, heldUntil: new Date(NOW.getTime() + 10_000).toISOString() };
delete saved.trouble;

/** A page with these answers and calls around it. */
const within = (answers: Answers, page: ComponentChild, calls: Partial<World> = {}) => {
  const world = worldOf(answers, { now: () => NOW, ...calls });
  return () => <WorldContext.Provider value={world}>{page}</WorldContext.Provider>;
};

function popup({ page, feed = FEEDS.fresh, reports = [] }: PopupState) {
  const answers: Answers = {
    'page-state': page ?? never,
    'page-outline': { outline: 'html\n body\n  main[role=main]\n   section.artdeco-card' },
    'feed-status': feed,
    'check-now': never,
    reports,
  };
  return within(answers, <Popup />, { send: async () => saved, captureTab: picture });
}

function report(draft: ReportDraft | null, over: { fails?: boolean; left?: boolean } = {}) {
  const send = async () => {
    if (over.fails) throw new Error('There is no room left on this disk. Free some and send again.');
    return saved;
  };
  const answers = { 'report-draft': draft, 'withdraw-report': { withdrawn: !over.left } };
  return within(answers, <ReportPage id="x" />, { send });
}
const draft = (who: Subject, verdict: Verdict) => draftOf(who, verdict, 'https://www.linkedin.com/in/mara-quill/');

const feeds = ['https://lists.westhaven.example/feed/'];
const UNMANAGED: SettingsView = {
  display: 'inline',
  locked: [],
  privateWindows: false,
  managed: false,
  policyProblems: [],
  followed: { by: 'join', feeds },
};
const UNSET: SettingsView = { ...UNMANAGED, followed: { by: 'nobody', feeds: [] } };
const MANAGED: SettingsView = {
  display: 'toolbar',
  locked: ['display', 'hidden', 'sites'],
  privateWindows: true,
  managed: true,
  managedBy: 'Westhaven Council',
  policyProblems: [
    { setting: 'refreshMinutes', message: 'Invalid input: expected number, received string' },
    { setting: 'feeds #2', message: 'Invalid URL' },
  ],
  followed: { by: 'policy', feeds },
};

const LINK = `https://lists.westhaven.example/feed/join.html#1-${'0123456789abcdef'.repeat(4)}`;

function welcome(settings: SettingsView, link = '', fails?: string) {
  const invitation = async (): Promise<Invitation> => {
    if (fails) throw new GamekeeperError('ERR_FEED_ROOT', fails);
    return INVITATION;
  };
  return within({ settings, invitation, join: FEEDS.fresh }, <Welcome link={link} />);
}

function options(settings: SettingsView, full: boolean, problem?: string) {
  const hidden = [
    { site: 'linkedin', account: 'mara-quill' },
    { site: 'xing', account: 'ليلى-مرجان' },
  ];
  const answers: Answers = {
    settings: async () => {
      if (problem) throw new Error(problem);
      return settings;
    },
    'feed-status': full ? FEEDS.fresh : FEEDS.unset,
    dismissed: full ? hidden : [],
    reports: full ? REPORTS : [],
    diagnostics: { text: 'gamekeeper 0.1.0\nfeed: fresh, version 12\noutbox: 1 waiting\nerrors: none' },
  };
  const readSites = async () => [
    { host: 'linkedin.com', by: 'extension' as const, pattern: '*://*.linkedin.com/*', allowed: true },
    { host: 'xing.com', by: 'extension' as const, pattern: '*://*.xing.com/*', allowed: full },
    { host: 'people.example.org', by: 'user' as const, pattern: 'https://people.example.org/*', allowed: full },
  ];
  return within(answers, <Options />, { readSites });
}

const CARDS = ({ language, dark }: Scene) => (
  <SitePage
    language={language}
    dark={dark}
    people={[
      { surface: 'card', verdict: VERDICTS.listed, facts: FACTS },
      { surface: 'card', verdict: VERDICTS.rtl, facts: { ...FACTS, name: 'ليلى مرجان' } },
      { surface: 'card', verdict: VERDICTS.caution, facts: { ...FACTS, name: 'Jonas Aldermoor' } },
    ]}
  />
);

export const STATES: Record<string, State> = {
  'warning-listed': { draw: warning(VERDICTS.listed) },
  'warning-listed-why': { draw: warning(VERDICTS.both), steps: ['action_why'] },
  'warning-listed-what-to-do': { draw: warning(VERDICTS.listed), steps: ['action_what_to_do'] },
  'warning-listed-hide': { draw: warning(VERDICTS.listed), steps: ['action_what_to_do', 'action_hide'] },
  'warning-listed-folded': { draw: warning(VERDICTS.listed), steps: ['level_listed'] },
  'warning-likely-why': { draw: warning(VERDICTS.likely), steps: ['action_why'] },
  'warning-organisation': { draw: warning(VERDICTS.organisation) },
  'warning-organisation-what-to-do': { draw: warning(VERDICTS.organisation), steps: ['action_what_to_do'] },
  'warning-caution': { draw: warning(VERDICTS.caution) },
  'warning-caution-why': { draw: warning(VERDICTS.caution), steps: ['action_why'] },
  'warning-hidden': { draw: warning(VERDICTS.likely), steps: ['action_why', 'action_hide'] },
  'warning-problem': { draw: warning(VERDICTS.listed, 'profile', FACTS, true), steps: ['action_report'] },
  'warning-right-to-left': { draw: warning(VERDICTS.rtl), steps: ['action_why'] },
  'warning-strip': { draw: warning(VERDICTS.caution, 'conversation'), steps: ['action_why'] },
  'warning-cards': { draw: CARDS },
  'warning-cards-open': { draw: CARDS, steps: ['level_listed'] },
  ...Object.fromEntries(
    Object.entries(PAGES).map(([name, page]) => [
      `popup-${name}`,
      { draw: popup({ page, reports: REPORTS.slice(1, 2) }) },
    ]),
  ),
  'popup-reading': { draw: popup({}) },
  'popup-why': { draw: popup({ page: PAGES.listed }), steps: ['action_why', 'action_what_to_do'] },
  'popup-stale': { draw: popup({ page: PAGES.none, feed: FEEDS.stale, reports: REPORTS }) },
  'popup-refused': { draw: popup({ page: PAGES.none, feed: FEEDS.refused }) },
  'popup-never-synced': { draw: popup({ page: PAGES.unchecked, feed: FEEDS.never }) },
  'popup-withheld': { draw: popup({ page: PAGES.none, feed: FEEDS.withheld }) },
  'popup-checking': { draw: popup({ page: PAGES.none }), steps: ['feed_check'] },
  'popup-layout': { draw: popup({ page: PAGES.unreadable! }), steps: ['page_layout'] },
  'popup-report': { draw: popup({ page: PAGES.listed }), steps: ['popup_report', 'report_screenshot'] },
  report: { draw: report(draft(subject('p'), VERDICTS.listed)) },
  'report-conversation': { draw: report(draft(CONVERSATION, VERDICTS.caution)) },
  'report-less': {
    draw: report(draft(CONVERSATION, VERDICTS.caution)),
    steps: ['item_about', 'item_location', 'item_message_me', 'report_raw'],
  },
  'report-copied': { draw: report(draft(subject('p'), VERDICTS.none)), steps: ['report_copy'] },
  'report-failed': { draw: report(draft(subject('p'), VERDICTS.listed), { fails: true }), steps: ['report_send'] },
  'report-saved': { draw: report(draft(subject('p'), VERDICTS.listed)), steps: ['report_send'] },
  'report-withdrawn': { draw: report(draft(subject('p'), VERDICTS.listed)), steps: ['report_send', 'report_undo'] },
  'report-too-late': {
    draw: report(draft(subject('p'), VERDICTS.listed), { left: true }),
    steps: ['report_send', 'report_undo'],
  },
  'report-gone': { draw: report(null) },
  options: { draw: options(UNSET, false) },
  'options-joining-another': { draw: options(UNMANAGED, true), steps: ['join_another'] },
  'options-full': { draw: options(UNMANAGED, true), steps: ['options_diagnostics_show'] },
  'options-managed': { draw: options(MANAGED, true) },
  'options-problem': { draw: options(UNMANAGED, true, 'Gamekeeper did not answer. Reload this page.') },
  welcome: { draw: welcome(UNSET) },
  'welcome-followed': { draw: welcome(MANAGED) },
  'welcome-malformed': { draw: welcome(UNSET, 'https://lists.westhaven.example/'), steps: ['join_look'] },
  'welcome-other-root': { draw: welcome(UNSET, LINK, 'Another root.'), steps: ['join_look'] },
  'welcome-found': { draw: welcome(UNSET, LINK), steps: ['join_look'] },
  'welcome-joined': { draw: welcome(UNSET, LINK), steps: ['join_look', 'join_follow'] },
  guidance: { draw: () => <Guidance /> },
};
