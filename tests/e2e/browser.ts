/** A real browser with the extension in it, and what a test needs to see and press. One interface for both families. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import puppeteer, { type Browser, type CDPSession, type Page, type Target } from 'puppeteer';
import type { BrowserName } from '../../scripts/browsers.ts';
import { changeManifest } from '../../scripts/self-host.ts';
import { zipOf } from '../../scripts/zip.ts';
import {
  allowPrivateWindows,
  clickMenuEntry,
  closePopup,
  connectionOf,
  endEventPage,
  evaluateInPopup,
  eventPageLife,
  firefoxWindow,
  openPrivateWindow,
  pressToolbarButton,
  withdrawSite,
} from './firefox-window.ts';
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
  /** Kept between launches to test a restart: the extension is installed in it for good, and there at the next start. */
  userDataDir?: string;
  args?: string[];
  env?: Record<string, string>;
  /** Firefox only. */
  prefs?: Record<string, unknown>;
}

/** The popup of the toolbar button. Firefox shows it to no driver as a page, so there it can do less than one. */
export type Popup = Pick<Page, 'evaluate' | 'close'>;

export interface WorkerLife {
  running: boolean;
  wakes: number;
}

export interface Session {
  readonly name: BrowserName;
  readonly browser: Browser;
  open(url: string): Promise<Page>;
  /** A page of the extension in a tab of its own, such as `options.html`. */
  openOwn(path: string): Promise<Page>;
  /** Presses the toolbar button over `page`: the popup as the user gets it. */
  popup(page: Page): Promise<Popup>;
  /** Chooses our entry in the menu of a link on `page`, which must be in front. A test cannot open the browser's menus. */
  chooseOnLink(page: Page, link: string): Promise<void>;
  /**
   * Once the welcome page is open, where there will be one. It comes to the front whenever it is ready, and a page behind
   * it draws nothing and takes no click.
   */
  greeted(): Promise<unknown>;
  /** The page of the extension whose address contains `path`, once it is open. */
  waitForOwn(path: string): Promise<Page>;
  /** Closed shadow roots of our warnings in this page. */
  shadows(page: Page): Promise<ShadowView[]>;
  /** The user's answer to the browser's own question whether a site may be read. A test cannot press its buttons. */
  siteAccess(host: string, allow: boolean): Promise<void>;
  /** The user's choice whether the extension runs in private windows. The browser starts it anew. */
  privateAccess(allow: boolean): Promise<void>;
  /** Opens a page in a private window. */
  openPrivately(url: string): Promise<Page>;
  /** Changes on which sites the extension may run at all, as the user can. Chromium only. */
  hostAccess(access: 'ON_CLICK' | 'ON_ALL_SITES'): Promise<void>;
  /** A new version of the extension takes the place of the one that runs. */
  update(version: string): Promise<void>;
  /** Ends the background worker as the browser does after 30 idle seconds. */
  stopWorker(): Promise<void>;
  /** Whether the background worker runs, and how often it was started since this was first asked. */
  worker(): Promise<WorkerLife>;
  close(): Promise<void>;
}

export async function launch(options: LaunchOptions): Promise<Session> {
  return options.browser === 'chromium' ? launchChromium(options) : launchFirefox(options);
}

