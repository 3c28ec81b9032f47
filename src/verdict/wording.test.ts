import { describe, expect, test } from 'vitest';
import cy from '../../public/_locales/cy/messages.json';
import en from '../../public/_locales/en/messages.json';
import type { Evidence, HallmarkEvidence, Level, MatchedEntry } from './verdict.ts';
import { wordingOf } from './wording.ts';
import { isolate, languageOf } from './wording-language.ts';

const english = languageOf(en);
const plain = (text: string) => text.replace(/[\u2068\u2069]/g, '');

const entry: MatchedEntry = {
  id: 'persona-1',
  name: 'Mara Quill',
  alert: { issuer: 'Example Security Office', title: 'Recruiters on networks', date: '2025-11-18' },
  reason: 'Contacted staff with offers of paid reports.',
  added: '2025-11-19',
  expires: '2026-11-19',
  dispute: 'review@example.org',
};
const front: MatchedEntry = { ...entry, id: 'front-1', name: 'Northlight Advisory' };
const sign: HallmarkEvidence = {
  kind: 'hallmark',
  id: 'paid-report',
  title: 'Paid report for an unnamed client',
  explanation: 'Published cases began with a paid report.',
  advice: 'Ask your security team.',
  step: 'report',
  source: 'Guidance, 2021',
  weight: 3,
  quotes: ['a short paid report'],
};
const WELSH = { title: 'Adroddiad am dâl', explanation: 'Dechreuodd achosion felly.', advice: 'Gofynnwch i’ch tîm.' };
const word = (level: Level, evidence: Evidence[] = [], listVersion = 7) =>
  wordingOf({ level, evidence, listVersion }, english);

describe('the headline says who warned, when, and what matched', () => {
  test('an account matched by its address', () => {
    const wording = word('listed', [{ kind: 'account', by: 'handle', value: 'mara-quill', entry }]);
    expect(wording.title).toBe('Named in a security alert');
    expect(plain(wording.sentence)).toBe(
      'Example Security Office warned about this account on 18 November 2025; its profile address matches.',
    );
  });

  test('an account matched by the number inside its id', () => {
    const wording = word('listed', [{ kind: 'account', by: 'memberNumericId', value: '1234', entry }]);
    expect(plain(wording.sentence)).toContain('its account number matches');
  });

  test('a persona that comes back: every feature of the strongest entry, and no accusation', () => {
    const wording = word('likely', [
      { kind: 'photo', distance: 4, entry },
      { kind: 'name', tier: 'similar', shown: 'Mara Quil', listed: 'Mara Quill', entry },
    ]);
    expect(wording.title).toBe('Looks like a listed profile');
    expect(plain(wording.sentence)).toBe(
      'Example Security Office warned about Mara Quill on 18 November 2025; this profile has the same photo and a similar name.',
    );
  });

  test('a front organisation is not called a listed profile, though a namesake is found beside it', () => {
    const wording = word('likely', [
      {
        kind: 'organisation',
        role: 'front',
        tier: 'same',
        shown: 'Northlight Advisory Ltd',
        listed: 'Northlight Advisory',
        entry: front,
      },
      { kind: 'name', tier: 'same', shown: 'Mara Quill', listed: 'Mara Quill', entry },
    ]);
    expect(wording.title).toBe('Shows a listed organisation');
    expect(plain(wording.sentence)).toContain('this profile shows Northlight Advisory Ltd');
    expect(wording.steps[0]!.text).toContain('may not know');
  });

  test('caution says that no list names the profile, and which signs were found', () => {
    const wording = word('caution', [sign]);
    expect(wording.title).toBe('Shows signs of a hostile approach');
    expect(plain(wording.sentence)).toBe(
      'Not on the list, but it shows published signs of a hostile approach: Paid report for an unnamed client.',
    );
    expect(wording.signs[0]!.quotes.map(plain)).toEqual(['a short paid report']);
    expect(wording.caveats).toEqual(['These signs describe behaviour, not a person. Honest people can show them too.']);
  });
});

describe('what explains the verdict is what the headline says', () => {
  const northlight = {
    kind: 'organisation' as const,
    role: 'front' as const,
    tier: 'same' as const,
    shown: 'Northlight Advisory Ltd',
    listed: 'Northlight Advisory',
    entry: front,
  };
  const account = { kind: 'account' as const, by: 'handle' as const, value: 'mara-quill', entry };

  test('a front organisation, though another entry has the same photo, which alone says nothing', () => {
    const wording = word('likely', [{ kind: 'photo', distance: 4, entry }, northlight]);
    expect(wording.title).toBe('Shows a listed organisation');
    expect(plain(wording.sentence)).toContain('this profile shows Northlight Advisory Ltd');
  });

  test('the account on a partner’s list, though it also shows something close to a front organisation', () => {
    const wording = word('likely', [account, { ...northlight, tier: 'similar' }]);
    expect(wording.title).toBe('Looks like a listed profile');
    expect(plain(wording.sentence)).toContain('this profile has the same account');
  });

  test.each<Level>(['caution', 'note'])('the account on a partner’s list that may lead to no more than %s', (level) => {
    const wording = word(level, [account, sign]);
    expect(wording).toMatchObject({ level, title: 'Looks like a listed profile' });
    expect(plain(wording.sentence)).toBe(
      'Example Security Office warned about Mara Quill on 18 November 2025; this profile has the same account.',
    );
    expect(wording.steps[3]!.text).toContain('until your team has answered');
  });
});

