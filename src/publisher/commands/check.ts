import { GamekeeperError } from '../../errors.ts';
import { entriesInForce, loadRules } from '../rules.ts';
import { formatProblem } from '../yaml-file.ts';
import type { Register } from './index.ts';
import { withRules } from './options.ts';

export const check: Register = (program) => {
  withRules(program.command('check'))
    .description('Check all rules; nothing is published. Exits 1 when there is an error.')
    .option('--json', 'print one JSON object {"entries", "inForce", "problems"}')
    .action(async ({ rules: folder, json }: { rules: string; json?: boolean }) => {
      const now = new Date();
      const { rules, problems } = await loadRules(folder, now);
      const entries = rules?.entries ?? [];
      const inForce = entriesInForce(entries, now).length;
      if (json) console.log(JSON.stringify({ entries: entries.length, inForce, problems }));
      else for (const problem of problems) console.log(formatProblem(problem));

      const errors = problems.filter(({ severity }) => severity === 'error').length;
      if (errors > 0)
        throw new GamekeeperError('ERR_RULES', `${errors} ${errors === 1 ? 'error' : 'errors'} in ${folder}.`);
      if (!json) console.log(`${folder} is in order: ${entries.length} entries, ${inForce} in force.`);
    });
};
