/**
 * Firefox's own window, where a test may do what its user does: press the toolbar button, open a private window. WebDriver
 * BiDi lets whoever started it with `--remote-allow-system-access` run there, and knows no popup: that is read through
 * the window that shows it.
 */
import type { Browser } from 'puppeteer';

/** Runs `fn` in the browser's window, with all its powers, and nothing from outside it but `args`. */
export type InWindow = <T, A extends unknown[]>(fn: (...args: A) => T, ...args: A) => Promise<Awaited<T>>;

interface Answer {
  result: {
    type: 'success' | 'exception';
    exceptionDetails?: { text: string };
    result?: { value?: string };
    contexts?: { context: string }[];
  };
}

/** What we use of Puppeteer's inside: it has no word for the browser's own window, nor for an extension that stays. */
export function connectionOf(browser: Browser): { send(method: string, params: object): Promise<Answer> } {
  return (browser as unknown as { connection: ReturnType<typeof connectionOf> }).connection;
}

export function firefoxWindow(browser: Browser): InWindow {
  const connection = connectionOf(browser);
  return async (fn, ...args) => {
    const { result: tree } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 });
    const { result } = await connection.send('script.callFunction', {
      functionDeclaration: `async (args) => JSON.stringify((await (${fn})(...JSON.parse(args))) ?? null)`,
      arguments: [{ type: 'string', value: JSON.stringify(args) }],
      target: { context: tree.contexts![0]!.context },
      awaitPromise: true,
    });
    if (result.type === 'exception') throw new Error(result.exceptionDetails?.text ?? 'failed');
    return JSON.parse(result.result!.value!);
  };
}

/** Presses the extension's button over the tab in front. Resolves when its popup is loaded. */
export function pressToolbarButton(inWindow: InWindow, id: string): Promise<void> {
  return inWindow(async (extensionId) => {
    const { apiManager } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs').ExtensionParent;
    const window = Services.wm.getMostRecentWindow('navigator:browser');
    const { extension } = WebExtensionPolicy.getByID(extensionId);
    await apiManager.global.browserActionFor(extension).triggerAction(window);
    const shown = () =>
      [...window.document.querySelectorAll('browser.webextension-popup-browser')].some(
        ({ currentURI, webProgress }) => currentURI.spec.endsWith('/popup.html') && !webProgress.isLoadingDocument,
      );
    const deadline = Date.now() + 10_000;
    while (!shown()) {
      if (Date.now() > deadline) throw new Error('The popup did not open within 10 s');
      await new Promise((resolve) => window.setTimeout(resolve, 50));
    }
  }, id);
}

/** Runs `fn` in the popup that is open, as if it stood in the page itself, in the course of a click of the user. */
export function evaluateInPopup<T>(inWindow: InWindow, fn: string, args: unknown[]): Promise<T> {
  return inWindow(
    async (code, values) => {
      const window = Services.wm.getMostRecentWindow('navigator:browser');
      const browser = [...window.document.querySelectorAll('browser.webextension-popup-browser')].at(-1);
      if (!browser) throw new Error('No popup is open');
      const answer = `answer:${Math.random()}`;
      const call = `(async () => JSON.stringify(await (${code})(...${JSON.stringify(values)}) ?? null))()`;
      const script = `(async () => {
        const page = Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
        content.document.notifyUserGestureActivation();
        try {
          sendAsyncMessage(${JSON.stringify(answer)}, { value: await Cu.evalInSandbox(${JSON.stringify(call)}, page) });
        } catch (error) {
          sendAsyncMessage(${JSON.stringify(answer)}, { error: String(error) });
        }
      })()`;
      const { messageManager } = browser;
      const data = await new Promise<{ value: string; error?: string }>((resolve, reject) => {
        messageManager.addMessageListener(answer, (message) => resolve(message.data));
        browser.addEventListener('XULFrameLoaderDestroyed', () => reject(new Error('The popup has closed')));
        messageManager.loadFrameScript(
          `data:application/javascript;charset=utf-8,${encodeURIComponent(script)}`,
          false,
        );
      });
      if (data.error !== undefined) throw new Error(data.error);
      return JSON.parse(data.value);
    },
    fn,
    args,
  );
}

/** Closes the popup, if one is open. */
export function closePopup(inWindow: InWindow): Promise<void> {
  return inWindow(async () => {
    const window = Services.wm.getMostRecentWindow('navigator:browser');
    const open = () => window.document.querySelector('browser.webextension-popup-browser');
    open()?.closest('panel')?.hidePopup();
    while (open()) await new Promise((resolve) => window.setTimeout(resolve, 20));
  });
}

