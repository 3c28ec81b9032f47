import { isMemberId } from '../../profile/account.ts';
import { pageAt, profileAddress, rulesFor } from '../../sites/address.ts';
import type { SiteRules } from '../../sites/rules.ts';
import type { Account } from '../../watchlist/entry.ts';

/** Accounts and the public addresses of their profiles, as the site rules join them. */
export class Addresses {
  readonly #sites: readonly SiteRules[];

  constructor(sites: readonly SiteRules[] = []) {
    this.#sites = sites;
  }

  of({ site, handle }: { site: string; handle?: string }): string | undefined {
    // A site that users added: accounts stand under its host, each by its whole path.
    if (site.includes('.')) return handle && `https://${site}/${encodeURI(handle)}`;
    const rules = this.#sites.find(({ id }) => id === site);
    return rules && handle ? profileAddress(rules, handle) : undefined;
  }

  /** The account whose profile stands at `url`; undefined for any other page, and for sites without rules of their own. */
  account(url: string): Account | undefined {
    const rules = rulesFor(this.#sites, url);
    const found = rules && !rules.hosts.includes('*') ? pageAt(rules, new URL(url)) : undefined;
    const handle = found?.page.kind === 'profile' ? found.address.parts.handle : undefined;
    return rules && handle
      ? { site: rules.id, ...(isMemberId(handle) ? { memberId: handle } : { handle }) }
      : undefined;
  }
}

/** An account as other forms name it: a login, the site's own id, or an id that is really a login. */
export function accountOf({ site, login, id }: { site?: string; login?: string; id?: string }): Account | undefined {
  const on = site?.toLowerCase() ?? (id && isMemberId(id) ? 'linkedin' : undefined);
  if (!on || !/^[a-z0-9.-]{1,64}$/.test(on)) return undefined;
  const memberId = on !== 'linkedin' || isMemberId(id ?? '') ? id : undefined;
  const handle = login ?? (memberId ? undefined : id);
  return handle || memberId ? { site: on, ...(handle && { handle }), ...(memberId && { memberId }) } : undefined;
}

/** One account for each that is the same: what one says and another does not is put together. */
export function mergeAccounts(accounts: readonly Account[]): Account[] {
  const merged: Account[] = [];
  for (const account of accounts) {
    const same = merged.find(
      ({ site, handle, memberId }) =>
        site === account.site &&
        (handle && account.handle ? handle === account.handle : memberId && memberId === account.memberId),
    );
    if (same) Object.assign(same, { ...account, ...same });
    else merged.push({ ...account });
  }
  return merged;
}
