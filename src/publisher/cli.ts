/** `gamekeeper`: the security team's command line. Exit codes: 0 done, 1 the work failed, 2 wrong usage. */
import { Command, CommanderError } from 'commander';
import about from '../../package.json' with { type: 'json' };
import { GamekeeperError } from '../errors.ts';
import { forTerminal } from './command.ts';
import { list } from './commands.ts';

const REFUSALS: Record<string, string> = {
  EACCES: 'is not yours to read or write: check its owner and mode',
  EEXIST: 'is there already, and is left alone: choose another name',
  EISDIR: 'is a folder, expected a file',
  ENOENT: 'is not there: check the path',
  ENOSPC: 'does not fit: the disk is full',
  ENOTDIR: 'leads through a file, expected a folder',
};

const program = new Command('gamekeeper')
  .description('Publish a signed watch list, receive reports, decide.')
  .showHelpAfterError('(add --help for usage)')
  .version(about.version)
  .exitOverride();
list(program);

try {
  const [first, ...rest] = process.argv.slice(2);
  await program.parseAsync(first === 'help' ? [...rest, '--help'] : process.argv.slice(2), { from: 'user' });
} catch (error) {
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : 1;
  if (!(error instanceof CommanderError)) process.stderr.write(`${forTerminal(inWords(error))}\n`);
}

function inWords(error: unknown): string {
  if (error instanceof GamekeeperError) return `${error.message}\n(${error.code})`;
  const { code = '', path, syscall, message } = error as NodeJS.ErrnoException;
  // The operating system refused: a stack would hide why.
  if (syscall) return `${path ?? syscall} ${REFUSALS[code] ?? `failed: ${message}`}.\n(${code})`;
  return error instanceof Error ? String(error.stack) : String(error);
}
