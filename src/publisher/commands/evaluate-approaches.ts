import { GamekeeperError } from '../../errors.ts';
import { openHallmarks } from '../../hallmarks/open.ts';
import { prepareHallmarks } from '../../hallmarks/prepare.ts';
import { falseAlarmsByRegion, measureApproaches, readApproaches, readRegionalNames } from '../approaches.ts';
import { command, rules } from '../command.ts';
import { requireRules } from '../rules.ts';

export default command({
  args: ['JSONL file'],
  flags: { rules },
  notes: 'Prints one JSON object; the tables for people go to standard error.',
  async run({ rules }, file: string) {
    const { hallmarks: compiled } = await requireRules(rules, new Date());
    if (!compiled) throw new GamekeeperError('ERR_RULES', `${rules}/hallmarks holds no rules to measure.`);
    const hallmarks = openHallmarks(prepareHallmarks(compiled));
    const approaches = await readApproaches(file);
    const evaluation = measureApproaches(hallmarks, approaches);
    console.error('            caution  note  none');
    for (const [label, { caution, note, none }] of Object.entries(evaluation.byLabel))
      console.error(`${label.padEnd(10)} ${[caution, note, none].map((n) => `${n}`.padStart(6)).join(' ')}`);
    const byRegion = falseAlarmsByRegion(hallmarks, approaches, await readRegionalNames(rules));
    if (byRegion.length > 0) console.error('Benign warned of, were all names of one region:');
    for (const [region, share] of byRegion) console.error(`  ${region.padEnd(28)} ${share ?? '–'}`);
    return { json: evaluation, text: JSON.stringify(evaluation) };
  },
});
