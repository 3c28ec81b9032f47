/** Finds a browser that loads unpacked extensions, and installs one when there is none. */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import {
  type Browser,
  computeExecutablePath,
  detectBrowserPlatform,
  getInstalledBrowsers,
  install,
  resolveBuildId,
} from '@puppeteer/browsers';
import { GamekeeperError } from '../src/errors.ts';

export type BrowserName = 'chromium' | 'firefox';

const CACHE = process.env.PUPPETEER_CACHE_DIR ?? join(homedir(), '.cache', 'puppeteer');

/** Branded Chrome ignores `--load-extension` since version 137, so it is not among the candidates. */
const CANDIDATES: Record<BrowserName, { variable: string; commands: string[]; paths: string[]; debian: string }> = {
  chromium: {
    variable: 'GAMEKEEPER_CHROMIUM',
    commands: ['chromium', 'chromium-browser', 'microsoft-edge', 'microsoft-edge-stable', 'msedge'],
    paths: [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
      'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
    debian: 'chromium',
  },
  firefox: {
    variable: 'GAMEKEEPER_FIREFOX',
    commands: ['firefox', 'firefox-esr'],
    paths: ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
    debian: 'firefox-esr',
  },
};

/**
 * Path of a browser's executable. Order: the variable, one already on the machine, one in Puppeteer's cache, Debian's
 * package when root, Puppeteer's download.
 *
 * @throws GamekeeperError ERR_NO_BROWSER naming what to install
 */
export async function findBrowser(name: BrowserName, say: (line: string) => void): Promise<string> {
  const { variable, debian } = CANDIDATES[name];
  const named = process.env[variable];
  if (named) {
    if (await runs(named)) return named;
    throw new GamekeeperError(
      'ERR_NO_BROWSER',
      `${variable}=${named} does not start. Point it at a browser, or unset it.`,
    );
  }
  const found = (await onThisMachine(name)) ?? (await inCache(name));
  if (found) return found;
  if (await debianRoot()) {
    say(`Installing ${debian} from this system's packages (once) …`);
    await aptInstall(debian);
    const packaged = await onThisMachine(name);
    if (packaged) return packaged;
  }
  return download(name, say);
}

async function onThisMachine(name: BrowserName): Promise<string | undefined> {
  const { commands, paths } = CANDIDATES[name];
  const onPath = commands.flatMap((command) =>
    (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, command)),
  );
  for (const path of [...onPath, ...paths]) if (existsSync(path) && (await runs(path))) return path;
  return undefined;
}

/** A file of that name is not enough: Ubuntu's `chromium-browser` may be a stub that asks for snapd. */
async function runs(path: string): Promise<boolean> {
  if (process.platform === 'win32') return existsSync(path);
  return promisify(execFile)(path, ['--version'], { timeout: 30_000 }).then(
    () => true,
    () => false,
  );
}

async function inCache(name: BrowserName): Promise<string | undefined> {
  const kinds: readonly string[] = name === 'chromium' ? ['chrome', 'chromium'] : ['firefox'];
  const installed = await getInstalledBrowsers({ cacheDir: CACHE }).catch(() => []);
  for (const { browser, executablePath } of installed) {
    if (kinds.includes(browser) && (await runs(executablePath))) return executablePath;
  }
  return undefined;
}

/** Installs a Debian package that some tests need, where that is possible without asking anybody. */
export async function installTool(command: string, pkg: string, say: (line: string) => void): Promise<void> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...(await postgresFolders())];
  if (folders.some((folder) => existsSync(join(folder, command))) || !(await debianRoot())) return;
  say(`Installing ${pkg} from this system's packages (once) …`);
  await aptInstall(pkg);
}

/** Debian keeps PostgreSQL's programs beside the path, by version. */
async function postgresFolders(): Promise<string[]> {
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  return versions.map((version) => join('/usr/lib/postgresql', version, 'bin'));
}

async function debianRoot(): Promise<boolean> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}

async function aptInstall(pkg: string): Promise<void> {
  const run = (args: string[]) =>
    new Promise<boolean>((resolve) => {
      const apt = spawn('apt-get', args, {
        stdio: ['ignore', 'ignore', process.stderr],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
      apt.on('error', () => resolve(false)).on('exit', (code) => resolve(code === 0));
    });
  await run(['update', '-qq']);
  await run(['install', '-y', '-qq', '--no-install-recommends', pkg]);
}

async function download(name: BrowserName, say: (line: string) => void): Promise<string> {
  const browser = (name === 'chromium' ? 'chrome' : 'firefox') as Browser;
  const platform = detectBrowserPlatform();
  try {
    if (!platform) throw new Error(`no build for ${process.platform} ${process.arch}`);
    const buildId = await resolveBuildId(browser, platform, 'stable');
    say(`Downloading ${browser} ${buildId} (once) …`);
    let told = 0;
    await install({
      browser,
      buildId,
      platform,
      cacheDir: CACHE,
      downloadProgressCallback: (done, total) => {
        const percent = Math.floor((10 * done) / total) * 10;
        if (percent > told) say(`  ${percent} % of ${(total / 1e6).toFixed(0)} MB`);
        told = Math.max(told, percent);
      },
    });
    return computeExecutablePath({ browser, buildId, platform, cacheDir: CACHE });
  } catch (cause) {
    const { variable, debian } = CANDIDATES[name];
    throw new GamekeeperError(
      'ERR_NO_BROWSER',
      `No ${name} was found and none could be downloaded (${cause instanceof Error ? cause.message : cause}).\n` +
        `Install ${debian === 'chromium' ? 'Chromium or Microsoft Edge' : 'Firefox'} (Debian: apt-get install ${debian}), ` +
        `or set ${variable} to its path.`,
      { cause },
    );
  }
}
