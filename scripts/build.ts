/** `npm run build`: the extension for each browser, within its budget of bytes, and the page of the desk. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'wxt';
import { GamekeeperError } from '../src/errors.ts';
import { type Bundled, notePackages, notices, readBundled } from './bundled.ts';
import { buildDesk } from './desk.ts';
import { checkPermissions } from './permissions.ts';

export const TARGETS = ['chrome', 'firefox'] as const;
export type Target = (typeof TARGETS)[number];

/**
 * Gzip bytes. The content script is paid for while a page of a network loads, the reader once it has, the warning only where
 * one is shown, the worker, which is all in one file, at each wake-up.
 */
const BUDGET: Record<string, number> = {
  'page.js': 1024,
  'reader.js': 10 * 1024,
  'warning.js': 24 * 1024,
  'background.js': 104 * 1024,
};

export interface Built {
  /** Folder of the unpacked extension. */
  folder: string;
  /** Gzip bytes by file. */
  sizes: Record<string, number>;
  /** Packages whose code is in it. */
  bundled: Bundled[];
}

/**
 * Builds the unpacked extension of one browser and checks its sizes and what it asks of users. It follows nobody yet: see
 * `followPublisher`.
 *
 * @throws GamekeeperError ERR_BUILD_BUDGET or ERR_BUILD_PERMISSIONS
 */
export async function buildExtension(browser: Target): Promise<Built> {
  const packages = new Set<string>();
  const vite = () => ({ plugins: [notePackages(packages)] });
  const output = await undisturbed(() => build({ browser, mode: 'production', logger: silent, vite }));
  const folder = join('.output', `${browser}-mv${output.manifest.manifest_version}`);
  await checkPermissions(browser, JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
  const bundled = await readBundled(packages);
  await writeFile(join(folder, 'licences.txt'), notices(bundled));
  const sizes: Record<string, number> = {};
  for (const [file, budget] of Object.entries(BUDGET)) {
    const size = gzipSync(await readFile(join(folder, file)), { level: 9 }).length;
    sizes[file] = size;
    if (size > budget) {
      throw new GamekeeperError(
        'ERR_BUILD_BUDGET',
        `${file} for ${browser} is ${size} bytes gzip; its budget is ${budget} (scripts/build.ts). Make it smaller.`,
      );
    }
  }
  return { folder, sizes, bundled };
}

/** WXT draws its progress even where there is no terminal; a test's NODE_ENV would put names of files into the code. */
async function undisturbed<T>(work: () => Promise<T>): Promise<T> {
  const { write } = process.stdout;
  const { NODE_ENV } = process.env;
  process.stdout.write = () => true;
  process.env.NODE_ENV = 'production';
  try {
    return await work();
  } finally {
    process.stdout.write = write;
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

const quiet = () => {};
const silent = {
  debug: quiet,
  log: quiet,
  info: quiet,
  success: quiet,
  warn: (...args: unknown[]) => console.error(...args),
  error: (...args: unknown[]) => console.error(...args),
  fatal: (...args: unknown[]) => console.error(...args),
  level: 2,
};

if (import.meta.main) {
  for (const browser of TARGETS) {
    const { folder, sizes } = await buildExtension(browser);
    console.log(folder);
    for (const [file, size] of Object.entries(sizes)) {
      console.log(`  ${file.padEnd(26)} ${(size / 1024).toFixed(1).padStart(6)} KB gzip of ${BUDGET[file]! / 1024}`);
    }
  }
  console.log(await buildDesk());
}
