/** A real browser with the extension in it, and what a test needs to see and press. One interface for both families. */
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import puppeteer, { type Browser, type CDPSession, type Page, type Target } from 'puppeteer';
import type { BrowserName } from '../../scripts/browsers.ts';
import type { Network } from './network.ts';
import { type ShadowView, shadowsThroughBidi, shadowsThroughCdp } from './shadow.ts';

/** Flags that keep a test browser from talking to its maker. */
const QUIET = [
  '--no-first-run',
  '--disable-quic',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-features=AutofillServerCommunication',
];

/** Also keeps it from fetching what a policy tells it to install. */
const NO_INSTALLS = '--disable-background-networking';

/** Whoever launches closes: Puppeteer would end the process before the rest is tidy. */
const LEFT_TO_US = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };

export const FIREFOX_ID = 'gamekeeper@gamekeeper.example';
const FIREFOX_UUID = '6f1c2a52-1b7e-4c58-9d0e-5a3f8c7b2e10';

export interface LaunchOptions {
  browser: BrowserName;
  executablePath: string;
  /** Folder of the unpacked extension; none: the bare browser, to compare with. */
  extension?: string;
  network: Network;
  headless?: boolean;
  /** Extensions come by policy. Chromium only. */
  managed?: boolean;
  /** Installed by hand and for the first time, it opens its welcome page some seconds later. */
  greets?: boolean;
  /** Kept between launches to test a restart. */
  userDataDir?: string;
  args?: string[];
  env?: Record<string, string>;
  /** Firefox only. */
  prefs?: Record<string, unknown>;
}

export interface Session {
  readonly name: BrowserName;
  readonly browser: Browser;
  open(url: string): Promise<Page>;
  /** A page of the extension in a tab of its own, such as `options.html`. */
  openOwn(path: string): Promise<Page>;
  /** Presses the toolbar button over `page`: the popup as the user gets it. */
  popup(page: Page): Promise<Page>;
  /** The page of the extension whose address contains `path`, once it is open. */
  waitForOwn(path: string): Promise<Page>;
  /** Closed shadow roots of our warnings in this page. */
  shadows(page: Page): Promise<ShadowView[]>;
  /** The user's answer to the browser's own question whether a site may be read. A test cannot press its buttons. */
  siteAccess(host: string, allow: boolean): Promise<void>;
  /** Changes on which sites the extension may run at all, as the user can. Chromium only. */
  hostAccess(access: 'ON_CLICK' | 'ON_ALL_SITES'): Promise<void>;
  /** A new version of the extension takes the place of the one that runs. Chromium only. */
  update(version: string): Promise<void>;
  /** Ends the background worker as the browser does after 30 idle seconds. Chromium only. */
  stopWorker(): Promise<void>;
  /** Runs what is in that folder now, as the next version of the same extension. */
  replaceExtension(folder: string): Promise<void>;
  close(): Promise<void>;
}

export async function launch(options: LaunchOptions): Promise<Session> {
  return options.browser === 'chromium' ? launchChromium(options) : launchFirefox(options);
}

