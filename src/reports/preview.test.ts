import { expect, test } from 'vitest';
import en from '../../public/_locales/en/messages.json';
import { languageOf } from '../verdict/wording-language.ts';
import { draftOf, layoutDraft } from './draft.ts';
import { draftAsText, draftWithout, previewOf } from './preview.ts';
import { type ReportDraft, reportDraftSchema } from './report.ts';

const english = languageOf(en);

/** A draft with every field that a report can hold. */
const full: ReportDraft = {
  kind: 'approach',
  pageUrl: 'https://www.linkedin.com/in/mara-quill/',
  subject: {
    key: 'p',
    surface: 'conversation',
    facts: {
      site: 'linkedin',
      name: 'Mara Quill',
      handle: 'mara-quill',
      memberId: 'ACoA1',
      memberNumericId: '17',
      pronouns: 'she/her',
      degree: '2nd',
      headline: 'Talent partner',
      company: 'Northlight Advisory',
      school: 'Ellery College',
      location: 'Port Ellery',
      about: 'First line.\nSecond line.',
      connections: { count: 500, plus: true, text: '500+ connections' },
      followers: 912,
      photoUrl: 'https://media.example/p.jpg',
      experience: [{ title: 'Partner', company: 'Northlight Advisory', employmentType: 'Full-time', dates: '2024' }],
      education: [{ school: 'Ellery College', degree: 'BA', dates: '2001' }],
    },
    messages: [
      { from: 'them', text: 'A short paid report?' },
      { from: 'me', text: 'For whom?' },
    ],
  },
  level: 'caution',
  evidence: ['paid-report'],
  listVersion: 7,
};

const NAMESAKE = {
  kind: 'name' as const,
  tier: 'same' as const,
  shown: 'Mara Quill',
  listed: 'Mara Quill',
  entry: {
    id: 'p',
    name: 'Mara Quill',
    alert: { issuer: 'Example Security Office', title: 'Recruiters', date: '2025-11-18' },
    reason: 'Offered paid reports.',
    added: '2025-11-19',
    expires: '2026-11-19',
    dispute: 'review@example.org',
  },
};

const texts = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [String(value)];

test('a layout is not said to be somebody’s account, nor compared with a list', () => {
  const health = { state: 'unreadable' as const, missing: ['name'] };
  const reading = { url: full.pageUrl, site: 'linkedin', kind: 'profile' as const, subjects: [], health };
  const items = previewOf(layoutDraft(reading, 'main'), english).map(({ label, value }) => [label, value]);
  expect(items).toEqual([
    ['Site', 'linkedin'],
    ['Structure of the page', 'profile -name\nmain'],
  ]);
});

test('nothing is sent that the preview does not show', () => {
  const shown = previewOf(full, english)
    .map(({ value }) => value)
    .join('\n');
  const { kind: _kind, subject, ...rest } = full;
  const { connections: _, ...facts } = subject.facts;
  for (const text of [...texts(rest), ...texts(facts), ...texts(subject.messages?.map((each) => each.text))]) {
    expect(shown).toContain(text);
  }
  expect(shown).toContain('500+ connections');
});

test.each(
  previewOf(full, english)
    .filter(({ optional }) => optional)
    .map(({ id, value }) => [id, value]),
)('%s, switched off, is not in what is sent', (id) => {
  const draft = draftWithout(full, new Set([id]));
  expect(previewOf(draft, english).some((item) => item.id === id && item.value === value(id))).toBe(false);
  expect(reportDraftSchema.safeParse(draft).success).toBe(true);
});
const value = (id: string) => previewOf(full, english).find((item) => item.id === id)!.value;

test('the account and what was shown cannot be switched off: without them there is nothing to decide', () => {
  const draft = draftWithout(full, new Set(['account', 'shown']));
  expect(draft).toEqual(full);
});

test('with every switch off only the account remains of the page', () => {
  const draft = draftWithout(full, new Set(previewOf(full, english).map(({ id }) => id)));
  expect(draft.pageUrl).toBe('');
  expect(draft.subject).toEqual({
    key: 'p',
    surface: 'conversation',
    facts: { site: 'linkedin', handle: 'mara-quill', memberId: 'ACoA1', memberNumericId: '17' },
  });
});

test('as text it can be read out on the telephone', () => {
  const text = draftAsText({ ...full, note: 'Also wrote to a colleague.' }, english);
  expect(text).toContain('Kind of report:\n  A suspicious approach');
  expect(text).toContain('About:\n  First line.\n  Second line.');
  expect(text).toContain('Message from you:\n  For whom?');
  expect(text).toContain('Note:\n  Also wrote to a colleague.');
  const [message] = full.subject.messages!;
  const forged = { ...full.subject, messages: [{ ...message!, text: 'Hello\rNote:\u2028  All is well.' }] };
  expect(draftAsText({ ...full, subject: forged }, english)).not.toMatch(/^Note/m);
});

test('a profile that nothing warned of is proposed for checking, any other as an approach', () => {
  const verdict = { level: 'none' as const, evidence: [], listVersion: 7 };
  expect(draftOf(full.subject, verdict, '').kind).toBe('check');
  expect(draftOf(full.subject, { ...verdict, level: 'caution' }, '').kind).toBe('approach');
  expect(draftOf(full.subject, { ...verdict, level: 'caution' }, '', 'wrong-warning').kind).toBe('wrong-warning');
});

test('whoever shares a name with very many on the list can be reported', () => {
  const evidence = Array.from({ length: 150 }, (_, index) => ({
    ...NAMESAKE,
    entry: { ...NAMESAKE.entry, id: `p${index}` },
  }));
  const draft = draftOf(full.subject, { level: 'note', evidence, listVersion: 7 }, '');
  expect(reportDraftSchema.parse(draft).evidence[0]).toBe('p0');
});
