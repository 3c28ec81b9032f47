/**
 * Runs the project's TypeScript on a machine that has only Node 20 and npm: installs the packages when they are missing
 * or older than the lock file, then goes on in Node 26, which is one of them. Plain JavaScript, because no TypeScript can
 * run before this is done.
 */
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const windows = process.platform === 'win32';
const own = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
const [major, minor] = process.versions.node.split('.').map(Number);

const fail = (what, remedy) => {
  process.stderr.write(`${what}\n${remedy}\n`);
  process.exit(1);
};

const installed = (without) => {
  const marker = join(root, 'node_modules', '.package-lock.json');
  return (
    (without || fs.existsSync(own)) &&
    fs.existsSync(marker) &&
    fs.statSync(marker).mtimeMs >= fs.statSync(join(root, 'package-lock.json')).mtimeMs
  );
};

function install() {
  if (major < 20) {
    fail(
      `Gamekeeper needs Node 20 or newer; this is ${process.version}.`,
      'Install a current Node from https://nodejs.org',
    );
  }
  process.stderr.write('Installing packages (once) …\n');
  const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    shell: windows,
    env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: '1' },
  });
  if (status !== 0 || !fs.existsSync(own)) {
    process.stderr.write(stderr ?? '');
    fail('The packages could not be installed.', remedy(stderr ?? ''));
  }
}

/** What to do about a failed `npm ci`. */
function remedy(said) {
  const { bavail, bsize } = fs.statfsSync(root);
  if (/ENOSPC/.test(said) || bavail * bsize < 100e6) {
    return `The disk is full: ${root} needs about 450 MB. Free some space and run this again.`;
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONN|ENETUNREACH|ETIMEDOUT|ERR_SOCKET/.test(said)) {
    return 'The package registry could not be reached. Connect this machine, or name your proxy (npm config set proxy URL), and run this again.';
  }
  if (/EACCES|EPERM|EROFS/.test(said)) {
    return `You may not write to ${root}. Take a copy of the project in a folder of your own.`;
  }
  return 'See the message above; `npm ci` in this folder tries again.';
}

/** Runs `script`, a path from the project's folder, in `cwd`; this process ends as it does. */
export function run(script, args, cwd = process.cwd()) {
  // `npm ci --omit=dev` leaves our own Node out: what needs nothing else of those packages runs on one that is new enough.
  if (!installed(script.startsWith('src/') && (major > 22 || (major === 22 && minor >= 18)))) install();
  const node = fs.existsSync(own) ? own : process.execPath;
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, script), ...args], {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}` },
  });
  // The child tidies up by itself; this process only waits so that its exit code is the command's.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npx, ended by a signal, passes it to its shell alone and leaves this process to nobody.
  const parent = process.ppid;
  if (process.env.npm_command) {
    setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
  }
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
}
