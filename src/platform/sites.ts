/** Which sites are read: those that come with the extension, and those that the user or a policy added, one by one. */

import { covers } from '../sites/address.ts';
import { browser } from './browser.ts';
import { hostOf, patternOf, type ReadSite } from './hosts.ts';
import { readPolicy } from './policy.ts';
import { readSettings } from './settings.ts';

/** The hosts that permissions were given for, beside those that the extension came with. */
export function addedHosts(origins: readonly string[]): string[] {
  const { host_permissions: own = [] } = browser.runtime.getManifest() as { host_permissions?: string[] };
  return origins.filter((origin) => !own.includes(origin)).flatMap((origin) => hostOf(origin.replace(/\*$/, '')) ?? []);
}

export async function readSites(): Promise<ReadSite[]> {
  const [{ sites: known }, { policy }, { origins = [] }] = await Promise.all([
    readSettings(),
    readPolicy(),
    browser.permissions.getAll(),
  ]);
  const byPolicy = policy.sites ?? [];
  const own = ownPatterns().map((pattern) => ({ pattern, host: ownHost(pattern), by: 'extension' as const }));
  const isOwn = (host: string) => own.some((site) => covers(site.host, host));
  const added = [...new Set([...byPolicy, ...known, ...addedHosts(origins)])]
    .filter((host) => !isOwn(host))
    .map((host) => ({
      pattern: patternOf(host),
      host,
      by: byPolicy.includes(host) ? ('policy' as const) : ('user' as const),
    }));
  return Promise.all(
    [...own, ...added].map(async (site) => ({
      ...site,
      allowed: await browser.permissions.contains({ origins: [site.pattern] }),
    })),
  );
}

/** All of the form `*://*.domain/*`. */
function ownPatterns(): string[] {
  return (browser.runtime.getManifest().content_scripts ?? []).flatMap(({ matches }) => matches ?? []);
}

function ownHost(pattern: string): string {
  return pattern.split('/')[2]!.replace('*.', '');
}
