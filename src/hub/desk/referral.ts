import type { Report } from '../../reports/report.ts';

/** What the networking site's abuse team gets: the account and what it did, nothing of those who reported it. */
export interface Referral {
  site: string;
  account: { handle?: string; memberId?: string; name?: string; headline?: string; company?: string };
  reports: number;
  /** What the account wrote; the other side of a conversation stays out. */
  messages: string[];
}

/** The referral pack for a reported account, as data and as text to send. */
export function referral({ subject: { facts, messages } }: Report, reports: number): { data: Referral; text: string } {
  const { site, handle, memberId, name, headline, company } = facts;
  const account = Object.fromEntries(
    Object.entries({ handle, memberId, name, headline, company }).filter(([, value]) => value !== undefined),
  );
  const theirs = (messages ?? []).filter(({ from }) => from === 'them').map(({ text }) => text);
  const data: Referral = { site, account, reports, messages: theirs };
  const text = [
    `Suspected hostile use of an account on ${site}`,
    '',
    ...Object.entries(account).map(([field, value]) => `${field}: ${value}`),
    `Reported to our security team ${reports === 1 ? 'once' : `${reports} times`}.`,
    ...(theirs.length > 0
      ? ['', 'What the account wrote:', ...theirs.map((message) => `> ${message.replaceAll('\n', '\n> ')}`)]
      : []),
    '',
    'Please check this account against your rules. We can answer questions.',
    '',
    JSON.stringify(data),
  ].join('\n');
  return { data, text };
}