async function launchChromium(options: LaunchOptions): Promise<Session> {
  const browser = await puppeteer.launch({
    executablePath: options.executablePath,
    ...LEFT_TO_US,
    headless: options.headless ?? true,
    acceptInsecureCerts: true,
    ...(options.managed && { ignoreDefaultArgs: [NO_INSTALLS] }),
    enableExtensions: options.extension ? [resolve(options.extension)] : true,
    ...(options.userDataDir && { userDataDir: options.userDataDir }),
    defaultViewport: options.headless === false ? null : { width: 1280, height: 900 },
    ...(options.env && { env: { ...process.env, ...options.env } }),
    args: [
      ...QUIET,
      ...(options.managed ? [] : [NO_INSTALLS]),
      // Root cannot use the sandbox; an ordinary user keeps it.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      `--host-resolver-rules=MAP * 127.0.0.1:${options.network.port}, EXCLUDE 127.0.0.1, EXCLUDE localhost`,
      ...(options.args ?? []),
    ],
  });
  const greeted = options.greets ? browser.waitForTarget((target) => target.url().includes('welcome.html')) : undefined;
  greeted?.catch(() => {});
  const sessions = new WeakMap<Page, CDPSession>();
  const cdp = async (page: Page) => {
    const known = sessions.get(page);
    if (known) return known;
    const session = await page.createCDPSession();
    sessions.set(page, session);
    return session;
  };
  const extensionId = async () => {
    const [id] = (await browser.extensions()).keys();
    if (!id) throw new Error('The extension is not loaded');
    return id;
  };
  /** Calls what the browser's own page of extensions calls when its user presses something there. */
  const manage = async (method: string, ...args: unknown[]) => {
    const page = await openPage(browser, 'chrome://extensions');
    await page.evaluate(
      (name, values) =>
        (
          globalThis as unknown as {
            chrome: { developerPrivate: Record<string, (...all: unknown[]) => Promise<void>> };
          }
        ).chrome.developerPrivate[name]!(...values),
      method,
      args,
    );
    await page.close();
  };
  return {
    name: 'chromium',
    browser,
    open: (url) => openPage(browser, url),
    openOwn: async (path) => openPage(browser, `chrome-extension://${await extensionId()}/${path}`),
    popup: async (page) => {
      // A tab that opens by itself takes the focus, and a popup without focus closes.
      await greeted;
      await page.bringToFront();
      const extension = (await browser.extensions()).get(await extensionId())!;
      const before = new Set(browser.targets());
      await extension.triggerAction(page);
      const opened = (target: Target) => !before.has(target) && target.url().includes('/popup.html');
      return (await browser.waitForTarget(opened, { timeout: 10_000 })).asPage();
    },
    waitForOwn: async (path) =>
      (await browser.waitForTarget((target) => target.url().includes(path), { timeout: 10_000 })).asPage(),
    shadows: async (page) => shadowsThroughCdp(await cdp(page)),
    siteAccess: async (host, allow) =>
      manage(allow ? 'addHostPermission' : 'removeHostPermission', await extensionId(), `https://${host}/*`),
    hostAccess: async (hostAccess) =>
      manage('updateExtensionConfiguration', { extensionId: await extensionId(), hostAccess }),
    update: async (version) => {
      const file = join(resolve(options.extension!), 'manifest.json');
      const manifest = JSON.parse(await readFile(file, 'utf8'));
      await writeFile(file, JSON.stringify({ ...manifest, version }));
      // Without it, Chromium disables what was not installed from its store as soon as it looks again.
      await manage('updateProfileConfiguration', { inDeveloperMode: true });
      await manage('reload', await extensionId(), { failQuietly: true });
    },
    stopWorker: async () => {
      const target = await browser.waitForTarget((candidate) => candidate.type() === 'service_worker', {
        timeout: 10_000,
      });
      const worker = await target.worker();
      await worker?.close();
    },
    replaceExtension: async (folder) => void (await browser.installExtension(resolve(folder))),
    close: () => browser.close(),
  };
}

async function launchFirefox(options: LaunchOptions): Promise<Session> {
  const { proxyPort } = options.network;
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: options.executablePath,
    ...LEFT_TO_US,
    headless: options.headless ?? true,
    acceptInsecureCerts: true,
    defaultViewport: { width: 1280, height: 900 },
    ...(options.userDataDir && { userDataDir: options.userDataDir }),
    // Lets the test open the extension's own pages by address.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'network.proxy.type': 1,
      'network.proxy.http': '127.0.0.1',
      'network.proxy.http_port': proxyPort,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': proxyPort,
      'network.proxy.no_proxies_on': '127.0.0.1, localhost',
      'network.proxy.allow_hijacking_localhost': false,
      // What a permission asks is granted without the browser's own question, which no test can answer.
      'extensions.webextOptionalPermissionPrompts': false,
      'extensions.webextensions.uuids': JSON.stringify({ [FIREFOX_ID]: FIREFOX_UUID }),
      ...options.prefs,
    },
  });
  try {
    if (options.extension) await browser.installExtension(resolve(options.extension));
  } catch (error) {
    await browser.close();
    throw error;
  }
  const own = (path: string) => `moz-extension://${FIREFOX_UUID}/${path}`;
  return {
    name: 'firefox',
    browser,
    open: (url) => openPage(browser, url),
    openOwn: async (path) => {
      const page = await browser.newPage();
      // The page loads in another process, and Puppeteer never hears that the navigation ended.
      page.goto(own(path)).catch(() => {});
      await until(async () => (await page.evaluate(() => location.href)).startsWith(own(path)), page);
      return page;
    },
    popup: async () => {
      throw new Error('Firefox offers no way to press the toolbar button from outside; open popup.html instead');
    },
    waitForOwn: async (path) => {
      const deadline = Date.now() + 10_000;
      while (Date.now() < deadline) {
        for (const page of await browser.pages()) {
          const url = await page.evaluate(() => location.href).catch(() => '');
          if (url.startsWith(own(path))) return page;
        }
        await sleep(50);
      }
      throw new Error(`No page ${path} was opened`);
    },
    shadows: shadowsThroughBidi,
    siteAccess: async () => {
      // Firefox asks nothing here: see `extensions.webextOptionalPermissionPrompts`.
    },
    hostAccess: async () => {
      throw new Error('Firefox keeps no such setting; remove the permission from a page of the extension');
    },
    update: async () => {
      throw new Error('Firefox offers no way to update an extension from outside');
    },
    stopWorker: async () => {
      throw new Error('Firefox offers no way to end the event page from outside');
    },
    replaceExtension: async (folder) => void (await browser.installExtension(resolve(folder))),
    close: () => browser.close(),
  };
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: 'load' });
  return page;
}

async function until(condition: () => Promise<boolean>, page: Page): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    if (await condition().catch(() => false)) return;
    await sleep(50);
  }
  throw new Error(`Waited 10 s in vain at ${page.url()}`);
}