async function launchChromium(options: LaunchOptions): Promise<Session> {
  const { extension, userDataDir } = options;
  const installed = userDataDir !== undefined && (await keepInstalled(userDataDir));
  const browser = await puppeteer.launch({
    executablePath: options.executablePath,
    ...LEFT_TO_US,
    headless: options.headless ?? true,
    acceptInsecureCerts: true,
    ...(options.managed && { ignoreDefaultArgs: [NO_INSTALLS] }),
    enableExtensions: extension && !installed ? [resolve(extension)] : true,
    ...(userDataDir && { userDataDir }),
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
  let wakes: number | undefined;
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
      // A popup without focus closes.
      await greeted;
      await page.bringToFront();
      const extension = (await browser.extensions()).get(await extensionId())!;
      const before = new Set(browser.targets());
      await extension.triggerAction(page);
      const opened = (target: Target) => !before.has(target) && target.url().includes('/popup.html');
      return (await browser.waitForTarget(opened, { timeout: 10_000 })).asPage();
    },
    chooseOnLink: async (page, link) => {
      const target = await browser.waitForTarget((candidate) => candidate.type() === 'service_worker');
      await (await target.worker())!.evaluate(
        async (linkUrl, url) => {
          const [tab] = await chrome.tabs.query({ url });
          chrome.contextMenus.onClicked.dispatch({ menuItemId: 'report-link', linkUrl, editable: false }, tab);
        },
        link,
        `${page.url().split('?')[0]}*`,
      );
    },
    greeted: async () => greeted,
    waitForOwn: async (path) =>
      (await browser.waitForTarget((target) => target.url().includes(path), { timeout: 10_000 })).asPage(),
    shadows: async (page) => shadowsThroughCdp(await cdp(page)),
    siteAccess: async (host, allow) =>
      manage(allow ? 'addHostPermission' : 'removeHostPermission', await extensionId(), `https://${host}/*`),
    privateAccess: async (incognitoAccess) => {
      await manage('updateProfileConfiguration', { inDeveloperMode: true });
      await manage('updateExtensionConfiguration', { extensionId: await extensionId(), incognitoAccess });
    },
    openPrivately: async (url) => {
      const own = await openPage(browser, `chrome-extension://${await extensionId()}/guidance.html`);
      const before = new Set(browser.targets());
      // A context of the driver's making is no private window to extensions.
      await own.evaluate(() => chrome.windows.create({ incognito: true, url: 'about:blank' }));
      await own.close();
      const target = await browser.waitForTarget((each) => !before.has(each) && each.type() === 'page');
      const page = await target.asPage();
      await page.goto(url, { waitUntil: 'load' });
      return page;
    },
    hostAccess: async (hostAccess) =>
      manage('updateExtensionConfiguration', { extensionId: await extensionId(), hostAccess }),
    update: async (version) => {
      await changeManifest(options.extension!, (manifest) => ({ ...manifest, version }));
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
    worker: async () => {
      const isWorker = (target: Target) => target.type() === 'service_worker';
      if (wakes === undefined) {
        wakes = 0;
        browser.on('targetcreated', (target) => {
          if (isWorker(target)) wakes!++;
        });
      }
      return { running: browser.targets().some(isWorker), wakes };
    },
    close: () => browser.close(),
  };
}

/** Chromium marks what a driver loads as gone with its session. */
const UNTIL_CLOSED = 1 << 15;

/** Makes of an extension that a driver loaded into this profile one that its user did. @returns whether there is one */
async function keepInstalled(userDataDir: string): Promise<boolean> {
  const file = join(userDataDir, 'Default', 'Preferences');
  if (!existsSync(file)) return false;
  const preferences = JSON.parse(await readFile(file, 'utf8'));
  const { settings = {} } = preferences.extensions;
  const loaded = Object.values<{ path?: string; creation_flags: number }>(settings).filter(
    ({ path }) => path !== undefined && existsSync(join(path, 'trust.json')),
  );
  for (const extension of loaded) extension.creation_flags &= ~UNTIL_CLOSED;
  // Else Chromium disables what did not come from its store.
  preferences.extensions.ui = { developer_mode: true };
  await writeFile(file, JSON.stringify(preferences));
  return loaded.length > 0;
}

async function launchFirefox(options: LaunchOptions): Promise<Session> {
  const { proxyPort } = options.network;
  const installed = await renewInstalled(options);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: options.executablePath,
    ...LEFT_TO_US,
    headless: options.headless ?? true,
    acceptInsecureCerts: true,
    defaultViewport: { width: 1280, height: 900 },
    ...(options.userDataDir && { userDataDir: options.userDataDir }),
    ...(options.env && { env: { ...process.env, ...options.env } }),
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
      // ESR, Developer and Nightly builds take a package without Mozilla's signature then.
      'xpinstall.signatures.required': false,
      'extensions.webextensions.uuids': JSON.stringify({ [FIREFOX_ID]: FIREFOX_UUID }),
      ...options.prefs,
    },
  });
  try {
    if (options.extension && !installed) await install(browser, options);
  } catch (error) {
    await browser.close();
    throw error;
  }
  const own = (path: string) => `moz-extension://${FIREFOX_UUID}/${path}`;
  const inWindow = firefoxWindow(browser);
  const waitForOwn = async (path: string) => {
    const deadline = Date.now() + 10_000;
    while (Date.now() < deadline) {
      for (const page of await browser.pages()) {
        const url = await page.evaluate(() => location.href).catch(() => '');
        if (url.startsWith(own(path))) return page;
      }
      await sleep(50);
    }
    throw new Error(`No page ${path} was opened`);
  };
  let welcome: Promise<Page> | undefined;
  const greeted = async () => {
    welcome ??= options.greets ? waitForOwn('welcome.html') : undefined;
    await welcome;
  };
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
    popup: async (page) => {
      await greeted();
      await closePopup(inWindow);
      await page.bringToFront();
      await pressToolbarButton(inWindow, FIREFOX_ID);
      return {
        evaluate: (fn, ...args) => evaluateInPopup(inWindow, String(fn), args) as never,
        close: () => closePopup(inWindow),
      };
    },
    chooseOnLink: async (page, link) => {
      await page.bringToFront();
      await clickMenuEntry(inWindow, FIREFOX_ID, link);
    },
    greeted,
    waitForOwn,
    shadows: shadowsThroughBidi,
    siteAccess: async (host, allow) => {
      // What is asked for is granted unseen: see `extensions.webextOptionalPermissionPrompts`.
      if (!allow) await withdrawSite(inWindow, FIREFOX_ID, `https://${host}/*`);
    },
    privateAccess: (allow) => allowPrivateWindows(inWindow, FIREFOX_ID, allow),
    openPrivately: async (url) => {
      const before = new Set(await browser.pages());
      await openPrivateWindow(inWindow, url);
      const deadline = Date.now() + 10_000;
      while (Date.now() < deadline) {
        for (const page of await browser.pages()) {
          const ready = () => page.evaluate((at) => location.href === at && document.readyState === 'complete', url);
          if (!before.has(page) && (await ready().catch(() => false))) return page;
        }
        await sleep(50);
      }
      throw new Error('No private window was opened');
    },
    hostAccess: async () => {
      throw new Error('Firefox keeps no such setting; remove the permission from a page of the extension');
    },
    update: async (version) => {
      await changeManifest(options.extension!, (manifest) => ({ ...manifest, version }));
      await install(browser, options);
    },
    stopWorker: () => endEventPage(inWindow, FIREFOX_ID),
    worker: () => eventPageLife(inWindow, FIREFOX_ID),
    close: () => browser.close(),
  };
}

