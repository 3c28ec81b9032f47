import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Facts, Message } from '../profile/facts.ts';
import { assessHallmarks } from './assess.ts';
import { openHallmarks } from './open.ts';
import { FORMAT, prepareHallmarks } from './prepare.ts';
import { compileHallmarks, type HallmarkFile, hallmarkFileSchema } from './rules.ts';

const nobody: Facts = { site: 'linkedin' };
const them = (...texts: string[]): Message[] => texts.map((text) => ({ from: 'them', text }));

/** Rules for one test, as they are stored and opened: every rule weighs 1 unless told. */
const rulesOf = (...rules: Parameters<typeof preparedOf>) =>
  openHallmarks(JSON.parse(JSON.stringify(preparedOf(...rules))));

function preparedOf(
  families: Record<string, string[]>,
  rules: { id: string; when: object; weight?: number; aspect?: string }[],
  rest: Partial<HallmarkFile> = {},
) {
  const content = hallmarkFileSchema.parse({
    families: { source: ['mi5'], threat: ['spy'], offer: ['we hire'], ...families },
    rules: rules.map((rule) => ({
      title: 'T',
      explanation: 'E',
      advice: 'A',
      step: 'report',
      source: 'S',
      aspect: 'asks',
      weight: 1,
      ...rule,
    })),
    policy: {
      mild: 2,
      pattern: 4,
      relief: 4,
      unrewarded: 6,
      span: 5,
      aspects: 2,
      needs: ['asks'],
      offer: { phrase: ['offer'], in: ['headline', 'about'] },
    },
    reported: { families: ['source', 'threat'], atLeast: 2 },
    ...rest,
  });
  return prepareHallmarks(compileHallmarks([{ file: 'test.yaml', content }]));
}

describe('What a phrase finds', () => {
  const rules = rulesOf(
    {
      words: [
        'whats-app',
        'non-public',
        'pay|fee ... <paper>',
        'cash',
        'organise',
        'favour',
        '# dollar',
        'dollar #',
        '## euro',
        'ask your|the boss',
        'h-r',
        'b i say',
      ],
    },
    [{ id: 'found', when: { phrase: ['words'] } }],
    { fillers: 'the a', sets: { paper: 'report memo' } },
  );
  const quotes = (text: string) => assessHallmarks(rules, nobody, them(text)).evidence[0]?.quotes;

  test.each([
    ['inflection', 'We paid for all the reports.', 'paid for all the reports'],
    ['American spelling', 'I favored it', 'favored'],
    ['British spelling', 'to organize things', 'organize'],
    ['capitals', 'USE WHATSAPP', 'WHATSAPP'],
    ['a hyphen', 'non-public data', 'non-public'],
    ['no hyphen', 'nonpublic data', 'nonpublic'],
    ['a space', 'Whats App me', 'Whats App'],
    ['another dash', 'Whats–App', 'Whats–App'],
    ['letters set apart', 'on W h a t s A p p now', 'W h a t s A p p'],
    ['dots between letters', 'c.a.s.h only', 'c.a.s.h'],
    ['two letters at the end', 'Write to H.R', 'H.R'],
    ['two words of one letter', 'Give me plan B I say', 'B I say'],
    ['zero-width characters', 'ca\u200bsh only', 'ca\u200bsh'],
    ['Cyrillic look-alikes', 'с\u0430sh only', 'с\u0430sh'],
    ['full-width letters', 'ｃａｓｈ only', 'ｃａｓｈ'],
    ['mathematical letters', '𝐜𝐚𝐬𝐡 only', '𝐜𝐚𝐬𝐡'],
    ['accents', 'cäsh only', 'cäsh'],
    ['digits for letters', 'c4sh or wh4ts4pp', 'c4sh'],
    ['any word of a set', 'a fee for each memo', 'fee for each memo'],
    ['a word left out that is passed over anyway', 'I ask boss', 'ask boss'],
    ['words that are passed over', 'I ask the boss', 'ask the boss'],
    ['a contraction', "they'll organise it", 'organise'],
    ['a thousand in figures', '2.500 euros', '2.500 euros'],
    ['a thousand in short', '3k euros', '3k euros'],
    ['a thousand in words', 'two thousand euros', 'two thousand euros'],
    ['a range', '800-1200 euros', '800-1200 euros'],
    ['an amount before', 'It is $3,000 each', '$3,000'],
    ['an amount after', 'It is 1,500 dollars each', '1,500 dollars'],
  ])('through %s', (_, text, quote) => {
    expect(quotes(text)).toContain(quote);
  });

  test.each([
    ['a longer word', 'cashier, cashmere'],
    ['words of two sentences', 'What is your pay? Report to me.'],
    ['words too far apart', 'pay for this and that other report'],
    ['too small an amount', '900 euros'],
    ['another word in place of one that may be left out', 'I ask my boss'],
    ['text of another script', 'наличные 现金'],
    ['nothing', ''],
    ['a lone surrogate', '\ud800 \udc00'],
  ])('not in %s', (_, text) => {
    expect(quotes(text)).toBeUndefined();
  });
});

