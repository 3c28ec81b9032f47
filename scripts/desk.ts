/** The page of the desk, built once: the hub serves files and needs nothing to build with. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { DESK_DIR } from '../src/hub/static.ts';

export async function buildDesk(folder = DESK_DIR): Promise<string> {
  await build({
    root: fileURLToPath(new URL('../src/hub/desk', import.meta.url)),
    configFile: false,
    base: '/desk/',
    logLevel: 'warn',
    resolve: { alias: { react: 'preact/compat', 'react-dom': 'preact/compat' } },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2024',
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1_000,
    },
  });
  return folder;
}
