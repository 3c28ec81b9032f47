/** What a report holds, item by item, and the report without the items that the user switched off. */
import type { Facts } from '../profile/facts.ts';
import { versionOf } from '../verdict/wording.ts';
import type { Language, MessageKey } from '../verdict/wording-language.ts';
import { inMargin } from './margin.ts';
import type { Reason, ReportDraft } from './report.ts';

export interface PreviewItem {
  id: string;
  label: string;
  /** In full: a preview that shortens is none. */
  value: string;
  /** `false`: without it there is nothing to report. */
  optional: boolean;
}

type Reader = (facts: Facts) => string | undefined;

const FACTS = {
  name: ['item_name', ({ name }) => name],
  pronouns: ['item_pronouns', ({ pronouns }) => pronouns],
  degree: ['item_degree', ({ degree }) => degree],
  headline: ['item_headline', ({ headline }) => headline],
  company: ['item_company', ({ company }) => company],
  school: ['item_school', ({ school }) => school],
  location: ['item_location', ({ location }) => location],
  about: ['item_about', ({ about }) => about],
  connections: ['item_connections', ({ connections }) => connections?.text],
  followers: ['item_followers', ({ followers }) => followers?.toString()],
  photoUrl: ['item_photo', ({ photoUrl }) => photoUrl],
  experience: [
    'item_experience',
    ({ experience }) => lines(experience, (at) => [at.title, at.company, at.employmentType, at.dates]),
  ],
  education: ['item_education', ({ education }) => lines(education, (at) => [at.school, at.degree, at.dates])],
} as const satisfies Partial<Record<keyof Facts, [MessageKey, Reader]>>;

const FACT_NAMES = Object.keys(FACTS) as (keyof typeof FACTS)[];

/** Everything in `draft` but kind, reason, note and the screenshot, which the user adds in their own place. */
export function previewOf(draft: ReportDraft, language: Language): PreviewItem[] {
  const { t } = language;
  const { facts, messages = [] } = draft.subject;
  const account = [facts.site, facts.handle, facts.memberId, facts.memberNumericId];
  const shown = [t('item_level', { level: draft.level }), versionOf(draft, language), ...draft.evidence];
  const layout = draft.kind === 'layout';
  const item = (id: string, label: string, value: string | undefined, optional = true): PreviewItem[] =>
    value ? [{ id, label, value, optional }] : [];
  return [
    ...item('account', layout ? t('item_site') : t('item_account'), account.filter(Boolean).join(' · '), false),
    ...item('shown', t('item_shown'), layout ? '' : shown.join('\n'), false),
    ...item('pageUrl', t('item_url'), draft.pageUrl),
    ...item('layout', t('item_layout'), draft.layout, false),
    ...FACT_NAMES.flatMap((name) => item(name, t(FACTS[name][0]), FACTS[name][1](facts))),
    ...messages.flatMap(({ from, text }, index) =>
      item(`message.${index}`, from === 'me' ? t('item_message_me') : t('item_message_them'), text),
    ),
  ];
}

/** @param off ids of items switched off; those that are not optional stay */
export function draftWithout(draft: ReportDraft, off: ReadonlySet<string>): ReportDraft {
  const { messages, ...subject } = draft.subject;
  const facts = { ...subject.facts };
  for (const name of FACT_NAMES) if (off.has(name)) delete facts[name];
  const kept = messages?.filter((_, index) => !off.has(`message.${index}`));
  return {
    ...draft,
    pageUrl: off.has('pageUrl') ? '' : draft.pageUrl,
    subject: { ...subject, facts, ...(kept && kept.length > 0 && { messages: kept }) },
  };
}

export const KINDS = {
  approach: 'kind_approach',
  check: 'kind_check',
  'wrong-warning': 'kind_wrong_warning',
  layout: 'kind_layout',
} as const satisfies Record<ReportDraft['kind'], MessageKey>;

export const REASON_WORDS = {
  'paid-work': 'reason_paid_work',
  information: 'reason_information',
  elsewhere: 'reason_elsewhere',
  travel: 'reason_travel',
  'fake-profile': 'reason_fake_profile',
  known: 'reason_known',
  'someone-else': 'reason_someone_else',
} as const satisfies Record<Reason, MessageKey>;

/** The report for teams that take it by mail or telephone. */
export function draftAsText(draft: ReportDraft, language: Language): string {
  const { t } = language;
  const rows = [
    [t('item_kind'), t(KINDS[draft.kind])],
    ...previewOf(draft, language).map(({ label, value }) => [label, value]),
    ...(draft.reason ? [[t('item_reason'), t(REASON_WORDS[draft.reason])]] : []),
    ...(draft.note ? [[t('item_note'), draft.note]] : []),
  ];
  return rows.map(([label, value]) => `${label}:\n${inMargin(value!, '  ')}`).join('\n');
}

function lines<T>(list: readonly T[] | undefined, parts: (item: T) => (string | undefined)[]): string | undefined {
  return list?.map((item) => parts(item).filter(Boolean).join(' · ')).join('\n');
}