describe('What a condition needs', () => {
  const families = { pay: ['pay'], report: ['report'], never: ['never'], general: ['global', 'consulting'] };
  const holds = (when: object, facts: Partial<Facts>, ...texts: string[]) =>
    assessHallmarks(rulesOf(families, [{ id: 'rule', when }]), { ...nobody, ...facts }, them(...texts)).evidence
      .length > 0;

  test('near: both in one sentence, in any order', () => {
    const near = { near: [['pay'], ['report']] };
    expect(holds(near, {}, 'For the report we do pay.')).toBe(true);
    expect(holds(near, {}, 'A report. We pay.')).toBe(false);
  });

  test('near: from one message to the next, which is as far as the next sentence but one', () => {
    const near = { near: [['pay'], ['report']], sentences: 3 };
    expect(holds(near, {}, 'A report.', 'We pay.')).toBe(true);
    expect(holds(near, {}, 'A report. Good.', 'We pay.')).toBe(false);
  });

  test('near: over as many sentences as told', () => {
    const near = { near: [['pay'], ['report']], sentences: 2 };
    expect(holds(near, {}, 'A report. We pay.')).toBe(true);
    expect(holds(near, {}, 'A report. Good. We pay.')).toBe(false);
  });

  test('without: a sentence that says otherwise does not count', () => {
    const without = { phrase: ['report'], without: ['never'] };
    expect(holds(without, {}, 'Never a report.')).toBe(false);
    expect(holds(without, {}, 'Never. A report.')).toBe(true);
  });

  test('several: some of a set', () => {
    const several = {
      several: { atLeast: 2, of: [{ phrase: ['pay'] }, { phrase: ['report'] }, { phrase: ['never'] }] },
    };
    expect(holds(several, {}, 'pay')).toBe(false);
    expect(holds(several, {}, 'pay never')).toBe(true);
  });

  test('only: a company with nothing but general words', () => {
    const only = { only: ['general'], in: ['company'] };
    expect(holds(only, { company: 'Global Consulting' })).toBe(true);
    expect(holds(only, { company: 'Larkspur Consulting' })).toBe(false);
    expect(holds(only, { company: '' })).toBe(false);
  });

  test('missing and below: a fact that the page does not show is unknown, not missing', () => {
    expect(holds({ missing: 'about' }, {})).toBe(false);
    expect(holds({ missing: 'about' }, { about: ' ' })).toBe(true);
    expect(holds({ below: { field: 'experience', count: 2 } }, {})).toBe(false);
    expect(holds({ below: { field: 'experience', count: 2 } }, { experience: [{ title: 'Analyst' }] })).toBe(true);
    expect(holds({ present: 'about' }, { about: 'Me' })).toBe(true);
  });
});

