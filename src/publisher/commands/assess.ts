import { readFile } from 'node:fs/promises';
import { GamekeeperError } from '../../errors.ts';
import { type Assessed, assessSubjects, parseSubjects } from '../assess-facts.ts';
import { requireRules } from '../rules.ts';
import type { Register } from './index.ts';
import { withJson, withRules } from './options.ts';

export const assess: Register = (program) => {
  withJson(withRules(program.command('assess <facts>')))
    .description('Print the verdict that staff would see for facts in a JSON file, as gamekeeper read prints them.')
    .action(async (file: string, { rules: folder, json }: { rules: string; json?: boolean }) => {
      const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
        throw new GamekeeperError('ERR_FACTS', `${file} cannot be read (${cause.code}). Name a JSON file of facts.`);
      });
      const now = new Date();
      const assessed = await assessSubjects(parseSubjects(text, file), await requireRules(folder, now), now);
      if (json) console.log(JSON.stringify({ verdicts: assessed }));
      else for (const each of assessed) console.log(inWords(each));
    });
};

function inWords({ key, level, wording }: Assessed): string {
  const lines = [`${key}: ${level}`, `  ${wording.title}`, `  ${wording.sentence}`];
  for (const alert of wording.alerts) {
    lines.push(
      `  [${alert.entryId}] ${alert.title}`,
      `    ${alert.issued}`,
      `    ${alert.names}`,
      `    ${alert.reason}`,
    );
    lines.push(...alert.matches.map((match) => `    - ${match}`), `    ${alert.dates}`, `    ${alert.dispute}`);
  }
  for (const sign of wording.signs) {
    lines.push(`  [${sign.id}] ${sign.title} (${sign.source})`, ...sign.quotes.map((quote) => `    - “${quote}”`));
  }
  lines.push(...wording.caveats.map((caveat) => `  ${caveat}`));
  // Isolates keep order on a page; a terminal would show them as boxes.
  return lines.join('\n').replace(/[\u2068\u2069]/g, '');
}
