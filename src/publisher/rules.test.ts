import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { entriesInForce, loadRules, requireRules } from './rules.ts';
import { formatProblem, inOrder, readYaml } from './yaml-file.ts';

const NOW = new Date('2026-06-15T12:00:00Z');

const REPORTING = `publisher: Example desk
contact: desk@example.org
endpoint: https://hub.example.org/v1/reports
`;

const entry = (changes: Record<string, string> = {}) => {
  const fields: Record<string, string> = {
    id: 'EX-1',
    kind: 'profile',
    names: '[Rowan Ashgrove]',
    accounts: '[{ site: linkedin, handle: rowan-ashgrove }]',
    alert: '{ issuer: Example desk, title: Paid reports, date: 2026-01-05 }',
    reason: 'Offered payment for reports.',
    added: '2026-01-05',
    expires: '2027-01-05',
    dispute: 'disputes@example.org',
    ...changes,
  };
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value}`);
  return `- ${lines.join('\n  ')}\n`;
};

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gamekeeper-rules-'));
  await mkdir(join(folder, 'watchlist'));
  await writeFile(join(folder, 'reporting.yaml'), REPORTING);
});
afterEach(() => rm(folder, { recursive: true }));

const write = (text: string, name = 'a.yaml') => writeFile(join(folder, 'watchlist', name), text);
const problems = async () =>
  inOrder((await loadRules(folder, NOW)).problems).map((problem) =>
    formatProblem(problem).replaceAll(`${folder}/`, ''),
  );

test('the example rules of this project are valid and give no warning', async () => {
  const { rules, problems } = await loadRules('rules', new Date('2026-11-01'));
  expect(problems).toEqual([]);
  expect(entriesInForce(rules?.entries ?? [], new Date('2026-11-01')).map(({ id }) => id)).toEqual([
    'HSD-2026-001',
    'HSD-2026-002',
    'HSD-2026-003',
    'HSD-2026-004',
  ]);
});

describe('a mistake is named by file, line and field, with what is wrong and what was expected', () => {
  test.each<[string, Record<string, string>, string]>([
    ['a missing value', { reason: '' }, 'watchlist/a.yaml:6 0.reason: is empty, expected text'],
    [
      'a wrong choice',
      { kind: 'person' },
      'watchlist/a.yaml:2 0.kind: is "person", expected one of profile, organisation',
    ],
    [
      'a number for text',
      { id: '7' },
      'watchlist/a.yaml:1 0.id: is the number 7 (quote it if it is meant as text), expected text',
    ],
    [
      'a date that is none',
      { added: '5 January' },
      'watchlist/a.yaml:7 0.added: is "5 January", expected a date such as 2026-03-01',
    ],
    ['an empty date', { added: '' }, 'watchlist/a.yaml:7 0.added: is empty, expected a date such as 2026-03-01'],
    [
      'a missing date',
      { alert: '{ issuer: Example desk, title: Paid reports }' },
      'watchlist/a.yaml:5 0.alert.date: is missing, expected a date such as 2026-03-01',
    ],
    [
      'a missing address',
      { dispute: '' },
      'watchlist/a.yaml:9 0.dispute: is empty, expected a web address that begins with https://, or an e-mail address',
    ],
    [
      'an unknown field',
      { colour: 'red' },
      'watchlist/a.yaml:10 0.colour: is not a known field, expected only those that the schema file names',
    ],
    ['no names', { names: '[]' }, 'watchlist/a.yaml:3 0.names: is a list of 0, expected at least 1 items'],
    [
      'a dispute address that is none',
      { dispute: 'ask us' },
      'watchlist/a.yaml:9 0.dispute: is "ask us", expected a web address that begins with https://, or an e-mail address',
    ],
    [
      'an account without an id',
      { accounts: '[{ site: linkedin }]' },
      'watchlist/a.yaml:4 0.accounts.0: an account needs a handle, a memberId, or both',
    ],
    [
      'a malformed member id',
      { accounts: '[{ site: linkedin, memberId: ACoAAB }]' },
      'watchlist/a.yaml:4 0.accounts.0.memberId: is "ACoAAB", expected LinkedIn\'s 39 characters that begin with ACoA',
    ],
    [
      'a handle that is an address',
      { accounts: '[{ site: linkedin, handle: linkedin.com/in/x }]' },
      'watchlist/a.yaml:4 0.accounts.0.handle: is "linkedin.com/in/x", expected only the part of the address that names the person',
    ],
    [
      'dates in the wrong order',
      { expires: '2025-01-05' },
      'watchlist/a.yaml:8 0.expires: is 2025-01-05, expected a day after 2026-01-05, when it was added',
    ],
  ])('%s', async (_, changes, line) => {
    await write(entry(changes));
    expect(await problems()).toContain(line);
    await expect(requireRules(folder, NOW)).rejects.toMatchObject({ code: 'ERR_RULES' });
  });

  test('a line further down in a block is found', async () => {
    await write(
      `# two entries\n${entry()}${entry({ id: 'EX-2', alert: '\n    issuer: A\n    title: B\n    date: soon' })}`,
    );
    expect(await problems()).toEqual([
      'watchlist/a.yaml:18 1.alert.date: is "soon", expected a date such as 2026-03-01',
    ]);
  });

  test('text that is not YAML', async () => {
    await write(`${entry()}- id: "open\n`);
    expect(await problems()).toEqual([
      expect.stringMatching(/^watchlist\/a\.yaml:11 \(file\): is not YAML: .+, expected YAML 1\.2$/),
    ]);
  });

  test('aliases that would unfold without end are not unfolded', async () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level}: &l${level} [${Array(9).fill(level ? `*l${level - 1}` : 'x')}]`,
    );
    await write(levels.join('\n'));
    expect(await problems()).toEqual(['watchlist/a.yaml:1 (file): is a group of fields, expected a list']);
  });

  test('a missing reporting file', async () => {
    await rm(join(folder, 'reporting.yaml'));
    expect(await problems()).toEqual(['reporting.yaml:1 (file): cannot be read (ENOENT), expected a YAML file']);
  });

  test('a selector that no browser understands', async () => {
    await mkdir(join(folder, 'sites'));
    const site = [
      'id: example',
      'hosts: [example.org]',
      "unseen: '.hidden'",
      'pages:',
      '  - kind: profile',
      '    paths: [/:handle]',
    ];
    const generation = [
      '    generations:',
      '      - id: only',
      "        when: 'main >> p'",
      '        subjects:',
      '          - surface: profile',
    ];
    const subject = [
      '            root: main',
      '            require: [account]',
      '            anchor: { position: beforebegin }',
      '            facts: {}',
    ];
    await writeFile(join(folder, 'sites', 'a.yaml'), [...site, ...generation, ...subject].join('\n'));
    expect(await problems()).toEqual([
      'sites/a.yaml:9 pages.0.generations.0.when: is "main >> p", expected a CSS selector that browsers understand',
    ]);
  });

  test('an unencrypted endpoint', async () => {
    await writeFile(join(folder, 'reporting.yaml'), REPORTING.replace('https://hub', 'http://hub'));
    expect(await problems()).toEqual([expect.stringContaining('reporting.yaml:3 endpoint: is not encrypted')]);
  });
});

test('mistakes of all files are told at once, in the order of files and lines', async () => {
  await write(entry({ kind: 'x', reason: '' }), 'b.yaml');
  await write(entry({ added: 'never' }), 'a.yaml');
  expect((await problems()).map((line) => line.split(' ')[0])).toEqual([
    'watchlist/a.yaml:7',
    'watchlist/b.yaml:2',
    'watchlist/b.yaml:6',
  ]);
});

test('an id used twice is named where it is used again', async () => {
  await write(entry(), 'a.yaml');
  await write(entry(), 'b.yaml');
  expect(await problems()).toEqual([
    `watchlist/b.yaml:1 0.id: is "EX-1" as in ${folder}/watchlist/a.yaml:1, expected an id of its own`.replaceAll(
      `${folder}/`,
      '',
    ),
  ]);
});

describe('what deserves a second look is a warning and does not stop publishing', () => {
  test.each<[string, Record<string, string>, string]>([
    ['an expired entry', { expires: '2026-06-14' }, '0.expires: warning: is 2026-06-14: the entry no longer warns'],
    ['a life of decades', { expires: '2056-01-01' }, '0.expires: warning: is 2056-01-01, expected within three years'],
    ['a profile without account', { accounts: '[]' }, '0.accounts: warning: is missing, expected an account'],
    ['a date in the future', { added: '2026-08-01' }, '0.added: warning: is 2026-08-01, expected today or earlier'],
  ])('%s', async (_, changes, line) => {
    await write(entry(changes));
    expect(await problems()).toEqual([expect.stringContaining(line)]);
    expect((await requireRules(folder, NOW)).entries).toHaveLength(1);
  });
});

test('an entry is in force until the end of its last day and before the day it is withdrawn', async () => {
  await write(
    entry({ id: 'last-day', expires: '2026-06-15' }) +
      entry({ id: 'past', expires: '2026-06-14' }) +
      entry({ id: 'withdrawn', withdrawn: '2026-06-15' }) +
      entry({ id: 'to-be-withdrawn', withdrawn: '2026-06-16' }),
  );
  const { entries } = await requireRules(folder, NOW);
  expect(entriesInForce(entries, NOW).map(({ id }) => id)).toEqual(['last-day', 'to-be-withdrawn']);
});

test.each([
  ['a: 2026-01-05\nb: 012\nc: yes\nd: ~\ne: no # why\n', { a: '2026-01-05', b: 12, c: 'yes', d: null, e: 'no' }],
  ["a: 'it''s'\nb: |\n  two\n  lines\nc: >-\n  one\n  line\n", { a: "it's", b: 'two\nlines\n', c: 'one line' }],
  ['a: &x [1, two]\nb: *x\n"c d": "\\t"\n', { a: [1, 'two'], b: [1, 'two'], 'c d': '\t' }],
  ['# nothing\n', undefined],
])('%j is read as YAML 1.2, in which a date is text and yes is a word', async (text, value) => {
  await write(text);
  expect(await readYaml(join(folder, 'watchlist/a.yaml'), z.unknown())).toMatchObject({ value, problems: [] });
});

test('a file that may be left out is no less read for its mistakes', async () => {
  await write(entry());
  await writeFile(join(folder, 'partners.yaml'), '- name: [x\n');
  expect(await problems()).toContainEqual(expect.stringMatching(/^partners\.yaml:\d .*is not YAML/));
});