describe('What hallmarks amount to', () => {
  const rules = rulesOf({ pay: ['pay'], report: ['report'], quick: ['quick'], honest: ['honest'] }, [
    { id: 'pay', when: { phrase: ['pay'] }, weight: 3, aspect: 'rewards' },
    { id: 'report', when: { phrase: ['report'] }, weight: 2 },
    { id: 'quick', when: { phrase: ['quick'] }, weight: 2, aspect: 'rewards' },
    { id: 'honest', when: { phrase: ['honest'] }, weight: -3 },
  ]);
  const assess = (...texts: string[]) => assessHallmarks(rules, nobody, them(...texts));

  test('one hallmark alone is mild', () => {
    expect(assess('pay').pattern).toBe('mild');
  });

  test('points of one aspect only are mild, however many', () => {
    expect(assess('pay quick').pattern).toBe('mild');
  });

  test('a pattern adds up over the whole conversation, heaviest first, with the words that matched', () => {
    const { pattern, evidence } = assess('A report, please.', 'Fine weather.', 'We pay.');
    expect(pattern).toBe('pattern');
    expect(evidence.map(({ id, quotes }) => [id, quotes])).toEqual([
      ['pay', ['pay']],
      ['report', ['report']],
    ]);
  });

  test('what stands too far apart does not add up: honest people who talk for long name everything some time', () => {
    const talk = (between: number) => ['A report, please.', ...Array<string>(between).fill('Fine weather.'), 'We pay.'];
    expect(assess(...talk(1)).pattern).toBe('pattern');
    expect(assess(...talk(2)).pattern).toBe('mild');
    expect(assess(...talk(50), 'A report, please.').pattern).toBe('pattern');
  });

  test('what speaks for honesty counts beside what it speaks of, before or after', () => {
    expect(assess('We pay. A report. An honest one.').pattern).toBe('mild');
    expect(assess('An honest one. We pay. A report.').pattern).toBe('mild');
    expect(assess('Honest.', 'Fine.', 'Fine.', 'Fine.', 'We pay. A report.').pattern).toBe('pattern');
  });

  describe('words of the tally', () => {
    const tally = { 2: 'quiet|hush', 3: 'pay', [-4]: 'website' };
    const tallied = rulesOf(
      { report: ['report'] },
      [
        { id: 'report', when: { phrase: ['report'] } },
        { id: 'words', when: { tally: 5 }, aspect: 'presses' },
      ],
      { tally },
    );
    const assessed = (...texts: string[]) => {
      const { evidence, pattern } = assessHallmarks(tallied, nobody, them(...texts));
      return { signs: evidence.map(({ id }) => id), pattern };
    };

    test('add their points once, however often they stand there, and are no sign alone', () => {
      expect(assessed('pay')).toEqual({ signs: [], pattern: 'mild' });
      expect(assessed('pay and pay')).toEqual({ signs: [], pattern: 'mild' });
      expect(assessed('quiet, hush, quietest')).toEqual({ signs: [], pattern: 'mild' });
    });

    test('are a sign together, quoted by the heaviest, and count beside what else is shown', () => {
      expect(assessed('Keep quiet. We pay.')).toEqual({ signs: ['words'], pattern: 'mild' });
      expect(assessed('Keep quiet. We pay for a report.')).toEqual({ signs: ['report', 'words'], pattern: 'pattern' });
      expect(assessHallmarks(tallied, nobody, them('Hush. We pay.')).evidence[0]?.quotes).toEqual(['pay', 'Hush']);
    });

    test('take points off where honest people use them', () => {
      expect(assessed('Keep quiet. We pay for a report. See our website.')).toEqual({
        signs: ['report'],
        pattern: 'mild',
      });
    });

    test('take off no more than the policy allows: a sentence of them hides no pattern', () => {
      const soft = { ...tally, [-9]: 'book garden' };
      const [shown, hidden] = [0, 9].map((relief) => {
        const prepared = rulesOf({ report: ['report'] }, [{ id: 'report', when: { phrase: ['report'] }, weight: 9 }], {
          tally: soft,
        });
        const policy = { ...prepared.policy, relief, aspects: 1, unrewarded: 4 };
        return assessHallmarks({ ...prepared, policy }, nobody, them('A report on our book, website and garden.'))
          .pattern;
      });
      expect([shown, hidden]).toEqual(['pattern', 'none']);
    });

    test('do not add up where they stand too far apart', () => {
      expect(assessed('Keep quiet.', 'Fine.', 'Fine.', 'Fine.', 'We pay.').signs).toEqual([]);
    });
  });

  test('more is needed where nothing is offered, and nothing is a pattern that asks for nothing', () => {
    const other = rulesOf({ secret: ['secret'], hide: ['hide'], pay: ['pay'] }, [
      { id: 'secret', when: { phrase: ['secret'] }, weight: 3 },
      { id: 'hide', when: { phrase: ['hide'] }, weight: 2, aspect: 'conceals' },
      { id: 'pay', when: { phrase: ['pay'] }, weight: 3, aspect: 'rewards' },
    ]);
    const pattern = (text: string) => assessHallmarks(other, nobody, them(text)).pattern;
    expect(pattern('A secret, and hide it.')).toBe('mild');
    expect(pattern('A secret, hide it, we pay.')).toBe('pattern');
    expect(pattern('Hide it, we pay.')).toBe('mild');
  });

  test('what speaks for honesty takes points off and is not shown', () => {
    const { pattern, evidence } = assess('An honest report. We pay.');
    expect(pattern).toBe('mild');
    expect(evidence.map(({ id }) => id)).toEqual(['pay', 'report']);
  });

  test('the user’s own messages are never evidence', () => {
    const mine: Message[] = [{ from: 'me', text: 'Do you pay for a report?' }];
    expect(assessHallmarks(rules, nobody, mine)).toEqual({ evidence: [], pattern: 'none', languageRead: true });
  });

  test('a headline or about is read as an approach only where it makes an offer', () => {
    const about = (text: string) => assessHallmarks(rules, { ...nobody, about: text }).evidence.map(({ id }) => id);
    expect(about('I pay attention to every report.')).toEqual([]);
    expect(about('We hire. I pay for a report.')).toEqual(['pay', 'report']);
  });

  test('a message that tells of approaches counts for nothing; the others still do', () => {
    expect(assess('MI5: a spy will pay for a report').evidence).toEqual([]);
    expect(assess('MI5: a spy will pay', 'A report?').evidence.map(({ id }) => id)).toEqual(['report']);
  });
});

