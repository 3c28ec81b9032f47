import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GamekeeperError } from '../../errors.ts';
import { expectedPageSchema, PageScore, PageTotals } from '../page-evaluation.ts';
import { loadSiteRules, readSavedPage } from '../saved-page.ts';
import type { Register } from './index.ts';

export const evaluatePages: Register = (group) => {
  group
    .command('pages <dir>')
    .description('Read every DIR/*.html and compare with its *.expected.json; print what differs.')
    .option('--rules <dir>', 'folder of the rules', 'rules')
    .action(async (dir: string, options: { rules: string }) => {
      const sites = await loadSiteRules(options.rules);
      const names = await readdir(dir).catch((cause: NodeJS.ErrnoException) => {
        throw new GamekeeperError('ERR_PAGES', `${dir} cannot be read (${cause.code}). Name a folder of saved pages.`);
      });
      const totals = new PageTotals();
      for (const name of names.filter((file) => file.endsWith('.html')).sort()) {
        const page = await readExpected(join(dir, name.replace(/\.html$/, '.expected.json')));
        const score = new PageScore(
          await readSavedPage(await readFile(join(dir, name), 'utf8'), page.url, sites),
          page,
        );
        totals.add(page, score);
        for (const difference of score.differences) print(`${name} ${difference}`);
      }

      const { pages, fields, falseFacts, byGeneration } = totals;
      for (const [field, { expected, right }] of Object.entries(fields)) {
        print(`${field.padEnd(16)} ${String(right).padStart(5)} of ${String(expected).padStart(5)}`);
      }
      print(`${'false facts'.padEnd(16)} ${String(falseFacts).padStart(5)} on ${pages} pages`);
      print(JSON.stringify({ pages, fields, falseFacts, byGeneration }));
    });
};

async function readExpected(path: string) {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new GamekeeperError('ERR_PAGES', `${path} cannot be read (${cause.code}). Every page needs one.`);
  });
  try {
    return expectedPageSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new GamekeeperError('ERR_PAGES', `${path} is not what a page should show: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
