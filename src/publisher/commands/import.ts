import { join } from 'node:path';
import { stringify } from 'yaml';
import { GamekeeperError } from '../../errors.ts';
import { writeWhole } from '../../signing/files.ts';
import { command, required, rules } from '../command.ts';
import { fromCsv } from '../exchange/csv.ts';
import { readText } from '../input.ts';

export default command({
  args: ['CSV file'],
  flags: { rules, as: required('<name>', 'name of the new file in the watch list’s folder, without .yaml') },
  async run({ rules, as }, source: string) {
    if (!/^[\w-]{1,64}$/.test(as)) throw new GamekeeperError('ERR_IMPORT', `${as}: expected letters, digits, _ or -.`);
    const entries = fromCsv(await readText(source, 'a CSV file'), source);
    const file = join(rules, 'watchlist', `${as}.yaml`);
    await writeWhole(file, stringify(entries), { exclusive: true });
    return {
      json: { file, entries: entries.length },
      text: `${entries.length} entries are in ${file}. Next: gamekeeper check`,
    };
  },
});
