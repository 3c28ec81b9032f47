/** Policies as IT deploys them: files of the machine, which every browser on it reads. They are gone when the test is. */
import { rmSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BrowserName } from '../../scripts/browsers.ts';
import { CHROMIUM_ID } from '../../scripts/policy-templates.ts';
import { FIREFOX_ID } from './browser.ts';

const FILES: Record<BrowserName, string> = {
  chromium: '/etc/chromium/policies/managed/gamekeeper-test.json',
  firefox: '/etc/firefox/policies/policies.json',
};

/** Whether this machine lets a test do so. */
export const maySetPolicy = process.platform === 'linux' && process.getuid?.() === 0;

/** The extension's own settings. @returns what takes the policy away again */
export function setPolicy(browser: BrowserName, policy: Record<string, unknown>): Promise<() => Promise<void>> {
  return browser === 'chromium'
    ? deploy(browser, { '3rdparty': { extensions: { [CHROMIUM_ID]: policy } } })
    : deploy(browser, { policies: { '3rdparty': { Extensions: { [FIREFOX_ID]: policy } } } });
}

/** The whole of a policy file. @returns what takes it away again */
export async function deploy(browser: BrowserName, content: object): Promise<() => Promise<void>> {
  const file = FILES[browser];
  const standing = await readFile(file, 'utf8').catch(() => undefined);
  // A test that was killed may have left its own. In Chromium's folder there is one of this name for us alone.
  if (browser === 'firefox' && standing !== undefined && !standing.includes(FIREFOX_ID))
    throw new Error(`${file} is not ours: this machine has a policy of its own`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(content));
  process.once('exit', () => rmSync(file, { force: true }));
  return () => rm(file, { force: true });
}
