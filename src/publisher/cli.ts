/** `gamekeeper`: the security team's command line. Exit codes: 0 done, 1 the work failed, 2 wrong usage. */
import { Command, CommanderError } from 'commander';
import { GamekeeperError } from '../errors.ts';
import { list } from './commands.ts';

const program = new Command('gamekeeper')
  .description('Publish a signed watch list, receive reports, decide.')
  .showHelpAfterError('(add --help for usage)')
  .exitOverride();
list(program);

try {
  const [first, ...rest] = process.argv.slice(2);
  await program.parseAsync(first === 'help' ? [...rest, '--help'] : process.argv.slice(2), { from: 'user' });
} catch (error) {
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : 1;
  if (!(error instanceof CommanderError)) process.stderr.write(`${inWords(error)}\n`);
}

function inWords(error: unknown): string {
  if (error instanceof GamekeeperError) return `${error.message}\n(${error.code})`;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  // The operating system refused: its own words say it best, and a stack would hide them.
  if (syscall) return `${path ?? syscall}: ${(error as Error).message}\n(${code})`;
  return error instanceof Error ? String(error.stack) : String(error);
}
