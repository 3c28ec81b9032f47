import { propose as proposeRules } from '../ceremony.ts';
import type { Register } from './index.ts';
import { withFalseAlarms, withFolder, withJson, withOut, withProposal, withRules } from './options.ts';
import { formatReview } from './print-review.ts';

interface Options {
  rules: string;
  dir: string;
  out: string;
  proposal: string;
  endpoint?: string;
  partner?: string;
  allowFalseAlarms?: boolean;
  json?: boolean;
}

export const propose: Register = (program) => {
  withFalseAlarms(withJson(withProposal(withOut(withFolder(withRules(program.command('propose')))))))
    .description('Write what is to be signed into a folder, with what it changes. Needs no private key.')
    .option('--endpoint <url>', 'where browsers send reports, instead of the address in reporting.yaml')
    .option('--partner <name>', 'propose the list of this partner, whose key you hold')
    .action(async ({ json, ...options }: Options) => {
      const review = await proposeRules({ ...options, now: new Date() });
      if (json) return console.log(JSON.stringify(review ?? null));
      if (!review) return console.log('Nothing to propose: the rules say what is already in force.');
      console.log(formatReview(review));
      console.log(`\nGive ${options.proposal} to those who sign: gamekeeper sign ${options.proposal}`);
    });
};
