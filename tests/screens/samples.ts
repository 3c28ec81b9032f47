/** Fictional people, firms and alerts for the pictures. */
import type { FeedState, Invitation, PageState } from '../../src/platform/messages.ts';
import type { Facts, Subject, Surface } from '../../src/profile/facts.ts';
import type { ReportSummary } from '../../src/reports/report.ts';
import type { Evidence, HallmarkEvidence, Level, MatchedEntry, Verdict } from '../../src/verdict/verdict.ts';

export const NOW = new Date('2026-03-12T10:00:00Z');

const persona: MatchedEntry = {
  id: 'persona-quill',
  name: 'Mara Quill',
  alert: {
    issuer: 'Example Security Office',
    title: 'Recruiters who are not what they say',
    date: '2025-11-18',
    link: 'https://alerts.example.org/2025-11',
  },
  reason: 'Offered staff of several offices paid reports for a client that was never named.',
  added: '2025-11-19',
  expires: '2026-11-19',
  dispute: 'review@example.org',
};
const front: MatchedEntry = {
  ...persona,
  id: 'org-northlight',
  name: 'Northlight Advisory',
  publisher: 'Partner Team at Westhaven',
  dispute: 'https://example.org/review',
};
const rtl: MatchedEntry = {
  ...persona,
  name: 'ليلى المرجان',
  alert: { ...persona.alert, issuer: 'מכון לדוגמה' },
};

const pay: HallmarkEvidence = {
  kind: 'hallmark',
  id: 'paid-report',
  title: 'Paid report for an unnamed client',
  explanation: 'Published cases began with a small paid report for a client who was not named.',
  advice: 'Ask yourself what your answer would be worth to another state.',
  step: 'report',
  source: 'https://security-institute.org/syi-q1-2021/',
  weight: 3,
  quotes: ['a short paid report for our client', '2,000 USD for two pages'],
};
const channel: HallmarkEvidence = {
  ...pay,
  id: 'other-channel',
  title: 'Early move to another app',
  explanation: 'Moving away from the site hides the conversation from its safety teams.',
  advice: 'Stay on this site, where the conversation can be reported.',
  quotes: ['shall we continue on another app'],
};

const verdict = (level: Level, evidence: Evidence[] = [], listVersion = 12): Verdict => ({
  level,
  evidence,
  listVersion,
});

export const VERDICTS = {
  listed: verdict('listed', [{ kind: 'account', by: 'handle', value: 'mara-quill', entry: persona }]),
  both: verdict('listed', [
    { kind: 'account', by: 'memberNumericId', value: '3888458210', entry: persona },
    { kind: 'name', tier: 'same', shown: 'Mara Quill', listed: 'Mara Quill', entry: persona },
    {
      kind: 'organisation',
      role: 'front',
      tier: 'similar',
      shown: 'Northlight Advisory Ltd',
      listed: 'Northlight Advisory',
      entry: front,
    },
  ]),
  likely: verdict('likely', [
    { kind: 'photo', distance: 4, entry: persona },
    { kind: 'name', tier: 'similar', shown: 'Marah Quill', listed: 'Mara Quill', entry: persona },
  ]),
  organisation: verdict('likely', [
    {
      kind: 'organisation',
      role: 'front',
      tier: 'same',
      shown: 'Northlight Advisory Ltd',
      listed: 'Northlight Advisory',
      entry: front,
    },
  ]),
  caution: verdict('caution', [pay, channel]),
  note: verdict('note', [{ kind: 'name', tier: 'same', shown: 'Mara Quill', listed: 'Mara Quill', entry: persona }]),
  sign: verdict('note', [pay]),
  none: verdict('none'),
  unchecked: verdict('none', [], 0),
  rtl: verdict('likely', [
    { kind: 'photo', distance: 2, entry: rtl },
    { kind: 'name', tier: 'similar', shown: 'ليلى مرجان', listed: 'ليلى المرجان', entry: rtl },
  ]),
} satisfies Record<string, Verdict>;

export const FACTS: Facts = {
  site: 'linkedin',
  name: 'Mara Quill',
  handle: 'mara-quill',
  memberId: 'ACoAAOfFKeIBYT3u2WU-mVJ9iejuZ2eAA73TeQx',
  memberNumericId: '3888458210',
  degree: '2nd',
  headline: 'Talent partner for policy and strategy | Northlight Advisory',
  company: 'Northlight Advisory',
  location: 'Port Ellery',
  about: 'I connect experts with clients who value insight.\n\nAlways glad to hear from people in public service.',
  connections: { count: 500, plus: true, text: '500+ connections' },
  photoUrl: 'https://media.example/photo/quill.jpg',
  experience: [{ title: 'Talent partner', company: 'Northlight Advisory', dates: 'Jan 2024 – Present' }],
};
const LONG: Facts = {
  ...FACTS,
  name: 'Maximiliana-Theodora von und zu Hohenwarteneck-Brandenstein, PhD, MBA | Senior Global Talent Acquisition',
  handle: 'maximiliana-theodora-von-und-zu-hohenwarteneck-brandenstein-senior-global-talent-acquisition-4b2a19',
};

export const subject = (key: string, facts: Facts = FACTS, surface: Surface = 'profile'): Subject => ({
  key,
  surface,
  facts,
});
export const CONVERSATION: Subject = {
  ...subject('talk', FACTS, 'conversation'),
  messages: [
    {
      from: 'them',
      text: 'Dear colleague, we are impressed by your work and would like a short paid report for our client.',
    },
    { from: 'me', text: 'Who is the client?' },
    { from: 'them', text: 'Confidential for now. 2,000 USD for two pages; shall we continue on another app?' },
  ],
};

