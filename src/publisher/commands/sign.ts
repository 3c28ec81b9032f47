import { createInterface } from 'node:readline/promises';
import { GamekeeperError } from '../../errors.ts';
import { addSignatures, inspect } from '../ceremony.ts';
import { command, dir, passphraseFile, turnedOn } from '../command.ts';
import { passphraseFrom } from '../input.ts';
import { formatReview, formatSignatures, isComplete } from './print-review.ts';

export default command({
  args: ['folder that "gamekeeper propose" wrote'],
  flags: { dir, passphraseFile, yes: turnedOn('sign without asking, when you have read it already') },
  async run({ dir, yes, json, passphraseFile }, proposal: string) {
    const inspected = await inspect(dir, proposal);
    if (!json) console.log([...formatReview(inspected.review), ''].join('\n'));
    if (!yes) await confirm();
    const after = await addSignatures(dir, proposal, inspected, await passphraseFrom(passphraseFile));
    const ready = isComplete(after) ? ['', `Ready: gamekeeper publish --proposal ${proposal}`] : [];
    return { json: after, text: ['Signed.', ...formatSignatures(after), ...ready] };
  },
});

/** @throws GamekeeperError ERR_NOT_SIGNED */
async function confirm(): Promise<void> {
  if (!process.stdin.isTTY)
    throw new GamekeeperError(
      'ERR_NOT_SIGNED',
      'Nothing was signed: there is no terminal to ask you at. Read the above, and sign with --yes.',
    );
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Sign this? Type yes: ');
  terminal.close();
  if (answer.trim() !== 'yes')
    throw new GamekeeperError('ERR_NOT_SIGNED', 'Nothing was signed: the answer was not "yes".');
}
