import { readFile } from 'node:fs/promises';
import { GamekeeperError } from '../../errors.ts';
import { loadSiteRules, readSavedPage } from '../saved-page.ts';
import type { Register } from './index.ts';

export const read: Register = (program) => {
  program
    .command('read <page>')
    .description('Print the facts that a browser would read from a saved page, as JSON.')
    .requiredOption('--url <url>', 'the address that the page was saved from')
    .option('--rules <dir>', 'folder of the rules', 'rules')
    .action(async (page: string, options: { url: string; rules: string }) => {
      if (!URL.canParse(options.url)) {
        throw new GamekeeperError(
          'ERR_URL',
          `--url ${options.url} is no address. Give one such as https://example.org/.`,
        );
      }
      const html = await readFile(page, 'utf8').catch((cause: NodeJS.ErrnoException) => {
        throw new GamekeeperError('ERR_PAGE', `${page} cannot be read (${cause.code}). Name a saved HTML file.`);
      });
      const reading = await readSavedPage(html, options.url, await loadSiteRules(options.rules));
      process.stdout.write(`${JSON.stringify(reading, null, 2)}\n`);
    });
};
