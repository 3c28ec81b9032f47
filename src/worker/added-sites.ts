/** Sites that the user or a policy added: the content script runs there for as long as the browser allows it. */
import { logError } from '../log.ts';
import { browser } from '../platform/browser.ts';
import { patternOf } from '../platform/hosts.ts';
import { changeSettings } from '../platform/settings.ts';
import { addedHosts, readSites } from '../platform/sites.ts';
import { injectReader, tellTabs } from './tabs.ts';

const ID = 'added-sites';

let working: Promise<unknown> = Promise.resolve();

/** Makes the content script run on every added site that may be read, and on no other. Never two at once. */
export function registerAddedSites(): Promise<void> {
  const done = working.then(async () => {
    const added = (await readSites()).filter(({ by, allowed }) => by !== 'extension' && allowed);
    const matches = added.map(({ pattern }) => pattern);
    const [known] = await browser.scripting.getRegisteredContentScripts({ ids: [ID] });
    // It stands since the session before: taken away and brought anew, it would miss what loads at the start.
    if (String(known?.matches ?? []) === String(matches)) return;
    if (known) await browser.scripting.unregisterContentScripts({ ids: [ID] });
    if (matches.length === 0) return;
    await browser.scripting.registerContentScripts([
      { id: ID, matches, js: ['page.js'], runAt: 'document_start', persistAcrossSessions: true },
    ]);
  });
  working = done.catch(() => {});
  return done;
}

/** Permission was given: the sites are remembered, so that its loss can be told, and read in tabs already open. */
export async function sitesAllowed(origins: readonly string[]): Promise<void> {
  const hosts = addedHosts(origins);
  const remember = changeSettings((settings) => ({ ...settings, sites: [...new Set([...settings.sites, ...hosts])] }));
  await remember.catch(logError);
  await registerAddedSites();
  if (hosts.length === 0) return;
  const tabs = await browser.tabs.query({ url: hosts.map(patternOf) });
  await Promise.all(tabs.map(({ id }) => injectReader({ tabId: id! }).catch(logError)));
}

/** Permission is gone: open pages stop being read. */
export async function sitesWithheld(): Promise<void> {
  await registerAddedSites();
  await tellTabs({ type: 'renewed' });
}

/** The user takes a site off. The permission goes first: a full disk must not keep it. */
export async function removeSite(host: string): Promise<void> {
  await browser.permissions.remove({ origins: [patternOf(host)] });
  await sitesWithheld();
  await changeSettings((settings) => ({ ...settings, sites: settings.sites.filter((site) => site !== host) }));
}
