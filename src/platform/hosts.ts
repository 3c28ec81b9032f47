/** Hosts of sites and the permission that each needs. Knows no browser. */
import { z } from 'zod';
import { covers } from '../sites/address.ts';

/** A host name such as `people.example.org`, without wildcards. */
export const hostSchema = z
  .string()
  .max(253)
  .regex(/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/);

export interface ReadSite {
  /** For a site that comes with the extension, its subdomains too. */
  host: string;
  by: 'extension' | 'user' | 'policy';
  /** Match pattern of the permission that it needs. */
  pattern: string;
  /** The browser lets us read it. */
  allowed: boolean;
}

/** The host that an address or a bare host names, or nothing when it is none of the web's. */
export function hostOf(address: string): string | undefined {
  const url = URL.parse(address.includes('://') ? address : `https://${address.trim()}`);
  return url?.protocol === 'https:' ? hostSchema.safeParse(url.hostname).data : undefined;
}

export function patternOf(host: string): string {
  return `https://${host}/*`;
}

/** The site that covers this host: one that was added covers its own host alone. */
export function siteOf(sites: readonly ReadSite[], host: string): ReadSite | undefined {
  return sites.find((site) => (site.by === 'extension' ? covers(site.host, host) : site.host === host));
}
