import { GamekeeperError } from '../../errors.ts';
import { command, required, rules } from '../command.ts';
import { readText } from '../input.ts';
import { loadSiteRules, readSavedPage } from '../saved-page.ts';

export default command({
  args: ['saved HTML file'],
  flags: { rules, url: required('<url>', 'the address that the page was saved from') },
  async run({ rules, url }, page: string) {
    if (!URL.canParse(url)) {
      throw new GamekeeperError('ERR_URL', `--url ${url} is no address. Give one such as https://example.org/.`);
    }
    const html = await readText(page, 'a saved HTML file');
    const reading = await readSavedPage(html, url, await loadSiteRules(rules));
    return { json: reading, text: JSON.stringify(reading, null, 2) };
  },
});
