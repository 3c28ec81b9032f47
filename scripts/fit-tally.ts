/**
 * Fits what each word of the tally and each rule adds, to tell the hostile approaches of the corpus from the honest
 * ones (all but those to judge by), and writes the points to `rules/hallmarks/*.yaml`. Run after the corpus or phrases have
 * changed, until nothing changes: ideas that add nothing leave the tally. Thresholds are then chosen by hand, on
 * approaches by an author all of whose were left out of the fit.
 *
 * A logistic regression with the very sum that `weigh.ts` works out, so that words say what rules do not say already: what
 * words take off is bounded, and each hostile approach stands there once more with all of that taken off, as if a sentence
 * of honest words had been put in.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assessHallmarks } from '../src/hallmarks/assess.ts';
import type { CompiledHallmarks } from '../src/hallmarks/compiled.ts';
import { openHallmarks } from '../src/hallmarks/open.ts';
import { prepareHallmarks } from '../src/hallmarks/prepare.ts';
import { ReadText } from '../src/hallmarks/reading.ts';
import { hallmarkProblems } from '../src/hallmarks/rules.ts';
import { stem } from '../src/hallmarks/stem.ts';
import { fold, NUMBER_WORDS } from '../src/hallmarks/tokens.ts';
import { type Approach, factsOf, readApproaches } from '../src/publisher/approaches.ts';
import { requireRules } from '../src/publisher/rules.ts';

/** What a point adds to the logarithm of the odds. */
const POINT = 0.05;
/** In how many approaches a word must stand. */
const LEAST = 8;
const STEPS = 150;
const STEP = 0.6;
/** What each point of a word costs, and half of what its square costs; the same of a rule's. */
const COST = { word: 1, wordSquared: 4, ruleSquared: 60 };
const HEAVIEST_RULE = 10;
/** What honest words may take off while points are fitted: a little more than the policy allows them later. */
const RELIEF = 70;
const STUFFED = 0.2;
const WEAK = 0.5;
const JOINED = [2, 3];

/** Greetings, peoples and currencies, which say where somebody writes from, and what tells how well. Names have capitals. */
const LEFT_OUT = new Set(
  `hi hello hey dear regards sincerely best cheers morning afternoon evening sir madam mr mrs ms dr prof miss sirs kindly esteemed
  namaste greetings thanks thank please uk usa us eu un nato uae british english european chinese american asian western eastern
  northern southern african dollar usd usdt euro eur pound gbp quid rupee yuan rmb yen chf sgd hkd aed ur thru pls plz ok lol
  oga`
    .split(/\s+/)
    .map(stem),
);

interface Example {
  words: readonly number[];
  rules: readonly number[];
  hostile: 0 | 1;
  weight: number;
  stuffed?: boolean;
}

const textsOf = ({ messages }: Approach) => messages.filter(({ from }) => from === 'them').map(({ text }) => text);

/** The commonest form of each word that is no name, by the alphabet. */
function wordsOf(approaches: readonly Approach[], fillers: readonly string[]): string[] {
  const words = new Map<string, { forms: Map<string, number>; in: number; small: number; capital: number }>();
  for (const approach of approaches) {
    const seen = new Set<string>();
    for (const [, before, word] of textsOf(approach)
      .join('\n')
      .matchAll(/(^|[^\p{L}'’])(\p{L}[\p{L}'’]*)/gu)) {
      const form = fold(word!);
      if (!/^[a-z]{2,}$/.test(form) || NUMBER_WORDS.has(form) || fillers.includes(form)) continue;
      const key = stem(form);
      if (LEFT_OUT.has(key)) continue;
      const known = words.get(key) ?? { forms: new Map(), in: 0, small: 0, capital: 0 };
      words.set(key, known);
      if (!seen.has(key)) known.in++;
      seen.add(key);
      known.forms.set(form, (known.forms.get(form) ?? 0) + 1);
      if (/^\p{Ll}/u.test(word!)) known.small++;
      // A sentence may begin with any word.
      else if (before === ' ' && /^\p{Lu}\p{Ll}/u.test(word!)) known.capital++;
    }
  }
  return [...words.values()]
    .filter((word) => word.in >= LEAST && 2 * word.capital <= word.small)
    .map(({ forms }) => [...forms].sort(([a, some], [b, others]) => others - some || (a < b ? -1 : 1))[0]![0])
    .filter(
      (word) =>
        !hallmarkProblems([{ file: '', content: { tally: { 1: word } } }]).some(({ path }) => path[0] === 'tally'),
    )
    .sort();
}

/** Honest approaches are also there joined, so that length alone says nothing. */
function examplesOf(approaches: readonly Approach[], rules: CompiledHallmarks, words: readonly string[]): Example[] {
  const weighed = rules.rules.map((rule) => ({ ...rule, weight: 1 }));
  const tally: Record<string, string> = {};
  // A word is told by its place among all, most points first.
  for (let at = 0; at < words.length; at += 250) tally[99 - at / 250] = words.slice(at, at + 250).join(' ');
  const hallmarks = openHallmarks(prepareHallmarks({ ...rules, rules: weighed, tally }));
  const ids = rules.rules.map(({ id }) => id);
  const examples: Example[] = [];
  for (const approach of approaches) {
    const { tallied } = new ReadText(hallmarks, textsOf(approach));
    if (tallied.length === 0) continue;
    const example: Example = {
      words: [...new Set(tallied.filter((_, at) => at % 2 === 1))],
      rules: assessHallmarks(hallmarks, factsOf(approach), approach.messages).evidence.map(({ id }) => ids.indexOf(id)),
      hostile: approach.label === 'hostile' ? 1 : 0,
      weight: approach.label === 'weak' ? WEAK : 1,
    };
    examples.push(example);
    if (example.hostile) examples.push({ ...example, weight: STUFFED, stuffed: true });
  }
  const honest = examples.filter(({ hostile, weight }) => !hostile && weight === 1);
  for (const size of JOINED) {
    for (let at = 0; at + size <= honest.length; at += size) {
      const some = honest.slice(at, at + size);
      const all = (part: 'words' | 'rules') => [...new Set(some.flatMap((example) => example[part]))];
      examples.push({ words: all('words'), rules: all('rules'), hostile: 0, weight: 1 });
    }
  }
  return examples;
}

