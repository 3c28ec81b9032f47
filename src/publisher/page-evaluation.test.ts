import { describe, expect, it } from 'vitest';
import type { Facts, Reading, Subject } from '../profile/facts.ts';
import { expectedPageSchema, PageScore, PageTotals } from './page-evaluation.ts';

const URL = 'https://www.linkedin.com/in/ada-brook/';

function reading(...subjects: Subject[]): Reading {
  return { url: URL, site: 'linkedin', kind: 'profile', subjects, health: { state: 'read', missing: [] } };
}

function profile(facts: Partial<Facts>): Subject {
  return { key: 'profile-1', surface: 'profile', facts: { site: 'linkedin', ...facts } };
}

function expected(rest: object) {
  return expectedPageSchema.parse({ url: URL, kind: 'profile', ...rest });
}

describe('score of a page', () => {
  it('counts a fact as right only when it is the same', () => {
    const page = expected({ facts: { name: 'Ada Brook', headline: 'Baker', location: 'Leeds' } });
    const { fields, falseFacts, differences } = new PageScore(
      reading(profile({ name: 'Ada Brook', headline: 'Cook' })),
      page,
    );
    expect(fields.name).toEqual({ expected: 1, right: 1 });
    expect(fields.headline).toEqual({ expected: 1, right: 0 });
    expect(fields.location).toEqual({ expected: 1, right: 0 });
    expect(falseFacts).toBe(0);
    expect(differences).toEqual(['headline: expected "Baker", read "Cook"', 'location: expected "Leeds", read null']);
  });

  it('calls a fact false when the page does not show it, and does not judge what is left out', () => {
    const score = new PageScore(
      reading(profile({ company: 'Crumb', about: 'Bread' })),
      expected({ facts: { company: null } }),
    );
    expect(score.falseFacts).toBe(1);
    expect(score.fields.company).toEqual({ expected: 0, right: 0 });
  });

  it('calls every fact false on a page that shows nobody', () => {
    const page = expected({ kind: 'sign-in', facts: null });
    expect(new PageScore(reading(profile({ name: 'Ada Brook', handle: 'ada-brook' })), page).falseFacts).toBe(2);
    expect(new PageScore(reading(), page).falseFacts).toBe(0);
  });

  it('compares positions one by one', () => {
    const page = expected({
      facts: { experience: [{ title: 'Baker', company: 'Crumb', dates: null }, { title: 'Cook' }] },
    });
    const score = new PageScore(reading(profile({ experience: [{ title: 'Baker', company: 'Crumb' }] })), page);
    expect(score.fields.experience).toEqual({ expected: 2, right: 1 });
  });

  it('judges a card and a conversation as a whole too', () => {
    const card: Subject = {
      key: 'card-1',
      surface: 'card',
      facts: { site: 'linkedin', name: 'Ada Brook', handle: 'ada' },
    };
    const cards = new PageScore(reading(card), expected({ cards: [{ name: 'Ada Brook', handle: 'ada-brook' }] }));
    expect(cards.fields).toMatchObject({ cards: { expected: 1, right: 0 }, name: { right: 1 }, handle: { right: 0 } });

    const talk: Subject = { ...card, surface: 'conversation', messages: [{ from: 'them', text: 'Hello' }] };
    const page = expected({ conversations: [{ with: 'Ada Brook', messages: [{ text: 'Hello', outgoing: false }] }] });
    expect(new PageScore(reading(talk), page).fields.conversations).toEqual({ expected: 1, right: 1 });
    expect(new PageScore(reading({ ...talk, messages: [] }), page).fields.conversations.right).toBe(0);
  });

  it('adds pages up by generation', () => {
    const totals = new PageTotals();
    const page = expected({ generation: 'ember 2024 (text-heading-xlarge)', facts: { name: 'Ada Brook' } });
    totals.add(page, new PageScore(reading(profile({ name: 'Ada Brook' })), page));
    totals.add(page, new PageScore(reading(), page));
    expect(totals.fields.name).toEqual({ expected: 2, right: 1 });
    expect(totals.byGeneration).toEqual({ ember: { pages: 2, expected: 2, right: 1, falseFacts: 0 } });
  });
});
