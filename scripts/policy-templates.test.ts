// @vitest-environment jsdom
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../src/platform/policy-settings.ts';
import { CHROMIUM_ID, policyTemplates } from './policy-templates.ts';

const files = policyTemplates();
// biome-ignore lint/suspicious/noExplicitAny: two files of ours, each of its own shape.
type Json = any;

describe('the files that IT and the browser read', () => {
  // Out of date? `npx vitest run scripts/policy-templates.test.ts -u` writes them anew.
  test.each(Object.entries(files))('%s is what the source says', async (path, content) => {
    await expect(content).toMatchFileSnapshot(`../${path}`);
  });

  test.each([
    ['docs/policies/chrome-and-edge.json', (file: Json) => file['3rdparty'].extensions],
    ['docs/policies/firefox/policies.json', (file: Json) => file.policies['3rdparty'].Extensions],
  ])('%s holds an example that we take whole', (path, extensions) => {
    const [policy] = Object.values(extensions(JSON.parse(files[path]!))) as Record<string, unknown>[];
    expect(parsePolicy(policy!)).toEqual({ policy, problems: [] });
  });

  test('every text that the administrative template names stands in its language file', () => {
    const admx = xml(files['docs/policies/windows/gamekeeper.admx']!);
    const adml = xml(files['docs/policies/windows/en-US/gamekeeper.adml']!);
    const named = new Set(admx.documentElement.outerHTML.match(/\$\((string|presentation)\.\w+\)/g));
    expect(named.size).toBeGreaterThan(20);
    for (const name of named) {
      const [, table, id] = /\$\((\w+)\.(\w+)\)/.exec(name)!;
      expect(adml.querySelector(`${table}[id="${id}"]`), name).not.toBeNull();
    }
  });

  function xml(text: string): Document {
    const document = new DOMParser().parseFromString(text, 'application/xml');
    expect(document.querySelector('parsererror')).toBeNull();
    return document;
  }
});

test('the id in the templates is the one that the build’s key gives', async () => {
  const [, key] = /KEY =\s*'([^']+)'/.exec(await readFile('wxt.config.ts', 'utf8'))!;
  const hash = createHash('sha256').update(Buffer.from(key!, 'base64')).digest('hex').slice(0, 32);
  expect([...hash].map((digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)]).join('')).toBe(CHROMIUM_ID);
});
