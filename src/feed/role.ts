/** One metadata file of one role: as it is stored, as it is fetched, and what it takes to trust it. */

import { GamekeeperError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import { type Answer, type Fetch, get } from './http.ts';
import { type Metadata, type MetaFile, parseMetadata, type TopLevel } from './metadata.ts';
import { checkExpiry, checkHashes, checkVersion } from './rules.ts';
import { checkSignatures, type Delegator } from './signatures.ts';
import type { FeedStore } from './store.ts';

/** Bytes that a file may have where nothing signed says how many. */
export const LIMIT = { root: 512 * 1024, timestamp: 16 * 1024, snapshot: 2 * 1024 * 1024, targets: 5 * 1024 * 1024 };

export interface Source {
  store: FeedStore;
  /** Base address of the metadata. */
  base: string;
  fetch: Fetch;
  /** Section 5.1: the time at which this update began. */
  started: Date;
}

/** Stored metadata, if the keys of today still stand behind it. */
export async function readTrusted<T extends TopLevel>(
  { store }: Source,
  type: T,
  delegator: Delegator,
  name: string = type,
): Promise<Metadata<T> | undefined> {
  const bytes = await store.metadata(name);
  if (!bytes) return undefined;
  try {
    const metadata = parseMetadata(type, bytes, name);
    await checkSignatures(metadata, name, delegator);
    return metadata;
  } catch {
    return undefined;
  }
}

/** Whether stored metadata is what `meta` asks for. Then it is not fetched again, but must still be in date. */
export async function isCurrent(
  { started }: Source,
  trusted: Metadata,
  name: string,
  meta: MetaFile,
): Promise<boolean> {
  try {
    checkVersion(name, trusted.signed.version, meta.version);
    await checkHashes(`${name}.json`, trusted.bytes, meta);
  } catch {
    return false;
  }
  checkExpiry(name, trusted.signed.expires, started);
  return true;
}

/** Sections 5.5 and 5.6, steps 1 to 4: bounded by its length, then its hashes, signatures and version. */
export async function download<T extends 'snapshot' | 'targets'>(
  source: Source,
  type: T,
  name: string,
  meta: MetaFile,
  delegator: Delegator,
  consistentSnapshot: boolean,
): Promise<Metadata<T>> {
  const path = `${encodeURIComponent(name)}.json`;
  const versioned = consistentSnapshot ? `${meta.version}.${path}` : path;
  const limit = Math.min(meta.length ?? LIMIT[type], LIMIT[type]);
  const bytes = present(await request(source, versioned, limit), versioned);
  await checkHashes(`${name}.json`, bytes, meta);
  const fresh = parseMetadata(type, bytes, name);
  await checkSignatures(fresh, name, delegator);
  checkVersion(name, fresh.signed.version, meta.version);
  return fresh;
}

export async function persist({ store }: Source, name: string, { bytes }: Metadata): Promise<void> {
  await store.keepMetadata(new Map([[name, bytes]]));
}

export function request(
  { base, fetch }: Source,
  path: string,
  limit: number,
  cache?: RequestCache,
): Promise<Answer | undefined> {
  return get(fetch, { url: join(base, path), limit, ...(cache && { cache }) });
}

/** @throws GamekeeperError ERR_FEED_MISSING */
export function present(answer: Answer | undefined, name: string): Bytes {
  if (answer) return answer.bytes;
  throw new GamekeeperError(
    'ERR_FEED_MISSING',
    `The feed has no ${name}, though it is part of it. Tell the security team.`,
  );
}

export function join(base: string, path: string): string {
  return base.endsWith('/') ? base + path : `${base}/${path}`;
}