/** Points of each word and each rule, by Adam on all examples at once. `signs`: which way each rule may speak. */
function regress(examples: readonly Example[], words: number, signs: readonly number[]) {
  const count = words + signs.length;
  const points = new Float64Array(count + 1);
  for (const [at, sign] of signs.entries()) points[words + at] = sign;
  const mean = new Float64Array(count + 1);
  const square = new Float64Array(count + 1);
  for (let step = 1; step <= STEPS; step++) {
    const slope = new Float64Array(count + 1);
    for (const { words: said, rules, hostile, weight, stuffed } of examples) {
      let added = points[count]!;
      let taken = 0;
      for (const word of said)
        if (points[word]! > 0) added += points[word]!;
        else taken -= points[word]!;
      for (const rule of rules) added += points[words + rule]!;
      const bounded = stuffed || taken >= RELIEF;
      const odds = POINT * (added - (bounded ? RELIEF : taken));
      const error = weight * POINT * (1 / (1 + Math.exp(-odds)) - hostile);
      for (const word of said) if (!bounded || points[word]! > 0) slope[word]! += error;
      for (const rule of rules) slope[words + rule]! += error;
      slope[count]! += error;
    }
    const length = STEP * Math.min(1, (1 - (step - 1) / STEPS) / 0.4);
    for (let at = 0; at <= count; at++) {
      const squared = at < words ? COST.wordSquared : at < count ? COST.ruleSquared : 0;
      const gradient = slope[at]! + POINT ** 2 * squared * points[at]!;
      mean[at] = 0.9 * mean[at]! + 0.1 * gradient;
      square[at] = 0.99 * square[at]! + 0.01 * gradient ** 2;
      const pace = length / (Math.sqrt(square[at]! / (1 - 0.99 ** step)) + 1e-6);
      const next = points[at]! - (pace * mean[at]!) / (1 - 0.9 ** step);
      if (at < words) points[at] = Math.sign(next) * Math.max(0, Math.abs(next) - pace * POINT * COST.word);
      else if (at === count) points[at] = next;
      else points[at] = signs[at - words]! * Math.max(1, Math.min(HEAVIEST_RULE, signs[at - words]! * next));
    }
  }
  return [...points.subarray(0, count)].map(Math.round);
}

/** Points of the words and of the rules by their ids. Words parted by `|` stay one, as in the tally that stands. */
function fitTally(approaches: readonly Approach[], hallmarks: CompiledHallmarks) {
  const rules = hallmarks.rules.filter(({ when }) => when.tally === undefined);
  const ideas = Object.values(hallmarks.tally).flatMap((words) =>
    words.split(' ').filter((word) => word.includes('|')),
  );
  const words = ['#', '##', ...ideas.sort(), ...wordsOf(approaches, hallmarks.fillers.split(' '))];
  const examples = examplesOf(approaches, { ...hallmarks, rules }, words);
  const signs = rules.map(({ weight }) => Math.sign(weight));
  const points = regress(examples, words.length, signs);
  return {
    tally: words.map((word, at) => ({ word, points: points[at]! })).filter((word) => word.points !== 0),
    weights: rules.map(({ id }, at) => ({ id, weight: points[words.length + at]! })),
  };
}

function yamlOf(tally: ReturnType<typeof fitTally>['tally']): string {
  const byPoints = Map.groupBy(tally, ({ points }) => points);
  const lines = ['tally:'];
  for (const [points, words] of [...byPoints].sort(([a], [b]) => b - a)) {
    lines.push(`  "${points}": >-`, '   ');
    for (const { word } of words)
      if (lines.at(-1)!.length + word.length < 118) lines.push(`${lines.pop()} ${word}`);
      else lines.push(`    ${word}`);
  }
  return `${lines.filter((line) => line.trim() !== '').join('\n')}\n`;
}

const folder = 'rules/hallmarks';
const { hallmarks } = await requireRules('rules', new Date());
const files = ['tune.jsonl', 'published.jsonl'].map((name) => readApproaches(join(folder, 'corpus', name)));
const { tally, weights } = fitTally((await Promise.all(files)).flat(), hallmarks!);
const text = await readFile(join(folder, 'tally.yaml'), 'utf8');
await writeFile(join(folder, 'tally.yaml'), text.slice(0, text.indexOf('tally:\n')) + yamlOf(tally));
let rules = await readFile(join(folder, 'approach.yaml'), 'utf8');
for (const { id, weight } of weights)
  rules = rules.replace(new RegExp(`(?<=- id: ${id}\\n(?: {4}.*\\n)*? {4}weight: )-?\\d+`), `${weight}`);
await writeFile(join(folder, 'approach.yaml'), rules);
