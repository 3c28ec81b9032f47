import { GamekeeperError } from '../../errors.ts';
import { openHallmarks } from '../../hallmarks/open.ts';
import { measureApproaches, readApproaches } from '../approaches.ts';
import { command, rules } from '../command.ts';
import { requireRules } from '../rules.ts';

export default command({
  args: ['JSONL file'],
  flags: { rules },
  async run({ rules }, file: string) {
    const { hallmarks } = await requireRules(rules, new Date());
    if (!hallmarks) throw new GamekeeperError('ERR_RULES', `${rules}/hallmarks holds no rules to measure.`);
    const evaluation = measureApproaches(openHallmarks(hallmarks), await readApproaches(file));
    const rows = Object.entries(evaluation.byLabel).map(
      ([label, counts]) =>
        `${label.padEnd(10)} ${[counts.caution, counts.note, counts.none].map((n) => `${n}`.padStart(6)).join(' ')}`,
    );
    return { json: evaluation, text: ['            caution  note  none', ...rows, JSON.stringify(evaluation)] };
  },
});
