import { writeWhole } from '../../signing/files.ts';
import { command, rules } from '../command.ts';
import { toCsv } from '../exchange/csv.ts';
import { requireRules } from '../rules.ts';

export default command({
  args: ['CSV file to write'],
  flags: { rules },
  async run({ rules }, file: string) {
    const { entries } = await requireRules(rules, new Date());
    await writeWhole(file, toCsv(entries));
    return { json: { file, entries: entries.length }, text: `${entries.length} entries are in ${file}.` };
  },
});
