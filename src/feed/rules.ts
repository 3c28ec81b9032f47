/** The checks of the client workflow that need nothing but what they compare. Each names its section of the specification. */

import { GamekeeperError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import { hex } from './hash.ts';
import { type MetaFile, own, type Snapshot, type Timestamp } from './metadata.ts';

/** Sections 5.3.5, 5.5.4 and 5.6.4. @throws GamekeeperError ERR_FEED_VERSION */
export function checkVersion(name: string, version: number, wanted: number): void {
  if (version === wanted) return;
  throw new GamekeeperError(
    'ERR_FEED_VERSION',
    `${name}.json has version ${version} where version ${wanted} was promised. Nothing of it was used; tell the security team.`,
  );
}

/** Sections 5.3.10, 5.4.4, 5.5.6 and 5.6.5. @throws GamekeeperError ERR_FEED_EXPIRED */
export function checkExpiry(name: string, expires: string, now: Date): void {
  if (now.getTime() < Date.parse(expires)) return;
  throw new GamekeeperError(
    'ERR_FEED_EXPIRED',
    `${name}.json was valid until ${expires}. The feed may be held back or forgotten: tell the security team.`,
  );
}

/** Section 5.4.3. An equal version passes: it ends the step quietly. @throws GamekeeperError ERR_FEED_ROLLBACK */
export function checkTimestampRollback(fresh: Timestamp, trusted: Timestamp): void {
  if (fresh.version < trusted.version) throw rollback('timestamp', fresh.version, trusted.version);
  const snapshot = fresh.meta['snapshot.json'].version;
  const seen = trusted.meta['snapshot.json'].version;
  if (fresh.version > trusted.version && snapshot < seen) throw rollback('snapshot', snapshot, seen);
}

/** Section 5.5.5: no role goes back, and none disappears. @throws GamekeeperError ERR_FEED_ROLLBACK */
export function checkSnapshotRollback(fresh: Snapshot, trusted: Snapshot): void {
  for (const [file, { version }] of Object.entries(trusted.meta)) {
    const now = own(fresh.meta, file)?.version;
    if (now === undefined || now < version) throw rollback(file.replace(/\.json$/, ''), now, version);
  }
}

function rollback(name: string, version: number | undefined, seen: number): GamekeeperError {
  return new GamekeeperError(
    'ERR_FEED_ROLLBACK',
    `The feed offers ${name} ${version === undefined ? 'no longer' : `version ${version}`} though version ${seen} was seen before. Nothing of it was used; tell the security team.`,
  );
}

const ALGORITHMS: Record<string, string> = { sha256: 'SHA-256', sha512: 'SHA-512' };

/**
 * Sections 5.5.2, 5.6.2 and 5.7.3. Every hash we can compute must match, and where hashes are given one of them must be
 * one we can. @throws GamekeeperError ERR_FEED_HASH
 */
export async function checkHashes(
  name: string,
  bytes: Bytes,
  meta: Pick<MetaFile, 'length' | 'hashes'>,
): Promise<void> {
  const known = Object.entries(meta.hashes ?? {}).filter(([algorithm]) => Object.hasOwn(ALGORITHMS, algorithm));
  const computed = await Promise.all(
    known.map(
      async ([algorithm, hash]) =>
        hex(new Uint8Array(await crypto.subtle.digest(ALGORITHMS[algorithm]!, bytes))) === hash,
    ),
  );
  const lengthDiffers = meta.length !== undefined && meta.length !== bytes.length;
  if (lengthDiffers || computed.includes(false) || (meta.hashes && known.length === 0)) {
    throw new GamekeeperError(
      'ERR_FEED_HASH',
      `${name} is not the file that was signed. Nothing of it was used; if this lasts, tell the security team.`,
    );
  }
}
