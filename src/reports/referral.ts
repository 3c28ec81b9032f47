import { numericMemberId } from '../profile/account.ts';
import type { Facts, Message, Subject } from '../profile/facts.ts';
import type { Entry } from '../watchlist/entry.ts';
import { inMargin } from './margin.ts';

/** What the networking site's abuse team gets: the account and what it did, and nothing of those who reported it. */
export interface Referral {
  version: 1;
  /** How our own team decided; a site has its own rules, so it may act where we did not. */
  standing: 'listed' | 'withdrawn' | 'dismissed' | 'reported';
  accounts: ReferredAccount[];
  /** Names that the account showed, or under which the person is listed. */
  names: string[];
  headline?: string;
  company?: string;
  /** The public warning, and our reference for questions. */
  alert?: { reference: string; issuer: string; title: string; date: string; link?: string; reason: string };
  /** Reports of the account, by days: an hour could tell who reported. */
  reports?: { count: number; first: string; last: string };
  /** What the account wrote, oldest first. The other side of a conversation stays out. */
  messages: string[];
  /** Where the site can ask. */
  contact?: string;
}

interface ReferredAccount {
  site: string;
  address?: string;
  handle?: string;
  memberId?: string;
  /** The number inside LinkedIn's member id. */
  memberNumber?: string;
}

interface Addresses {
  of(account: { site: string; handle?: string }): string | undefined;
}

/** For a listed entry. `today` decides whether it was withdrawn. */
export function referEntry(entry: Entry, today: string, contact: string, addresses: Addresses): Referral {
  const { id, names, aliases, organisation, alert, reason, withdrawn } = entry;
  return {
    version: 1,
    standing: withdrawn !== undefined && withdrawn <= today ? 'withdrawn' : 'listed',
    accounts: entry.accounts.map((account) => referredAccount(account, addresses.of(account))),
    names: [...names, ...aliases],
    company: organisation,
    alert: { reference: id, ...alert, reason },
    messages: [],
    contact,
  };
}

/** For a profile as it was read or reported. */
export function referSubject(
  { facts, messages }: Subject,
  known: Pick<Referral, 'standing' | 'reports' | 'contact'> & { address?: string },
): Referral {
  const { address, ...rest } = known;
  const { name, headline, company } = facts;
  return {
    version: 1,
    ...rest,
    accounts: [referredAccount(facts, address)],
    names: name === undefined ? [] : [name],
    headline,
    company,
    messages: theirs(messages ?? []),
  };
}

function referredAccount(
  { site, handle, memberId, memberNumericId }: Pick<Facts, 'site' | 'handle' | 'memberId' | 'memberNumericId'>,
  address: string | undefined,
): ReferredAccount {
  return { site, address, handle, memberId, memberNumber: memberNumericId ?? numericMemberId(memberId ?? '') };
}

const theirs = (messages: readonly Message[]) => messages.filter(({ from }) => from === 'them').map(({ text }) => text);

/** As a message to send. */
export function referralText(referral: Referral): string {
  const { accounts, names, headline, company, alert, reports, messages, contact, standing } = referral;
  const sites = [...new Set(accounts.map(({ site }) => site))].join(', ');
  return [
    `Suspected hostile use of ${sites ? `an account on ${sites}` : 'a name'}`,
    ...accounts.flatMap(({ site, address, handle, memberId, memberNumber }) => [
      '',
      line('Site', site),
      line('Address', address),
      line('Handle', handle),
      line('Member id', memberId),
      line('Member number', memberNumber),
    ]),
    '',
    line('Names shown', names.join('; ')),
    line('Headline', headline),
    line('Organisation named', company),
    ...(alert ? ['', `${alert.issuer} warned on ${alert.date}: ${alert.title}`, alert.reason, alert.link] : []),
    '',
    reports && reported(reports),
    STANDING[standing],
    ...(messages.length > 0
      ? ['', 'What the account wrote:', ...messages.map((message) => inMargin(message, '> '))]
      : []),
    '',
    'Please check the account against your rules.',
    line('Our reference', alert?.reference),
    line('Contact', contact),
  ]
    .filter((text) => text !== undefined)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

const STANDING: Record<Referral['standing'], string> = {
  listed: 'Our security team lists this profile and warns its staff of it.',
  withdrawn: 'Our security team listed this profile and has since withdrawn the entry.',
  dismissed: 'Our security team looked at this profile and did not list it. It may still break your rules.',
  reported: 'Our security team has not decided on this profile.',
};

function reported({ count, first, last }: NonNullable<Referral['reports']>): string {
  return count === 1 ? `Reported to us once, on ${last}.` : `Reported to us ${count} times, from ${first} to ${last}.`;
}

/** On one line, whatever stands in it: a stranger chose the name. */
const line = (term: string, value: string | undefined) =>
  value ? `${term}: ${value.replaceAll(/\s+/g, ' ')}` : undefined;
