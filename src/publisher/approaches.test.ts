import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import names from '../../rules/hallmarks/corpus/names.json' with { type: 'json' };
import sample from '../../tests/fixtures/pages/index.json' with { type: 'json' };
import { assessHallmarks } from '../hallmarks/assess.ts';
import type { CompiledHallmarks } from '../hallmarks/compiled.ts';
import { type Hallmarks, openHallmarks } from '../hallmarks/open.ts';
import { prepareHallmarks } from '../hallmarks/prepare.ts';
import type { Facts, Message } from '../profile/facts.ts';
import {
  type Approach,
  factsOf,
  falseAlarmsByRegion,
  measureApproaches,
  readApproaches,
  refuseMoreFalseAlarms,
} from './approaches.ts';
import { requireRules } from './rules.ts';

interface SamplePage {
  file: string;
  level: string;
  expect: { subjects?: { facts: Facts; messages?: Message[] }[] };
}

const NOW = new Date('2026-11-02T09:00:00Z');
const CORPUS = 'rules/hallmarks/corpus';
let compiled: CompiledHallmarks;
let hallmarks: Hallmarks;
let tune: Approach[];
let judge: Approach[];
let unseen: Approach[];
/** The whole corpus. */
let all: Approach[];

beforeAll(async () => {
  compiled = (await requireRules('rules', NOW)).hallmarks!;
  hallmarks = openHallmarks(prepareHallmarks(compiled));
  tune = await readApproaches(`${CORPUS}/tune.jsonl`);
  judge = await readApproaches(`${CORPUS}/judge.jsonl`);
  unseen = await readApproaches(`${CORPUS}/unseen.jsonl`);
  all = [...tune, ...judge, ...unseen];
});

const assess = (approach: Approach) => assessHallmarks(hallmarks, factsOf(approach), approach.messages);

