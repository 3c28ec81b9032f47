import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GamekeeperError } from '../../errors.ts';
import { command, rules } from '../command.ts';
import { readJson, readText } from '../input.ts';
import { expectedPageSchema, PageScore, PageTotals } from '../page-evaluation.ts';
import { loadSiteRules, readSavedPage } from '../saved-page.ts';

export default command({
  args: ['folder of saved pages'],
  flags: { rules },
  async run({ rules }, dir: string) {
    const sites = await loadSiteRules(rules);
    const names = await readdir(dir).catch((cause: NodeJS.ErrnoException) => {
      throw new GamekeeperError('ERR_FILE', `${dir} cannot be read (${cause.code}). Name a folder of saved pages.`);
    });
    const totals = new PageTotals();
    const differences: string[] = [];
    for (const name of names.filter((file) => file.endsWith('.html')).sort()) {
      const path = join(dir, name);
      const expected = path.replace(/\.html$/, '.expected.json');
      const page = await readJson(expected, expectedPageSchema, 'what a person sees on the page beside it');
      const score = new PageScore(await readSavedPage(await readText(path, 'a saved page'), page.url, sites), page);
      totals.add(page, score);
      differences.push(...score.differences.map((difference) => `${name} ${difference}`));
    }

    const { pages, fields, falseFacts, byGeneration } = totals;
    const row = (name: string, right: number, rest: string) => `${name.padEnd(16)} ${`${right}`.padStart(5)} ${rest}`;
    const json = { pages, fields, falseFacts, byGeneration };
    return {
      json,
      text: [
        ...differences,
        ...Object.entries(fields).map(([field, { expected, right }]) =>
          row(field, right, `of ${`${expected}`.padStart(5)}`),
        ),
        row('false facts', falseFacts, `on ${pages} pages`),
        JSON.stringify(json),
      ],
    };
  },
});
