/** `npm test`: type-check, lint, build, unit and end-to-end tests. The last line is `N passed, N failed`. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser, installTool } from './browsers.ts';

interface Counts {
  passed: number;
  failed: number;
  /** What this machine lacks a program for: said aloud, never silent. */
  skipped?: number;
}

const say = (line: string) => console.log(line);

/** One tool whose exit code is its verdict. */
async function check(title: string, command: string, args: string[]): Promise<Counts> {
  const started = Date.now();
  const code = await run(command, args);
  say(`${code === 0 ? '✓' : '✗'} ${title} (${seconds(started)})`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Vitest counts its own tests; a run that dies before it can count is a failure. */
async function vitest(title: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Counts> {
  const started = Date.now();
  const folder = await mkdtemp(join(tmpdir(), 'gamekeeper-test-'));
  const report = join(folder, 'report.json');
  try {
    const code = await run(
      'vitest',
      ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      env,
    );
    const counted = JSON.parse(await readFile(report, 'utf8').catch(() => '{}'));
    const passed: number = counted.numPassedTests ?? 0;
    const failed: number = counted.numFailedTests ?? 0;
    const skipped: number = counted.numPendingTests ?? 0;
    say(
      `${code === 0 ? '✓' : '✗'} ${title}: ${passed} passed, ${failed} failed, ${skipped} skipped (${seconds(started)})`,
    );
    return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve) => {
    spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    })
      .on('error', () => resolve(1))
      .on('exit', (code) => resolve(code ?? 1));
  });
}

const seconds = (started: number) => `${((Date.now() - started) / 1000).toFixed(1)} s`;

const only = process.argv.slice(2);
const results: Counts[] = [];
if (only.length > 0) {
  results.push(await vitest(only.join(' '), only));
} else {
  const env = {
    GAMEKEEPER_CHROMIUM: await findBrowser('chromium', say),
    GAMEKEEPER_FIREFOX: await findBrowser('firefox', say),
  };
  await installTool('age', 'age', say);
  await installTool('postgres', 'postgresql', say);
  await installTool('faketime', 'faketime', say);
  await installTool('cc', 'gcc', say);
  results.push(await check('types', 'tsc', []));
  results.push(await check('format and lint', 'biome', ['check', '--error-on-warnings', '.']));
  results.push(await check('build within budget', process.execPath, ['scripts/build.ts']));
  results.push(await vitest('unit', ['--project', 'unit']));
  results.push(await vitest('end to end', ['--project', 'e2e'], env));
}

const passed = results.reduce((sum, counts) => sum + counts.passed, 0);
const failed = results.reduce((sum, counts) => sum + counts.failed, 0);
const skipped = results.reduce((sum, counts) => sum + (counts.skipped ?? 0), 0);
if (skipped > 0) say(`${skipped} not run, for want of a tool here or of a way in that browser`);
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