describe('what is not evidence is said to be none', () => {
  test('a name alone', () => {
    const wording = word('note', [{ kind: 'name', tier: 'same', shown: 'Mara Quill', listed: 'Mara Quill', entry }]);
    expect(wording.sentence).toBe('Many people share names. This is not evidence.');
  });

  test('no match is no clearance', () => {
    expect(word('none').sentence).toBe('Not on the list. That does not mean it is safe.');
  });

  test('without a list nothing is said to be off the list', () => {
    const wording = word('none', [], 0);
    expect(wording.title).toBe('Not checked');
    expect(wording.sentence).not.toContain('Not on the list');
    expect(wording.caveats).toEqual([]);
    expect(wording.version).toBe('No list has arrived yet, so nothing is compared.');
  });

  test('a matching photo may be stolen', () => {
    const wording = word('likely', [{ kind: 'photo', distance: 0, entry }]);
    expect(wording.alerts[0]!.matches).toEqual([
      'Uses the same photo as a listed profile. The photo may be stolen from someone innocent.',
    ]);
    expect(word('note', [{ kind: 'photo', distance: 0, entry }])).toMatchObject({
      title: 'Uses the photo of a listed profile',
      sentence: wording.alerts[0]!.matches[0],
    });
  });
});

test('two entries that match are both told, each with its own dates and way to object, also under one id of two teams', () => {
  const other = { ...entry, dispute: 'https://example.org/review', publisher: 'Partner Team' };
  const wording = word('listed', [
    { kind: 'account', by: 'handle', value: 'mara-quill', entry },
    { kind: 'account', by: 'memberId', value: 'ACoA1', entry: other },
    { kind: 'name', tier: 'same', shown: 'Mara Quill', listed: 'Mara Quill', entry },
  ]);
  expect(wording.alerts.map(({ entryId, matches }) => [entryId, matches.length])).toEqual([
    ['persona-1', 2],
    ['persona-1', 1],
  ]);
  expect(wording.alerts.map(({ dispute }) => dispute)).toEqual([
    'mailto:review@example.org',
    'https://example.org/review',
  ]);
  expect(plain(wording.alerts[1]!.partner!)).toBe('Entry published by Partner Team.');
});

test.each<[Level, string]>([
  ['listed', 'Do not reply'],
  ['likely', 'until your team has answered'],
  ['caution', 'stay on this site'],
  ['none', 'without giving a reason'],
])('%s: the four Rs are fitted to it', (level, remove) => {
  const { steps } = word(level, level === 'caution' ? [sign] : []);
  expect(steps.map(({ r }) => r)).toEqual(['recognise', 'realise', 'report', 'remove']);
  expect(steps[3]!.text).toContain(remove);
});

test('caution advises on the very signs that were found, each in its step', () => {
  expect(word('caution', [sign]).steps.map(({ also }) => also.map(plain))).toEqual([
    [],
    [],
    ['Ask your security team.'],
    [],
  ]);
});

test('a language that no sign is written for is not passed over in silence', () => {
  const wording = wordingOf({ level: 'none', evidence: [], languageRead: false, listVersion: 7 }, english);
  expect(wording.caveats).toEqual([
    'Nothing on the watch list matches, and no sign was found.',
    'A message is in a language that no sign is written for. Finding none in it means nothing.',
  ]);
});

describe('a hostile name cannot reshape the sentence', () => {
  test('bidirectional controls and line breaks are dropped, length is bounded, the rest is isolated', () => {
    expect(isolate('A\u202eb\u2069\nc')).toBe('\u2068A b c\u2069');
    expect(isolate('x'.repeat(1_000))).toHaveLength(122);
  });

  test('a placeholder inside a name stays text', () => {
    const wording = word('listed', [
      { kind: 'account', by: 'handle', value: 'x', entry: { ...entry, alert: { ...entry.alert, issuer: '$date$' } } },
    ]);
    expect(plain(wording.sentence)).toMatch(/^\$date\$ warned/);
  });
});

test.each(Object.entries(en))('%s accuses nobody and raises no voice', (_, { message }) => {
  expect(message).not.toMatch(/!|\bsp(y|ies|ying)\b|\bcriminal|\bdangerous\b|\bguilty\b/i);
});

test('a sign speaks the reader’s language where its publisher has said it in that, else as it was first written', () => {
  const verdict = { level: 'caution' as const, evidence: [{ ...sign, wordings: { cy: WELSH } }], listVersion: 7 };
  const welsh = wordingOf(verdict, languageOf(cy));
  expect(plain(welsh.sentence)).toContain('Adroddiad am dâl');
  expect(plain(welsh.signs[0]!.explanation)).toBe('Dechreuodd achosion felly.');
  expect(plain(welsh.steps[2]!.also[0]!)).toBe('Gofynnwch i’ch tîm.');
  expect(plain(wordingOf(verdict, english).sentence)).toContain('Paid report for an unnamed client');
  expect(plain(word('caution', [sign]).sentence)).toContain('Paid report for an unnamed client');
});
