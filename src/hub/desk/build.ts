import { fileURLToPath } from 'node:url';
import type { Rolldown } from 'vite';

/** The built page: path below `/desk/` -> content. */
export type DeskFiles = ReadonlyMap<string, { type: string; content: string | Uint8Array<ArrayBuffer> }>;

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * Builds the desk's page in memory. The hub does it when the page is first asked for: there is no step to remember
 * before a start, and no built folder that can be older than its source.
 */
export async function buildDesk(): Promise<DeskFiles> {
  const { build } = await import('vite');
  const result = (await build({
    root: fileURLToPath(new URL('.', import.meta.url)),
    configFile: false,
    base: '/desk/',
    logLevel: 'warn',
    resolve: { alias: { react: 'preact/compat', 'react-dom': 'preact/compat' } },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { write: false, target: 'es2024', modulePreload: { polyfill: false } },
  })) as Rolldown.RolldownOutput;
  return new Map(
    result.output.map((file) => {
      const content = file.type === 'chunk' ? file.code : (file.source as string | Uint8Array<ArrayBuffer>);
      return [file.fileName, { type: TYPES[file.fileName.split('.').at(-1)!] ?? 'application/octet-stream', content }];
    }),
  );
}
