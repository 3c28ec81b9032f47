import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSiteRules } from './saved-page.ts';
import { isSelector } from './selectors.ts';

describe('selectors in site rules', { timeout: 60_000 }, () => {
  let rules: string;
  beforeEach(async () => {
    rules = await mkdtemp(join(tmpdir(), 'gamekeeper-rules-'));
    await mkdir(join(rules, 'sites'));
  });
  afterEach(() => rm(rules, { recursive: true, force: true }));

  const write = (root: string) =>
    writeFile(
      join(rules, 'sites/example.yaml'),
      [
        'id: example',
        'hosts: [example.org]',
        "unseen: '.hidden'",
        'pages:',
        '  - kind: profile',
        "    paths: ['/:handle']",
        '    generations:',
        '      - id: only',
        '        when: main',
        '        subjects:',
        '          - surface: profile',
        `            root: '${root}'`,
        '            require: [account]',
        '            anchor: { position: beforebegin }',
        '            facts: { handle: [{ address: handle }] }',
      ].join('\n'),
    );

  it('of this project are all understood', async () => {
    expect((await loadSiteRules('rules')).map(({ id }) => id)).toEqual(['generic', 'linkedin', 'xing']);
  });

  it.each(['main >> p', 'div:has(p:has(a))', 'p::nonsense('])('are refused by line: %s', async (root) => {
    await write(root);
    await expect(loadSiteRules(rules)).rejects.toThrow(
      /example\.yaml:12 pages\.0\.generations\.0\.subjects\.0\.root: is ".+", expected a CSS selector/,
    );
  });

  it('are judged as a browser engine judges them', () => {
    const { document } = new JSDOM().window;
    const accepted = (selector: string) => {
      try {
        document.querySelector(selector);
        return true;
      } catch {
        return false;
      }
    };
    const same = [
      ...['a', '*', 'a.b#c', 'a[b="c" i]', 'a > b + c ~ d e', 'a:not(.b, [c])', ':is(a, b) c', 'a:nth-child(2n + 1)'],
      ...['', 'a,', ',a', '> a', 'a >', 'a >> b', 'a[b!=c]', '.a*', '[a]b', 'a:nth-child(x)', 'a:nonsense', 'a:not()'],
      ...[
        'a(b)',
        'a"b',
        '{a}',
        'a:first-child()',
        'svg|a',
        ':root > body',
        'a:has(> b, + c)',
        'a\\:b',
        '#1',
        'a[b="#1"]',
      ],
    ];
    for (const selector of same) expect([selector, isSelector(selector)]).toEqual([selector, accepted(selector)]);
  });

  it.each(['a[b', ':is(> a)', ':is()', 'a::before', 'a || b'])('that can match nothing are refused: %s', (selector) => {
    expect(isSelector(selector)).toBe(false);
  });

  it('that browsers understand are let through', async () => {
    await write('main:has(> p) :is(div, section):not([hidden] *)');
    expect(await loadSiteRules(rules)).toHaveLength(1);
  });
});
