/** `npm run bench NAME` and `npm run faults NAME`: one program of that folder, or the list of them. */
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Runs `tests/<folder>/<name>.ts`; its exit code is ours. */
export async function runNamed(folder: 'bench' | 'faults', args: readonly string[]): Promise<void> {
  const files = await readdir(join('tests', folder));
  const names = files.filter((file) => /^[a-z-]+\.ts$/.test(file)).map((file) => file.replace(/\.ts$/, ''));
  const [name = '', ...rest] = args;
  if (!names.includes(name)) {
    console.error(`${name ? `There is no ${name} here.` : 'Which one?'} npm run ${folder} ${names.join('|')}`);
    process.exitCode = 2;
    return;
  }
  const flags = ['--disable-warning=ExperimentalWarning', '--expose-gc'];
  const child = spawn(process.execPath, [...flags, join('tests', folder, `${name}.ts`), ...rest], { stdio: 'inherit' });
  process.exitCode = await new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}
