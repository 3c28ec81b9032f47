/** TUF metadata as the publisher and the hub make it; `src/feed/` judges it. Sections are those of the TUF specification 1.0. */
import { hash } from 'node:crypto';
import { Metadata, type MetadataKind, type Root, type Snapshot, type Targets, type Timestamp } from '@tufjs/models';
import { GamekeeperError } from '../errors.ts';
import { ed25519Key, type SigningKey } from './keys.ts';

export const SPEC_VERSION = '1.0.31';

/** Days that a signature lasts. Timestamp: a weekend without the hub makes no list stale. Targets: silence that long is a fault. */
const LIFETIME_DAYS = { root: 365, targets: 120, snapshot: 14, timestamp: 3 } as const;

export type Signed = Root | Snapshot | Targets | Timestamp;

/** Expiry for metadata signed at `now`, in the form of section 4.2.1 (UTC, whole seconds). */
export function expiry(role: keyof typeof LIFETIME_DAYS, now: Date): string {
  return instant(new Date(now.getTime() + LIFETIME_DAYS[role] * 86_400_000));
}

/** An ISO instant with whole seconds. */
export function instant(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Whether metadata has less than half of its role's life before it: time to sign again. */
export function isDue(role: keyof typeof LIFETIME_DAYS, expires: string, now: Date): boolean {
  return Date.parse(expires) - now.getTime() < (LIFETIME_DAYS[role] * 86_400_000) / 2;
}

export function sign<T extends Signed>(signed: T, keys: readonly SigningKey[]): Metadata<T> {
  const metadata = new Metadata<T>(signed);
  for (const key of keys) metadata.sign((data) => key.sign(data));
  return metadata;
}

export function encode(metadata: Metadata<Signed>): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(metadata.toJSON())}\n`);
}

interface Kinds {
  root: Root;
  targets: Targets;
  snapshot: Snapshot;
  timestamp: Timestamp;
}

type KeyJson = { keyval: { public: string } };

/** Parses metadata of a known kind; signatures are not yet checked. @throws GamekeeperError ERR_METADATA naming `file` */
export function decode<K extends keyof Kinds>(kind: K, bytes: Uint8Array, file: string): Metadata<Kinds[K]> {
  try {
    const json = JSON.parse(new TextDecoder().decode(bytes));
    const metadata = Metadata.fromJSON(kind as MetadataKind.Root, json) as unknown as Metadata<Kinds[K]>;
    const { keys, delegations } = json.signed;
    for (const [id, { keyval }] of Object.entries<KeyJson>({ ...keys, ...delegations?.keys })) {
      // By its id people know a key.
      if (ed25519Key(keyval.public).keyID !== id) throw new Error(`another key stands under the id ${id}`);
    }
    return metadata;
  } catch (cause) {
    throw new GamekeeperError(
      'ERR_METADATA',
      `${file} holds no TUF ${kind} metadata. Restore the feed from its last copy.`,
      { cause },
    );
  }
}

/**
 * Checks that enough of the keys that `delegator` names for `role` have signed `metadata` (section 5.3.4 and others).
 *
 * @throws GamekeeperError ERR_THRESHOLD
 */
export function requireSigned(
  delegator: Metadata<Root> | Metadata<Targets>,
  role: string,
  metadata: Metadata<Signed>,
): void {
  try {
    (delegator as Metadata<Root>).verifyDelegate(role, metadata as Metadata<Root>);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GamekeeperError(
      'ERR_THRESHOLD',
      `${role} version ${metadata.signed.version}: ${reason}. Collect the missing signatures with propose and sign.`,
      { cause },
    );
  }
}

export function isSigned(
  delegator: Metadata<Root> | Metadata<Targets>,
  role: string,
  metadata: Metadata<Signed>,
): boolean {
  try {
    requireSigned(delegator, role, metadata);
    return true;
  } catch {
    return false;
  }
}

/** Length and hash of a file, as snapshot, timestamp and targets name it. */
export function fileInfo(bytes: Uint8Array): { length: number; hashes: { sha256: string } } {
  return { length: bytes.length, hashes: { sha256: hash('sha256', bytes) } };
}