function page(people: [Subject, Verdict][], dismissed: string[] = []): PageState {
  return {
    state: 'read',
    reading: {
      url: 'https://www.linkedin.com/in/mara-quill/',
      site: 'linkedin',
      kind: 'profile',
      subjects: people.map(([who]) => who),
      health: { state: 'read', missing: [] },
    },
    assessment: {
      verdicts: Object.fromEntries(people.map(([{ key }, what]) => [key, what])),
      display: 'inline',
      dismissed,
      mayHide: true,
    },
  };
}

export const PAGES = {
  listed: page([[subject('p'), VERDICTS.listed]]),
  caution: page([[CONVERSATION, VERDICTS.caution]]),
  note: page([[subject('p'), VERDICTS.note]]),
  sign: page([[subject('p'), VERDICTS.sign]]),
  none: page([[subject('p', { site: 'linkedin', name: 'Jonas Aldermoor', handle: 'jaldermoor' }), VERDICTS.none]]),
  unchecked: page([[subject('p', { site: 'linkedin', name: 'Jonas Aldermoor' }), VERDICTS.unchecked]]),
  hidden: page([[subject('p'), VERDICTS.likely]], ['p']),
  long: page([[subject('p', LONG), VERDICTS.organisation]]),
  rtl: page([[subject('p', { ...FACTS, name: 'ليلى مرجان' }), VERDICTS.rtl]]),
  many: page([
    [subject('1', { ...FACTS, name: 'Jonas Aldermoor' }, 'card'), VERDICTS.none],
    [subject('2', FACTS, 'card'), VERDICTS.listed],
    [subject('3', { ...FACTS, name: 'ليلى مرجان' }, 'card'), VERDICTS.rtl],
    [subject('4', LONG, 'card'), VERDICTS.none],
  ]),
  unreadable: {
    state: 'unreadable',
    reading: {
      url: 'https://www.linkedin.com/in/x/',
      site: 'linkedin',
      kind: 'profile',
      subjects: [],
      health: { state: 'unreadable', missing: ['name', 'memberId'] },
    },
  },
  'no-profile': { state: 'no-profile' },
  unsupported: {
    state: 'unsupported',
    site: { host: 'people.example.org', pattern: 'https://people.example.org/*' },
  },
  'no-permission': { state: 'no-permission' },
  orphaned: { state: 'orphaned' },
  invitation: { state: 'invitation', link: 'https://lists.westhaven.example/feed/join.html#1-00' },
} satisfies Record<string, PageState>;

export const FEEDS = {
  fresh: {
    state: 'fresh',
    version: 12,
    signedAt: '2026-03-12T07:00:00Z',
    expiresAt: '2026-03-19T07:00:00Z',
    checkedAt: '2026-03-12T09:50:00Z',
    entries: 1_204,
    publisher: 'Westhaven Security Team',
    withheld: [],
  },
  stale: {
    state: 'stale',
    version: 12,
    signedAt: '2026-02-20T07:00:00Z',
    expiresAt: '2026-02-27T07:00:00Z',
    checkedAt: '2026-03-12T09:50:00Z',
    entries: 1_204,
    publisher: 'Westhaven Security Team',
    withheld: [],
  },
  refused: {
    state: 'refused',
    version: 12,
    signedAt: '2026-03-12T07:00:00Z',
    expiresAt: '2026-03-19T07:00:00Z',
    checkedAt: '2026-03-12T09:50:00Z',
    entries: 1_204,
    publisher: 'Westhaven Security Team',
    withheld: [],
    problem: { code: 'ERR_FEED_ROLLBACK', message: 'It is older than the list already held. Tell your security team.' },
  },
  never: { state: 'never-synced', version: 0, withheld: [] },
  withheld: {
    state: 'stale',
    version: 12,
    signedAt: '2026-02-20T07:00:00Z',
    expiresAt: '2026-02-27T07:00:00Z',
    checkedAt: '2026-03-12T09:50:00Z',
    entries: 1_204,
    publisher: 'Westhaven Security Team',
    withheld: ['*://lists.westhaven.example/*'],
  },
  unset: {
    state: 'never-synced',
    version: 0,
    withheld: [],
    problem: { code: 'ERR_FEED_UNSET', message: 'No security team is set yet.' },
  },
} satisfies Record<string, FeedState>;

export const INVITATION: Invitation = {
  publisher: 'Westhaven Security Team',
  contact: 'security@westhaven.example',
  feed: 'https://lists.westhaven.example/feed/',
  withheld: [],
  status: FEEDS.fresh,
};

export const REPORTS: ReportSummary[] = [
  {
    id: '00000000-0000-4000-8000-000000000001',
    createdAt: '2026-03-12T09:55:00Z',
    state: 'queued',
    withdrawable: true,
    trouble: 'unreachable',
  },
  {
    id: '00000000-0000-4000-8000-000000000002',
    createdAt: '2026-03-10T14:02:00Z',
    state: 'received',
    withdrawable: false,
    receipt: 'R7K2-M4QX',
  },
  {
    id: '00000000-0000-4000-8000-000000000003',
    createdAt: '2026-02-02T08:30:00Z',
    state: 'decided',
    withdrawable: false,
    receipt: 'Q1ZD-8WPA',
    decision: { outcome: 'listed', date: '2026-02-04' },
  },
];
