import { readdir } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { list } from './commands.ts';

/** What one command line writes and ends with, in this process. */
async function run(...args: string[]): Promise<{ code: string; text: string }> {
  let text = '';
  const program = new Command('gamekeeper').exitOverride();
  program.configureOutput({ writeOut: (part) => (text += part), writeErr: (part) => (text += part) });
  list(program);
  const ended = await program.parseAsync(args, { from: 'user' }).then(
    () => 'done',
    (error: unknown) => (error instanceof CommanderError ? error.code : Promise.reject(error)),
  );
  return { code: ended, text };
}

const program = new Command('gamekeeper');
list(program);
const names = program.commands.flatMap((command) =>
  command.commands.length > 0 ? command.commands.map((inner) => [command.name(), inner.name()]) : [[command.name()]],
);

describe('every command', () => {
  test.each(names.map((words) => [words.join(' '), words] as const))('%s says what it takes', async (_, words) => {
    const { code, text } = await run(...words, '--help');
    expect(code).toBe('commander.helpDisplayed');
    expect(text).toContain(`Usage: gamekeeper ${words.join(' ')}`);
    if (words[0] !== 'hub') expect(text).toMatch(/--json +print one JSON object/);
    for (const [, about] of text.matchAll(/^ {2}(?:--)?[a-z-]+(?: <[^>]+>)?(.*)$/gm)) expect(about).toMatch(/\S/);
  });

  test('refuses a flag that it does not know', async () => {
    expect(await run('check', '--nonsense')).toMatchObject({ code: 'commander.unknownOption' });
  });

  test('refuses an argument that is none of its choices', async () => {
    expect(await run('rotate', 'everything', '--proposal', 'x')).toMatchObject({ code: 'commander.invalidArgument' });
  });

  test('stands in a file of its own', async () => {
    const apart = ['print-review.ts', 'storage.ts'];
    const files = (await readdir('src/publisher/commands')).filter((file) => !apart.includes(file));
    expect(files.sort()).toEqual(names.map((words) => `${words.join('-')}.ts`).sort());
  });
});
