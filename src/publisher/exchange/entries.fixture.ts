import { type Entry, entrySchema } from '../../watchlist/entry.ts';
import { requireRules } from '../rules.ts';
import { Addresses } from './accounts.ts';

/** A profile with everything that an entry can say, in the characters that other forms trip over. */
export const full: Entry = entrySchema.parse({
  id: 'desk-1',
  kind: 'profile',
  names: ['Mira "Mia" Halden', 'Мира Халден, PhD', "O'Neill \\ Co"],
  aliases: ["'Mia'", '=HYPERLINK("https://x.example")'],
  accounts: [
    { site: 'linkedin', handle: 'mira-halden', memberId: 'ACoAAE0J-bIBGrmyjpsZYsuJVAol4zmN_uQX0Ya' },
    { site: 'linkedin', handle: "zoë'\\brook" },
    { site: 'xing', handle: 'Mira_Halden' },
    { site: 'xing', memberId: '12345' },
    { site: 'mastodon', handle: 'mira' },
  ],
  organisation: 'Kelp & Bay "Insight"',
  photos: [{ pdq: 'a'.repeat(64), note: 'from the profile; 50% crop' }, { pdq: 'b'.repeat(64) }],
  alert: { issuer: 'The desk', title: 'Paid papers & more', date: '2026-11-20', link: 'https://a.example/?a=1&b=2' },
  reason: '- offers money,\n for "papers".',
  added: '2026-11-21',
  expires: '2027-11-20',
  dispute: 'https://desk.example/objections?a=1&b="2"',
});

/** A firm with no more than an entry needs. */
export const bare: Entry = entrySchema.parse({
  id: 'desk-2',
  kind: 'organisation',
  names: ['Northgate'],
  alert: { issuer: 'The desk', title: 'A firm', date: '2026-11-20' },
  reason: 'No such firm.',
  added: '2026-11-20',
  expires: '2027-11-20',
  dispute: 'disputes@desk.example',
});

export const withdrawn: Entry = {
  ...bare,
  id: 'desk-3',
  kind: 'profile',
  names: ['Rowan Ashgrove'],
  accounts: [{ site: 'linkedin', handle: 'rowan-ashgrove' }],
  withdrawn: '2027-01-01',
};

export const NOW = new Date('2027-02-01T12:00:00.000Z');

/** The site rules of this project, and what an export and an import go by. */
export async function context() {
  const { sites } = await requireRules('rules', NOW);
  return {
    file: 'x.json',
    publisher: 'Example desk',
    contact: 'desk@desk.example',
    tlp: 'amber' as const,
    now: NOW,
    addresses: new Addresses(sites?.sites),
  };
}