describe('the rules, on approaches of our own', () => {
  test('the corpus has at least 300 approaches, all different, in three parts', () => {
    expect(all.length).toBeGreaterThanOrEqual(300);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ profile, messages }) => JSON.stringify([profile.about, messages]))).size).toBe(
      all.length,
    );
  });

  // Floors below the figures reached, so that a change for the worse is seen and no single item decides.
  test('on the judging part few benign approaches are flagged, and most hostile ones', () => {
    const { falsePositiveRate, recall, byLabel } = measureApproaches(hallmarks, judge);
    expect(falsePositiveRate).toBeLessThanOrEqual(0.011);
    expect(recall).toBeGreaterThanOrEqual(0.8);
    expect(byLabel.weak.caution).toBe(0);
  });

  test('so it is on approaches that nobody has tuned on', () => {
    const { falsePositiveRate, recall } = measureApproaches(hallmarks, unseen);
    expect(falsePositiveRate).toBeLessThanOrEqual(0.02);
    expect(recall).toBeGreaterThanOrEqual(0.85);
  });

  test('every published approach is flagged', async () => {
    const published = await readApproaches(`${CORPUS}/published.jsonl`);
    expect(measureApproaches(hallmarks, published)).toMatchObject({ missed: [], wronglyFlagged: [] });
  });

  test('asking for permission clears an honest offer, but no offer of money for what is not public', () => {
    const patternOf = (text: string) =>
      assessHallmarks(hallmarks, { site: 'linkedin' }, [{ from: 'them', text }]).pattern;
    const offer = 'Our client, a consultancy, pays $800 an hour for a call about how procurement boards decide.';
    const proper =
      'Serving officials cannot take part. Ask your old department first; a compliance officer listens in.';
    const bribe =
      'I pay £2,000 a page for what the minister really thinks before the vote. My client wants you on Signal.';
    expect(patternOf(`${offer} ${proper}`)).not.toBe('pattern');
    expect(patternOf(`${bribe} Of course you may ask your line manager first.`)).toBe('pattern');
    expect(patternOf(`They told Ann: "${bribe}" Show such messages to the security team, and don't reply.`)).toBe(
      'none',
    );
  });

  test('the sample page of every level shows a pattern or none as it should', () => {
    for (const { file, level, expect: page } of sample.pages as SamplePage[])
      for (const { facts, messages } of page.subjects ?? []) {
        const { pattern } = assessHallmarks(hallmarks, facts, messages);
        if (level === 'caution') expect(pattern, file).toBe('pattern');
        if (level === 'none') expect(pattern, file).not.toBe('pattern');
      }
  });

  test('a warning quotes the words that matched, as they were written', () => {
    for (const approach of all) {
      const { headline, company, about } = approach.profile;
      const read = [headline, company, about, ...approach.messages.filter((m) => m.from === 'them').map((m) => m.text)];
      const text = read.join('\n').replace(/\s+/g, ' ');
      for (const { quotes } of assess(approach).evidence)
        for (const part of quotes.flatMap((quote) => quote.replace(/…$/, '').split(' … ')))
          expect(text).toContain(part);
    }
  });

  const offer = 'We pay £2,000 for a report on your ministry with non-public information; contact me on Telegram.';
  const judged = (from: 'them' | 'me', text: string) =>
    assessHallmarks(hallmarks, { site: 'linkedin' }, [{ from, text }]).pattern;

  test.each([
    [
      'news',
      `“${offer}” So began the message that a clerk received, says MI5, which warns of spies who pose as recruiters.`,
    ],
    ['guidance', `Beware of hostile actors who write: ${offer} Real recruiters name their client. Report it.`],
    ['a colleague who warns', `I got this weird message: ${offer} Did you get one too?`],
  ])('what an approach says is no sign of one in %s', (_, text) => {
    expect(judged('them', offer)).toBe('pattern');
    expect(judged('me', offer)).toBe('none');
    expect(judged('them', text)).not.toBe('pattern');
  });

  test.each([
    [
      'spaces and digits',
      'We p a y £2,000 f0r a rep0rt on your m1nistry with n0n-public inf0rmation; contact me on T e l e g r a m.',
    ],
    ['letters that look alike', offer.replaceAll('o', 'о').replaceAll('e', 'е').replaceAll('a', 'а')],
    ['invisible characters', offer.replaceAll('o', 'o\u200b')],
    ['a megabyte of other words', `${'Nothing to see in here at all. '.repeat(35_000)}${offer}`],
  ])('a pattern is seen through %s', (_, text) => {
    expect(judged('them', text)).toBe('pattern');
  });

  test('a plain offer that many have received is flagged, and a seller’s talk of secrets and pay is not', () => {
    const plain =
      'We need a UK political consultant for weekly insights. $500 per week, only 1–2 hours. Find me on WhatsApp.';
    expect(judged('them', plain)).toBe('pattern');
    const coach =
      'I teach founders the insider secrets of pricing. Pay what you want, and win clients who pay on time.';
    expect(judged('them', coach)).not.toBe('pattern');
  });

  test('no wording accuses', () => {
    for (const { title, explanation, advice } of compiled.rules)
      expect(`${title} ${explanation} ${advice}`).not.toMatch(/\bsp(?:y|ies)\b|\bcriminal|\btraitor|!/i);
  });
});

