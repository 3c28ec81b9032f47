import { GamekeeperError } from '../../errors.ts';
import { openHallmarks } from '../../hallmarks/open.ts';
import { measureApproaches, readApproaches } from '../approaches.ts';
import { requireRules } from '../rules.ts';
import type { Register } from './index.ts';
import { withRules } from './options.ts';

export const evaluateApproaches: Register = (group) => {
  withRules(group.command('approaches <file>'))
    .description('Measure the hallmark rules on approaches of known nature: one JSON object a line.')
    .action(async (file: string, options: { rules: string }) => {
      const { hallmarks } = await requireRules(options.rules, new Date());
      if (!hallmarks) throw new GamekeeperError('ERR_RULES', `${options.rules}/hallmarks holds no rules to measure.`);
      const evaluation = measureApproaches(openHallmarks(hallmarks), await readApproaches(file));
      console.error('            caution  note  none');
      for (const [label, { caution, note, none }] of Object.entries(evaluation.byLabel))
        console.error(`${label.padEnd(10)} ${[caution, note, none].map((n) => String(n).padStart(6)).join(' ')}`);
      console.log(JSON.stringify(evaluation));
    });
};
