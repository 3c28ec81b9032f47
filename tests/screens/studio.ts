/** Serves the gallery on loopback and drives a browser over it, for the pictures and for the accessibility check. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Page } from 'puppeteer';
import { createServer } from 'vite';

export interface Look {
  dark?: boolean;
  forced?: boolean;
  /** Folder of `_locales`. */
  language?: string;
  /** 2: what a reader sees at 200 %. */
  zoom?: number;
  width?: number;
}

/** Folders of `_locales` beside English. */
export const TRANSLATIONS = readdirSync(new URL('../../public/_locales/', import.meta.url)).filter(
  (locale) => locale !== 'en',
);

export interface Studio {
  /** Names of all states. */
  states(): Promise<string[]>;
  /** Opens a state and waits until its steps are done. */
  draw(state: string, look: Look): Promise<Page>;
  /** Looks otherwise at what is drawn. The scheme and the language stay as drawn. */
  look(look: Look): Promise<void>;
  close(): Promise<void>;
}

export async function openStudio(executablePath: string): Promise<Studio> {
  const server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('../../', import.meta.url)),
    publicDir: false,
    logLevel: 'warn',
    optimizeDeps: { include: ['preact', 'preact/hooks', 'preact/jsx-dev-runtime'] },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
  });
  await server.listen();
  const browser = await puppeteer.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--hide-scrollbars'],
  });
  const [page] = await browser.pages();
  const session = await page!.createCDPSession();
  const errors: unknown[] = [];
  page!.on('pageerror', (error) => errors.push(error));
  const address = `${server.resolvedUrls!.local[0]}tests/screens/index.html`;
  const look = async ({ dark = false, forced = false, zoom = 1, width = 840 }: Look) => {
    await page!.setViewport({ width: Math.round(width / zoom), height: 700, deviceScaleFactor: zoom });
    await session.send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
        { name: 'forced-colors', value: forced ? 'active' : 'none' },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ],
    });
  };
  return {
    look,
    async states() {
      await page!.goto(address);
      await page!.waitForFunction(() => window.drawn);
      return page!.evaluate(() => window.states);
    },
    async draw(state, wanted) {
      await look(wanted);
      const { language = 'en', dark } = wanted;
      await page!.goto(`${address}?state=${state}&language=${language}${dark ? '&dark' : ''}`);
      try {
        await page!.waitForFunction(() => window.drawn, { timeout: 20_000 });
      } catch (cause) {
        throw new Error(`${state} was not drawn: ${errors.map(String).join('; ')}`, { cause });
      }
      return page!;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