test('A language that no rule reads is said to be unread', () => {
  const words = 'the and to of you we for is are in your our with that this i it be have on';
  const rules = rulesOf({}, [], { languages: [{ words, share: 0.2 }] });
  const read = (text: string) => assessHallmarks(rules, nobody, them('Good morning.', text)).languageRead;
  expect(read('We would like to ask you for the report that is on your desk.')).toBe(true);
  expect(read('Wir möchten Sie fragen, ob Sie uns einen kurzen Bericht schreiben können.')).toBe(false);
  expect(read('Nous aimerions vous demander un bref rapport sur la politique étrangère.')).toBe(false);
  expect(read('我们想请您写一份关于外交政策的简短报告。')).toBe(false);
  expect(read('Danke schön!')).toBe(true);
});

test('Rules are prepared as the version says under which browsers keep them', () => {
  const words = 'reports paid organise centre whats-app 5g # ## analyses licence';
  const prepared = preparedOf({ words: [words, 'pay|fee the ... <paper>'] }, [], {
    fillers: 'the a',
    sets: { paper: 'report memo' },
    tally: { 3: 'pay|fee memo' },
  });
  const hash = createHash('sha256').update(JSON.stringify(prepared)).digest('hex').slice(0, 16);
  // Where the hash changes, raise FORMAT, then note the new pair here.
  expect({ FORMAT, hash }).toEqual({ FORMAT: 6, hash: 'b7d0d9f14b7e4727' });
});
