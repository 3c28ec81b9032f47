import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';

/** Options that several commands share, so that they are called the same everywhere. */
export const withRules = (command: Command) => command.option('--rules <dir>', 'folder of the rules', 'rules');
export const withFolder = (command: Command) =>
  command
    .option('--dir <dir>', 'folder of your keys and roots', '.gamekeeper')
    .option('--passphrase-file <file>', 'file with the passphrase of your keys (or set GAMEKEEPER_PASSPHRASE)');
export const withOut = (command: Command) =>
  command.option('--out <dir>', 'folder of the feed: plain files for any web server', '.gamekeeper/feed');
export const withProposal = (command: Command) =>
  command.requiredOption('--proposal <dir>', 'new folder for what is to be signed');
export const withFalseAlarms = (command: Command) =>
  command.option(
    '--allow-false-alarms',
    'publish hallmark rules though they warn of more benign approaches than before',
  );
export const withJson = (command: Command) => command.option('--json', 'print one JSON object instead of text');

/** The passphrase that was given, by file or by environment; a command line would show it to every process. */
export async function passphraseFrom({ passphraseFile }: { passphraseFile?: string }): Promise<string | undefined> {
  const text = passphraseFile ? await readFile(passphraseFile, 'utf8') : process.env.GAMEKEEPER_PASSPHRASE;
  return text?.replace(/\r?\n$/, '') || undefined;
}
