/** The signed package as IT deploys it: installed by policy from an address of its own, and updated from there. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { changeManifest, selfHosted } from '../../scripts/self-host.ts';
import { FIREFOX_ID, launch, type Session } from './browser.ts';
import { startNetwork } from './network.ts';
import { deploy, maySetPolicy } from './policy.ts';
import { waitFor } from './user.ts';

describe.skipIf(!maySetPolicy)('given a policy that names the package and where it is served', () => {
  const { executablePath, extension } = inject('browsers').chromium;
  const closing: (() => Promise<unknown>)[] = [];
  const served: Record<string, string | Uint8Array> = {};
  let folder: string;
  let base: URL;
  let id: string;
  let session: Session;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gamekeeper-managed-'));
    closing.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    const server = await serve(served);
    closing.push(() => new Promise((done) => server.close(done)));
    base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/gamekeeper/`);
    await release('0.1.0');
    id = /appid="([a-p]{32})"/.exec(`${served['updates.xml']}`)![1]!;

    const policy = {
      ExtensionInstallForcelist: [`${id};${new URL('updates.xml', base)}`],
      // Nobody may look into what IT installs, not even a test, unless the policy says so.
      DeveloperToolsAvailability: 1,
    };
    closing.push(await deploy('chromium', policy));
    const network = await startNetwork();
    closing.push(() => network.close());
    session = await launch({ browser: 'chromium', executablePath, network, managed: true });
    closing.push(() => session.close());
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  /** Makes and serves that version, as `npm run package -- --self-host` does. */
  async function release(version: string): Promise<void> {
    const copy = join(folder, version);
    await cp(extension, copy, { recursive: true });
    await changeManifest(copy, ({ key: _, ...manifest }) => ({ ...manifest, version }));
    const key = join(folder, 'extension.key');
    const name = `gamekeeper-${version}`;
    Object.assign(served, await selfHosted.chrome({ folder: copy, base, name, version, key, told: [] }));
  }

  /** A page of the extension, once it is installed. */
  const own = () =>
    waitFor('the installed extension', async () => {
      const page = await session.browser.newPage();
      const opened = await page.goto(`chrome-extension://${id}/options.html`).catch(() => page.close());
      return opened ? page : undefined;
    });
  const evaluate = (page: Page, script: string) => page.evaluate(script) as Promise<unknown>;

  test('then Chromium takes the signature and installs it, and the user can neither remove nor disable it', async () => {
    const page = await own();
    expect(await evaluate(page, 'chrome.runtime.getManifest().version')).toBe('0.1.0');
    const self = await evaluate(page, 'chrome.management.getSelf()');
    expect(self).toMatchObject({ id, enabled: true, installType: 'admin', mayDisable: false });
    await page.close();
  });

  test('then nobody whose IT installed it is greeted', async () => {
    const addresses = (await session.browser.pages()).map((page) => page.url());
    expect(addresses.filter((address) => address.includes('welcome'))).toEqual([]);
  });

  test('when a newer one is served, then the browser updates to it and what is stored stays', async () => {
    const before = await own();
    await evaluate(before, 'chrome.storage.local.set({ kept: "from 0.1.0" })');
    await release('0.2.0');
    const found = `new Promise((resolve) => {
      chrome.runtime.onUpdateAvailable.addListener(({ version }) => resolve(version));
      chrome.runtime.requestUpdateCheck();
    })`;
    expect(await evaluate(before, found)).toBe('0.2.0');
    // The browser waits until no page of the extension is open.
    await before.close();
    const page = await waitFor('the new version', async () => {
      const after = await own();
      if ((await evaluate(after, 'chrome.runtime.getManifest().version')) === '0.2.0') return after;
      await evaluate(after, 'chrome.runtime.reload()').catch(() => {});
      return undefined;
    });
    expect(await evaluate(page, 'chrome.storage.local.get("kept")')).toEqual({ kept: 'from 0.1.0' });
  });
});

describe.skipIf(!maySetPolicy)(
  'given a policy for Firefox that names the XPI, where signatures are not asked for',
  () => {
    test('then Firefox installs it, and the user can neither remove nor disable it', async () => {
      const { executablePath, extension } = inject('browsers').firefox;
      await using closing = new AsyncDisposableStack();
      const folder = await mkdtemp(join(tmpdir(), 'gamekeeper-managed-'));
      closing.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
      const copy = join(folder, 'extension');
      await cp(extension, copy, { recursive: true });
      const base = new URL('https://it.example.org/gamekeeper/');
      const hosting = { folder: copy, base, name: 'gamekeeper', version: '0.1.0', key: '', told: [] };
      const server = await serve(await selfHosted.firefox(hosting));
      closing.defer(() => new Promise((done) => server.close(() => done())));
      const { port } = server.address() as AddressInfo;
      const settings = {
        installation_mode: 'force_installed',
        install_url: `http://127.0.0.1:${port}/gamekeeper/gamekeeper.xpi`,
      };
      const removePolicy = await deploy('firefox', {
        policies: { ExtensionSettings: { [FIREFOX_ID]: settings } },
      });
      closing.defer(removePolicy);
      const network = await startNetwork();
      closing.defer(() => network.close());
      const prefs = { 'xpinstall.signatures.required': false };
      const session = await launch({ browser: 'firefox', executablePath, network, prefs });
      closing.defer(() => session.close());

      const page = await waitFor('the installed extension', () => session.openOwn('options.html'), 40_000);
      const self = await waitFor('what the browser says of it', () => page.evaluate('browser.management.getSelf()'));
      expect(self).toMatchObject({ id: FIREFOX_ID, enabled: true, installType: 'admin', mayDisable: false });
    });
  },
);

async function serve(files: Record<string, string | Uint8Array>): Promise<Server> {
  const server = createServer((request, response) => {
    const file = files[new URL(request.url ?? '/', 'http://localhost').pathname.replace('/gamekeeper/', '')];
    const type = request.url?.includes('.crx') ? 'application/x-chrome-extension' : 'application/xml';
    response.writeHead(file ? 200 : 404, { 'content-type': type, connection: 'close' }).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