/** Firefox forgets what a driver loads, and all that it stored, when it ends; a package that is installed stays. */
async function install(browser: Browser, { extension, userDataDir }: LaunchOptions): Promise<void> {
  if (!userDataDir) return void (await browser.installExtension(resolve(extension!)));
  const path = join(resolve(userDataDir), 'gamekeeper.xpi');
  await writeFile(path, await zipOf(extension!));
  await connectionOf(browser).send('webExtension.install', {
    extensionData: { type: 'archivePath', path },
    'moz:permanent': true,
  });
}

/** What has changed since the last start is there at the next, as an update is. @returns whether it is installed in this profile */
async function renewInstalled({ extension, userDataDir }: LaunchOptions): Promise<boolean> {
  if (!extension || !userDataDir) return false;
  const file = join(userDataDir, 'extensions', `${FIREFOX_ID}.xpi`);
  if (!existsSync(file)) return false;
  const current = await zipOf(extension);
  if (!(await readFile(file)).equals(current)) await writeFile(file, current);
  return true;
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

declare const chrome: {
  windows: { create(options: { incognito: boolean; url: string }): Promise<unknown> };
  tabs: { query(filter: { url: string }): Promise<unknown[]> };
  contextMenus: { onClicked: { dispatch(info: object, tab: unknown): void } };
};