describe('fairness', () => {
  const regions = Object.entries(names.regions);
  const anothers = [
    { location: 'Harbourgate', hasPhoto: true, connections: 500 },
    { location: '', hasPhoto: false, connections: 3 },
    { location: '上海', hasPhoto: true, connections: 0 },
  ];

  test('another name, of any of 14 regions, another place, photo or number of connections changes nothing at all', () => {
    expect(regions).toHaveLength(14);
    for (const [index, approach] of all.entries()) {
      const before = JSON.stringify(assess(approach));
      for (const [, { forenames, surnames }] of regions) {
        const name = `${forenames[index % forenames.length]} ${surnames[index % surnames.length]}`;
        const profile = { ...approach.profile, ...anothers[index % anothers.length]!, name };
        expect(JSON.stringify(assess({ ...approach, profile }))).toBe(before);
      }
    }
  });

  test('the name by which someone signs a message changes no score', () => {
    const signed = (approach: Approach, name: string): Approach => ({
      ...approach,
      messages: approach.messages.map(({ from, text }, at) => ({
        from,
        text: at === 0 ? `My name is ${name}. ${text}\n${name}` : text,
      })),
    });
    for (const [index, approach] of all.entries()) {
      const scores = regions.map(([, { forenames, surnames }]) => {
        const name = `${forenames[index % forenames.length]} ${surnames[index % surnames.length]}`;
        const { evidence, pattern } = assess(signed(approach, name));
        return JSON.stringify([pattern, evidence.map(({ id, weight }) => [id, weight])]);
      });
      expect(new Set(scores).size, approach.id).toBe(1);
    }
  });

  test('the share of benign approaches flagged is the same for names of every region', () => {
    const shares = falseAlarmsByRegion(hallmarks, all, names.regions);
    expect(shares).toHaveLength(14);
    expect(new Set(shares.map(([, share]) => share)).size).toBe(1);
  });

  test('no field of a rule can name a name, a place, a nationality, a language, a photo or connections', () => {
    const words = JSON.stringify(compiled.rules.map(({ when }) => when)).match(/"(\w+)":/g) ?? [];
    const fields = new Set(words.map((word) => word.slice(1, -2)));
    for (const field of [
      'name',
      'location',
      'nationality',
      'language',
      'photoUrl',
      'hasPhoto',
      'connections',
      'pronouns',
    ])
      expect(fields).not.toContain(field);
  });
});

describe('publishing hallmark rules', () => {
  const family = { phrase: ['product'] };
  const harsher = (): CompiledHallmarks => ({
    ...compiled,
    policy: { ...compiled.policy, pattern: 2, unrewarded: 2, aspects: 2, needs: [] },
    rules: [
      ...compiled.rules,
      { ...compiled.rules[0]!, id: 'everything', aspect: 'conceals', weight: 5, when: family },
    ],
  });

  test('is refused when more benign approaches would be flagged than by the rules in force, and names them', async () => {
    await expect(refuseMoreFalseAlarms('rules', harsher(), compiled)).rejects.toMatchObject({
      code: 'ERR_FALSE_ALARMS',
      message: expect.stringMatching(/New false alarms: .*benign/),
    });
  });

  test('goes ahead when no more are flagged, and when nothing is in force to compare with', async () => {
    await refuseMoreFalseAlarms('rules', compiled, harsher());
    await refuseMoreFalseAlarms('rules', harsher(), undefined);
    await refuseMoreFalseAlarms('rules', harsher(), { format: 0 });
  });

  test('of a rule file that is wrong names file, line and field', async () => {
    const base = await mkdtemp(join(tmpdir(), 'gamekeeper-hallmarks-'));
    try {
      await cp('rules', base, { recursive: true });
      const path = join(base, 'hallmarks/approach.yaml');
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replace('phrase: [secrecy]', 'phrase: [secrecyy]'));
      const line = text.split('\n').findIndex((candidate) => candidate.includes('phrase: [secrecy]')) + 1;
      await expect(requireRules(base, NOW)).rejects.toThrow(
        new RegExp(`approach.yaml:${line} rules\\.\\d+\\.when\\.phrase\\.0: no file defines the family secrecyy`),
      );
      await writeFile(path, text.replace('weight: 3', 'weight: heavy'));
      await expect(requireRules(base, NOW)).rejects.toThrow(/approach\.yaml:\d+ rules\.\d+\.weight: /);
    } finally {
      await rm(base, { recursive: true });
    }
  });
});

describe('a file of approaches that is wrong', () => {
  test.each([
    ['{"id": 1}', /:1 id: /],
    ['\n{not json', /:2 is no JSON/],
  ])('%j is named by line and field', async (content, message) => {
    const folder = await mkdtemp(join(tmpdir(), 'gamekeeper-approaches-'));
    await writeFile(join(folder, 'a.jsonl'), content);
    await expect(readApproaches(join(folder, 'a.jsonl'))).rejects.toThrow(message);
    await rm(folder, { recursive: true });
  });
});
