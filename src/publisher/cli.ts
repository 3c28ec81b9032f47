#!/usr/bin/env node
/** `npx gamekeeper`: the security team's command line. Exit codes: 0 done, 1 the work failed, 2 wrong usage. */
import { Command, CommanderError } from 'commander';
import { GamekeeperError } from '../errors.ts';
import { commands } from './commands/index.ts';

const program = new Command('gamekeeper')
  .description('Publish a signed watch list, receive reports, decide.')
  .showHelpAfterError('(add --help for usage)')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true });

for (const register of commands) register(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof GamekeeperError) {
    process.stderr.write(`${error.message}\n(${error.code})\n`);
    process.exitCode = 1;
  } else {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