/** What the browser does when the entry is chosen in the menu of a link in the tab in front. */
export function clickMenuEntry(inWindow: InWindow, id: string, link: string): Promise<void> {
  return inWindow(
    (extensionId, linkUrl) => {
      const { extension } = WebExtensionPolicy.getByID(extensionId);
      const { selectedTab } = Services.wm.getMostRecentWindow('navigator:browser').gBrowser;
      extension.emit(
        'webext-menu-menuitem-click',
        { menuItemId: 'report-link', linkUrl, editable: false, modifiers: [] },
        selectedTab,
      );
    },
    id,
    link,
  );
}

/** Ends the event page as the browser does when it has been idle. */
export function endEventPage(inWindow: InWindow, id: string): Promise<void> {
  return inWindow((extensionId) => WebExtensionPolicy.getByID(extensionId).extension.terminateBackground(), id);
}

/** Whether the event page runs, and how often it was started since this was first asked. */
export function eventPageLife(inWindow: InWindow, id: string): Promise<{ running: boolean; wakes: number }> {
  return inWindow((extensionId) => {
    const { extension } = WebExtensionPolicy.getByID(extensionId);
    if (extension.wakes === undefined) {
      extension.wakes = 0;
      extension.on('background-script-started', () => extension.wakes!++);
    }
    return { running: extension.backgroundState !== 'stopped', wakes: extension.wakes };
  }, id);
}

/** As the user can in the add-ons manager. The extension is started anew. */
export function allowPrivateWindows(inWindow: InWindow, id: string, allow: boolean): Promise<void> {
  return inWindow(
    async (extensionId, allowed) => {
      const { ExtensionPermissions } = ChromeUtils.importESModule(
        'resource://gre/modules/ExtensionPermissions.sys.mjs',
      );
      const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
      const permission = { permissions: ['internal:privateBrowsingAllowed'], origins: [] };
      await ExtensionPermissions[allowed ? 'add' : 'remove'](extensionId, permission);
      await (await AddonManager.getAddonByID(extensionId)).reload();
    },
    id,
    allow,
  );
}

/** As the user can in the add-ons manager. */
export function withdrawSite(inWindow: InWindow, id: string, pattern: string): Promise<void> {
  return inWindow(
    async (extensionId, origin) => {
      const { ExtensionPermissions } = ChromeUtils.importESModule(
        'resource://gre/modules/ExtensionPermissions.sys.mjs',
      );
      const { extension } = WebExtensionPolicy.getByID(extensionId);
      await ExtensionPermissions.remove(extensionId, { permissions: [], origins: [origin] }, extension);
    },
    id,
    pattern,
  );
}

export function openPrivateWindow(inWindow: InWindow, url: string): Promise<void> {
  return inWindow((address) => {
    Services.wm.getMostRecentWindow('navigator:browser').openTrustedLinkIn(address, 'window', { private: true });
  }, url);
}

interface ChromeBrowser {
  closest(selector: string): { hidePopup(): void } | null;
  addEventListener(type: string, listener: () => void): void;
  currentURI: { spec: string };
  webProgress: { isLoadingDocument: boolean };
  messageManager: {
    addMessageListener(name: string, listener: (message: { data: { value: string; error?: string } }) => void): void;
    loadFrameScript(url: string, alsoLater: boolean): void;
  };
}

interface ChromeWindow {
  openTrustedLinkIn(url: string, where: 'window', options: { private: boolean }): void;
  gBrowser: { selectedTab: unknown };
  setTimeout(done: (value: unknown) => void, ms: number): void;
  document: {
    querySelector(selector: string): ChromeBrowser | null;
    querySelectorAll(selector: string): Iterable<ChromeBrowser>;
  };
}

interface Extension {
  emit(event: string, info: object, tab: unknown): void;
  terminateBackground(): Promise<void>;
  backgroundState: 'stopped' | 'starting' | 'running' | 'suspending';
  on(event: string, listener: () => void): void;
  /** Ours. */
  wakes?: number;
}

declare const ChromeUtils: {
  importESModule(url: string): {
    ExtensionPermissions: Record<
      'add' | 'remove',
      (id: string, permissions: object, extension?: Extension) => Promise<void>
    >;
    AddonManager: { getAddonByID(id: string): Promise<{ reload(): Promise<void> }> };
    ExtensionParent: {
      apiManager: {
        global: { browserActionFor(extension: Extension): { triggerAction(window: ChromeWindow): Promise<void> } };
      };
    };
  };
};
declare const Services: { wm: { getMostRecentWindow(type: string): ChromeWindow } };
declare const WebExtensionPolicy: { getByID(id: string): { extension: Extension } };
