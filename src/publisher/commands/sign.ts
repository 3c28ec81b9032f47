import { createInterface } from 'node:readline/promises';
import { GamekeeperError } from '../../errors.ts';
import { addSignatures, inspect } from '../ceremony.ts';
import type { Register } from './index.ts';
import { passphraseFrom, withFolder, withJson } from './options.ts';
import { formatReview, isComplete } from './print-review.ts';

interface Options {
  dir: string;
  yes?: boolean;
  passphraseFile?: string;
  json?: boolean;
}

export const sign: Register = (program) => {
  withJson(withFolder(program.command('sign')))
    .argument('<proposal>', 'folder that "gamekeeper propose" wrote')
    .description('Show what a proposal changes, and add your signature to it.')
    .option('--yes', 'sign without asking, when you have read it already')
    .action(async (proposal: string, { dir, yes, json, ...options }: Options) => {
      const inspected = await inspect(dir, proposal);
      if (!json) console.log(`${formatReview(inspected.review)}\n`);
      if (!yes && !(await confirmed())) throw new GamekeeperError('ERR_NOT_SIGNED', 'Nothing was signed.');
      const after = await addSignatures(dir, proposal, inspected, await passphraseFrom(options));
      if (json) return console.log(JSON.stringify(after));
      console.log(formatReview({ ...after, changes: ['Signed.'] }));
      if (isComplete(after)) console.log(`\nReady: gamekeeper publish --proposal ${proposal}`);
    });
};

async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Sign this? Type yes: ');
  terminal.close();
  return answer.trim() === 'yes';
}
