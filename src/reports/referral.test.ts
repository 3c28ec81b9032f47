import { describe, expect, test } from 'vitest';
import type { Subject } from '../profile/facts.ts';
import { entrySchema } from '../watchlist/entry.ts';
import { referEntry, referralText, referSubject } from './referral.ts';

const entry = entrySchema.parse({
  id: 'EX-1',
  kind: 'profile',
  names: ['Rowan Ashgrove'],
  aliases: ['R. Ashgrove'],
  accounts: [
    { site: 'linkedin', handle: 'rowan-ashgrove', memberId: 'ACoAAE0J-bIBGrmyjpsZYsuJVAol4zmN_uQX0Ya' },
    { site: 'xing', handle: 'Rowan_Ashgrove' },
  ],
  organisation: 'Kelp Bay Insight',
  alert: { issuer: 'Example desk', title: 'Paid reports', date: '2026-01-05', link: 'https://alerts.example/1' },
  reason: 'Offered payment for reports.',
  added: '2026-01-05',
  expires: '2027-01-05',
  dispute: 'disputes@desk.example',
});
const addresses = {
  of: ({ site, handle }: { site: string; handle?: string }) => `https://${site}.example/${handle}`,
};

describe('a referral of a listed entry', () => {
  const referral = referEntry(entry, '2026-06-15', 'desk@desk.example', addresses);

  test('names every account by all that a site can find it by', () => {
    expect(referral.accounts).toEqual([
      {
        site: 'linkedin',
        address: 'https://linkedin.example/rowan-ashgrove',
        handle: 'rowan-ashgrove',
        memberId: 'ACoAAE0J-bIBGrmyjpsZYsuJVAol4zmN_uQX0Ya',
        memberNumber: '1292499378',
      },
      { site: 'xing', address: 'https://xing.example/Rowan_Ashgrove', handle: 'Rowan_Ashgrove' },
    ]);
  });

  test('says in words who warned, why, what we decided and whom to ask', () => {
    const text = referralText(referral);
    for (const part of [
      'an account on linkedin, xing',
      'Member number: 1292499378',
      'Names shown: Rowan Ashgrove; R. Ashgrove',
      'Example desk warned on 2026-01-05: Paid reports',
      'Offered payment for reports.',
      'https://alerts.example/1',
      'lists this profile',
      'Our reference: EX-1',
      'Contact: desk@desk.example',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('undefined');
  });

  test('does not claim that an entry withdrawn is still listed', () => {
    const withdrawn = { ...entry, withdrawn: '2026-06-15' };
    expect(referEntry(withdrawn, '2026-06-14', '', addresses).standing).toBe('listed');
    const referral = referEntry(withdrawn, '2026-06-15', '', addresses);
    expect(referral.standing).toBe('withdrawn');
    expect(referralText(referral)).toContain('has since withdrawn the entry');
  });
});

describe('a referral of a reported profile', () => {
  const subject: Subject = {
    key: '1',
    surface: 'conversation',
    facts: {
      site: 'linkedin',
      handle: 'rowan-ashgrove',
      name: 'Rowan Ashgrove',
      headline: 'Advises\nContact: me@example.org',
    },
    messages: [
      { from: 'them', text: 'We pay well\nfor papers.' },
      { from: 'me', text: 'My name is Ines, I work in the Treasury.' },
    ],
  };
  const reports = { count: 3, first: '2026-06-01', last: '2026-06-14' };

  test('says what the account wrote, and nothing of those who reported it', () => {
    const referral = referSubject(subject, { standing: 'dismissed', reports });
    expect(referral.messages).toEqual(['We pay well\nfor papers.']);
    const text = referralText(referral);
    expect(text).toContain('> We pay well\n> for papers.');
    expect(text).toContain('Reported to us 3 times, from 2026-06-01 to 2026-06-14.');
    expect(text).toContain('did not list it. It may still break your rules.');
    expect(text + JSON.stringify(referral)).not.toMatch(/Ines|Treasury/);
  });

  test('keeps what a stranger wrote from looking like our own lines', () => {
    const text = referralText(referSubject(subject, { standing: 'reported' }));
    expect(text).toContain('Headline: Advises Contact: me@example.org');
    expect(text).not.toMatch(/^Contact/m);
    const breaks = ['\n', '\r', '\r\n', '\u2028', '\u2029'].map((end) => `Hello${end}Contact: me@example.org`);
    const messages = breaks.map((written) => ({ from: 'them' as const, text: written }));
    expect(referralText(referSubject({ ...subject, messages }, { standing: 'reported' }))).not.toMatch(/^Contact/m);
  });

  test('says so when nobody has decided yet', () => {
    expect(referralText(referSubject(subject, { standing: 'reported' }))).toContain('has not decided');
  });
});
