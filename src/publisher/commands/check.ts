import { GamekeeperError } from '../../errors.ts';
import { command, rules } from '../command.ts';
import { counted } from '../diff.ts';
import { entriesInForce, loadRules } from '../rules.ts';
import { formatProblem, inOrder } from '../yaml-file.ts';

export default command({
  flags: { rules },
  async run({ rules: folder }) {
    const now = new Date();
    const { rules, problems: unsorted } = await loadRules(folder, now);
    const problems = inOrder(unsorted);
    const entries = rules?.entries ?? [];
    const inForce = entriesInForce(entries, now).length;
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    const summary = `${folder} is in order: ${counted(entries.length)}, ${inForce} in force.`;
    return {
      json: { entries: entries.length, inForce, problems },
      text: [...problems.map(formatProblem), ...(errors > 0 ? [] : [summary])],
      problem:
        errors > 0
          ? new GamekeeperError('ERR_RULES', `${errors} ${errors === 1 ? 'error' : 'errors'} in ${folder}.`)
          : undefined,
    };
  },
});
