/** What the documents name is there: files, commands, benches. */
import { globSync } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const documents = ['*.md', 'docs/*.md', 'tests/**/*.md'].flatMap((pattern) => globSync(pattern));
const scripts: Record<string, string> = JSON.parse(await readFile('package.json', 'utf8')).scripts;

const named = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name!);
const there = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

test.each(documents)('%s names only what is there', async (document) => {
  const text = await readFile(document, 'utf8');
  const missing: string[] = [];
  for (const link of named(text, /\]\((?!https?:|mailto:|#)([^)#]+)/g)) {
    if (!(await there(join(dirname(document), link)))) missing.push(link);
  }
  for (const path of named(text, /`((?:src|tests|scripts|public|policies|docs|entrypoints)\/[\w./-]+)`/g)) {
    if (!(await there(path))) missing.push(path);
  }
  for (const name of named(text, /npm run ([a-z0-9]+)/g)) if (!(name in scripts)) missing.push(`npm run ${name}`);
  for (const [, folder, names] of text.matchAll(/npm run (bench|faults) ([a-z|]+)/g)) {
    for (const name of names!.split('|')) {
      if (!(await there(`tests/${folder}/${name}.ts`))) missing.push(`npm run ${folder} ${name}`);
    }
  }
  const commands = await readFile('src/publisher/commands.ts', 'utf8');
  for (const name of named(text, /npx gamekeeper ([a-z]+)/g)) {
    if (!new RegExp(`\\b${name}\\b`).test(commands)) missing.push(`npx gamekeeper ${name}`);
  }
  expect(missing).toEqual([]);
});
