import { hash } from 'node:crypto';
import { Targets } from '@tufjs/models';
import { ed25519Key } from '../signing/keys.ts';
import { SPEC_VERSION } from '../signing/metadata.ts';
import type { PartnerRule } from './partner-rules.ts';

/** Where the list of a publisher, or of a delegated partner, stands among the targets. */
export function watchlistPath(partner?: string): string {
  return partner === undefined ? 'watchlist' : `partners/${partner}/watchlist`;
}

/**
 * The partner's role. Its name changes with its keys: what a lost key signed is then never asked for, and browsers do not
 * stumble over it while the partner has not yet signed with the new one.
 */
function partnerRole({ name, keys, threshold }: PartnerRule): string {
  const trust = hash('sha256', JSON.stringify([keys.toSorted(), threshold]));
  return `partner-${name}-${trust.slice(0, 8)}`;
}

/** The part of the top-level targets that trusts partners, each with its own path alone (specification, 4.5). */
export function delegationsTo(partners: readonly PartnerRule[]): Targets['delegations'] {
  if (partners.length === 0) return undefined;
  const keys = partners.flatMap((partner) => partner.keys.map(ed25519Key));
  const roles = partners.map((partner) => ({
    name: partnerRole(partner),
    keyids: partner.keys.map((hex) => ed25519Key(hex).keyID),
    threshold: partner.threshold,
    terminating: true,
    paths: [watchlistPath(partner.name)],
  }));
  // The library keeps its classes of delegation to itself; its parser makes them.
  return Targets.fromJSON({
    ...new Targets({ version: 1, specVersion: SPEC_VERSION, expires: '2000-01-01T00:00:00Z' }).toJSON(),
    delegations: { keys: Object.fromEntries(keys.map((key) => [key.keyID, key.toJSON()])), roles },
  }).delegations;
}

/** The partner whose role this is; undefined for any other role. */
export function partnerOfRole(role: string): string | undefined {
  return /^partner-(.+)-[0-9a-f]{8}$/.exec(role)?.[1];
}
