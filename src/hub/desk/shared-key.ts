/**
 * The secret that all analysts of a desk share, each with an identity of their own: from it come the tags by which the hub
 * groups and finds. The hub keeps it sealed to the recipients in the signed list, and only ever adds to what it keeps.
 */
import { GamekeeperError } from '../../errors.ts';
import { sha256Hex } from '../../feed/hash.ts';
import { openBytes, sealBytes } from '../../reports/seal.ts';
import type { Tables } from '../database.ts';

/** `fingerprint`: SHA-256 of the secret, in hex. `sealed`: an age file in base64. `recipients`: separated by spaces. */
export type SealedKey = Omit<Tables['desk_keys'], 'seq'>;

/** @returns undefined when none of them is sealed to this identity */
export async function openSharedKey(keys: readonly SealedKey[], identity: string): Promise<string | undefined> {
  for (const { sealed, fingerprint } of keys) {
    const bytes = Uint8Array.from(atob(sealed), (char) => char.charCodeAt(0));
    const secret = await openBytes(bytes, identity).catch(() => undefined);
    if (secret !== undefined && (await fingerprintOf(secret)) === fingerprint) return secret;
  }
  return undefined;
}

export async function sealSharedKey(secret: string, recipients: readonly string[]): Promise<SealedKey> {
  const sealed = await sealBytes(new TextEncoder().encode(secret), recipients);
  return {
    fingerprint: await fingerprintOf(secret),
    sealed: btoa(String.fromCharCode(...sealed)),
    recipients: recipients.join(' '),
  };
}

interface KeyStore {
  keys(): Promise<{ keys: SealedKey[] }>;
  addKey(key: SealedKey): Promise<unknown>;
}

/**
 * The desk's secret for this analyst. The first analyst of all makes it; each sees that every recipient of the list in
 * force can open it.
 * @throws ERR_NOT_A_RECIPIENT when it was not sealed to this analyst yet
 */
export async function sharedKey(
  hub: KeyStore,
  identity: string,
  own: string,
  listed: readonly string[],
): Promise<string> {
  const { keys } = await hub.keys();
  const known = await openSharedKey(keys, identity);
  if (known === undefined && keys.length > 0) {
    const message =
      'This desk is not sealed to your identity. Once the list names you as a recipient, another analyst has to open the desk.';
    throw new GamekeeperError('ERR_NOT_A_RECIPIENT', message);
  }
  const secret = known ?? btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
  const wanted = [...new Set([own, ...listed])];
  const reaches = ({ recipients }: SealedKey) => wanted.every((each) => recipients.split(' ').includes(each));
  if (!keys.some(reaches)) await hub.addKey(await sealSharedKey(secret, wanted));
  return secret;
}

const fingerprintOf = (secret: string) => sha256Hex(new TextEncoder().encode(secret));
