import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Rolldown } from 'vite';
import { GamekeeperError } from '../../errors.ts';

/** The built page: path below `/desk/` -> content. */
export type DeskFiles = ReadonlyMap<string, { type: string; content: Uint8Array<ArrayBuffer> }>;

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Where `npm run build` leaves the page. */
const BUILT = fileURLToPath(new URL('../../../.output/desk', import.meta.url));

/**
 * The desk's page: built anew where the packages for building are installed, so that it is never older than its source;
 * else as `npm run build` left it.
 */
export async function deskPage(): Promise<DeskFiles> {
  try {
    return await buildDesk();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return readDesk();
  }
}

export async function buildDesk(): Promise<DeskFiles> {
  const { build } = await import('vite');
  const result = (await build({
    root: fileURLToPath(new URL('.', import.meta.url)),
    configFile: false,
    base: '/desk/',
    logLevel: 'warn',
    resolve: { alias: { react: 'preact/compat', 'react-dom': 'preact/compat' } },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { write: false, target: 'es2024', modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1_000 },
  })) as Rolldown.RolldownOutput;
  return new Map(
    result.output.map((file) => {
      const content = Uint8Array.from(Buffer.from(file.type === 'chunk' ? file.code : file.source));
      return [file.fileName, { type: typeOf(file.fileName), content }];
    }),
  );
}

/** @throws ERR_DESK_NOT_BUILT */
export async function readDesk(folder = BUILT): Promise<DeskFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  if (paths.length === 0) {
    const message = `The desk’s page is not built. Run npm run build with all packages installed, and bring ${folder} here.`;
    throw new GamekeeperError('ERR_DESK_NOT_BUILT', message);
  }
  const files = paths.map(async (path) => {
    const name = path.slice(folder.length + 1).replaceAll('\\', '/');
    return [name, { type: typeOf(name), content: Uint8Array.from(await readFile(path)) }] as const;
  });
  return new Map(await Promise.all(files));
}

export async function writeDesk(folder = BUILT): Promise<string> {
  for (const [name, { content }] of await buildDesk()) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

const typeOf = (name: string) => TYPES[name.split('.').at(-1)!] ?? 'application/octet-stream';
