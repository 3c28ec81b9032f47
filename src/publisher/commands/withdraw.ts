import { withdrawEntry } from '../edit-rules.ts';
import type { Register } from './index.ts';
import { withJson, withRules } from './options.ts';

export const withdraw: Register = (program) => {
  withJson(withRules(program.command('withdraw')))
    .argument('<entry>', 'id of the entry')
    .description('Take an entry off the list: it is marked in the rules, and gone from browsers once you publish.')
    .action(async (entry: string, { rules, json }: { rules: string; json?: boolean }) => {
      const withdrawn = new Date().toISOString().slice(0, 10);
      const file = await withdrawEntry(rules, entry, withdrawn);
      if (json) return console.log(JSON.stringify({ entry, file, withdrawn }));
      console.log(`${entry} is marked as withdrawn from today in ${file}.`);
      console.log('Publish now (or propose, where several sign): within 15 minutes no browser will warn of it.');
    });
};
