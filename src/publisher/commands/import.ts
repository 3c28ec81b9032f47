import { basename, join } from 'node:path';
import { GamekeeperError } from '../../errors.ts';
import { writeWhole } from '../../signing/files.ts';
import { command, required, rules } from '../command.ts';
import { counted } from '../diff.ts';
import { Addresses } from '../exchange/accounts.ts';
import { importFrom } from '../exchange/forms.ts';
import { inWords, toYaml } from '../exchange/review.ts';
import { requireRules } from '../rules.ts';

export default command({
  args: ['CSV table, STIX 2.1 bundle, MISP event, or folder of a MISP feed'],
  flags: { rules, as: required('<name>', 'name of the new file in the watch list’s folder, without .yaml') },
  async run({ rules, as }, path: string) {
    if (!/^[\w-]{1,64}$/.test(as)) throw new GamekeeperError('ERR_IMPORT', `${as}: expected letters, digits, _ or -.`);
    const now = new Date();
    const { reporting, sites } = await requireRules(rules, now);
    const context = { file: path, now, contact: reporting.contact, addresses: new Addresses(sites?.sites) };
    const imported = await importFrom(path, context);
    const file = join(rules, 'watchlist', `${as}.yaml`);
    await writeWhole(file, toYaml(imported, basename(path)), { exclusive: true });
    const entries = imported.entries.length;
    const notes = imported.notes.map((note) => [note, inWords(note)] as const).filter(([, words]) => words !== '');
    return {
      json: { file, entries, notes: notes.map(([note]) => note), leftOut: imported.leftOut },
      text: [
        ...notes.map(([{ entry }, words]) => `${entry}: ${words}`),
        ...imported.leftOut.map((what) => `left out: ${what}`),
        `In ${file}: ${counted(entries)}, for review. Next: gamekeeper check`,
      ],
    };
  },
});
