import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSiteRules } from './saved-page.ts';

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

  it('that browsers understand are let through', async () => {
    await write('main:has(> p) :is(div, section):not([hidden] *)');
    expect(await loadSiteRules(rules)).toHaveLength(1);
  });
});
