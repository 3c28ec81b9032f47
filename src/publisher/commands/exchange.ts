import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { GamekeeperError } from '../../errors.ts';
import { writeWhole } from '../../signing/files.ts';
import { fromCsv, toCsv } from '../exchange/csv.ts';
import { requireRules } from '../rules.ts';
import type { Register } from './index.ts';
import { withRules } from './options.ts';

export const exportEntries: Register = (program) => {
  withRules(program.command('export <file.csv>'))
    .description('Write all entries as a table, without loss.')
    .action(async (file: string, { rules }: { rules: string }) => {
      const { entries } = await requireRules(rules, new Date());
      await writeWhole(file, toCsv(entries));
      console.log(`${entries.length} entries are in ${file}.`);
    });
};

export const importEntries: Register = (program) => {
  withRules(program.command('import <file.csv>'))
    .description('Bring entries from a table into the rules, as a new file to review.')
    .requiredOption('--as <name>', 'name of the new file in the watch list’s folder, without .yaml')
    .action(async (file: string, { rules, as }: { rules: string; as: string }) => {
      if (!/^[\w-]{1,64}$/.test(as))
        throw new GamekeeperError('ERR_IMPORT', `${as}: expected letters, digits, _ or -.`);
      const entries = fromCsv(await readFile(file, 'utf8'), file);
      const target = join(rules, 'watchlist', `${as}.yaml`);
      await writeWhole(target, stringify(entries), { exclusive: true });
      console.log(`${entries.length} entries are in ${target}. Next: gamekeeper check`);
    });
};
