/**
 * Time to assess one profile with a conversation of 50 messages, beside a naive peer in the same run, and how time grows with
 * the length of a text up to 1 MB: `npm run bench hallmarks`.
 */
import { assessHallmarks } from '../../src/hallmarks/assess.ts';
import { openHallmarks } from '../../src/hallmarks/open.ts';
import { alternatives, prepareHallmarks } from '../../src/hallmarks/prepare.ts';
import type { Message } from '../../src/profile/facts.ts';
import { factsOf, readApproaches } from '../../src/publisher/approaches.ts';
import { requireRules } from '../../src/publisher/rules.ts';

const CONVERSATIONS = 40;
const MESSAGES = 50;
const ROUNDS = 15;
const SIZES = [16, 64, 256, 1024];

const { hallmarks: compiled } = await requireRules('rules', new Date());
const preparing = performance.now();
const prepared = JSON.stringify(prepareHallmarks(compiled));
const opening = performance.now();
const hallmarks = openHallmarks(JSON.parse(prepared));
const openMs = performance.now() - opening;
const prepareMs = opening - preparing;
const corpus = await readApproaches('rules/hallmarks/corpus/tune.jsonl');

/** The peer: for each family one alternation of its phrases as written, tried on the lower-cased text. No inflection, no gaps. */
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const { families, sets } = compiled!;
const alternations = Object.values(families).map((phrases) => {
  const written = phrases.map((phrase) =>
    alternatives(phrase, sets)
      .map((words) => {
        if (words[0] === '...') return '(?:\\w+ ){0,3}';
        return `(?:${words.map((word) => (word.startsWith('#') ? '\\d+' : literal(word))).join('|')})`;
      })
      .join(' '),
  );
  return new RegExp(`\\b(?:${written.join('|')})\\b`, 'g');
});
function peer(messages: readonly Message[]): number {
  const text = messages
    .filter(({ from }) => from === 'them')
    .map((message) => message.text)
    .join('\n')
    .toLowerCase();
  return alternations.reduce((hits, alternation) => hits + [...text.matchAll(alternation)].length, 0);
}

const theirs = corpus.flatMap(({ messages }) => messages);
const conversations = Array.from({ length: CONVERSATIONS }, (_, index) => ({
  facts: factsOf(corpus[index]!),
  messages: Array.from({ length: MESSAGES }, (_, at) => theirs[(index * 7 + at * 3) % theirs.length]!),
}));

/** Mean of the calls of each round, and of these the median: a busy machine disturbs some rounds, not all. */
function measure<T>(inputs: readonly T[], call: (input: T) => unknown): number {
  for (const input of inputs) call(input);
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    for (const input of inputs) call(input);
    return (performance.now() - start) / inputs.length;
  });
  return rounds.sort((a, b) => a - b)[ROUNDS >> 1]!;
}

const own = measure(conversations, ({ facts, messages }) => assessHallmarks(hallmarks, facts, messages));
const naive = measure(conversations, ({ messages }) => peer(messages));
const characters =
  conversations.flatMap(({ messages }) => messages).reduce((sum, { text }) => sum + text.length, 0) / CONVERSATIONS;

const prose = theirs.map(({ text }) => text).join(' ');
const growth = SIZES.map((kilobytes) => {
  const text = prose.repeat(Math.ceil((kilobytes * 1024) / prose.length)).slice(0, kilobytes * 1024);
  const message: Message[] = [{ from: 'them', text }];
  const start = performance.now();
  const times = Math.max(1, 2048 / kilobytes);
  for (let time = 0; time < times; time++) assessHallmarks(hallmarks, { site: 'linkedin' }, message);
  const ms = (performance.now() - start) / times;
  return { kilobytes, ms, msPerKilobyte: ms / kilobytes };
});

console.log(
  `Rules prepared in ${prepareMs.toFixed(1)} ms and opened in ${openMs.toFixed(1)} ms; ${MESSAGES} messages of ${Math.round(characters / MESSAGES)} characters.`,
);
console.table({
  gamekeeper: { 'ms per conversation': own.toFixed(3) },
  'literal alternations': { 'ms per conversation': naive.toFixed(3), 'times gamekeeper': (naive / own).toFixed(1) },
});
console.table(
  growth.map(({ kilobytes, ms, msPerKilobyte }) => ({
    kilobytes,
    ms: ms.toFixed(2),
    'ms per KB': msPerKilobyte.toFixed(4),
  })),
);
console.log(
  JSON.stringify({
    bench: 'hallmarks',
    prepareMs,
    openMs,
    meanMs: own,
    peerMs: naive,
    ratio: naive / own,
    characters,
    growth,
  }),
);
