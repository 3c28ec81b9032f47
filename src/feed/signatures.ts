/** Signatures over metadata (specification, sections 4.2 and 5.3.4), by WebCrypto. */

import { GamekeeperError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import { fromHex } from './hash.ts';
import { type Key, type Metadata, own, type Role } from './metadata.ts';

/** What a role's metadata is verified against: root, or targets metadata that delegates. */
export interface Delegator {
  keys: Record<string, Key>;
  role: Role;
}

/**
 * Passes when a threshold of the role's keys signed. Each key counts once, also when it is listed under two ids.
 *
 * @throws GamekeeperError ERR_FEED_SIGNATURE
 */
export async function checkSignatures(metadata: Metadata, name: string, { role, keys }: Delegator): Promise<void> {
  const signers = new Set<string>();
  await Promise.all(
    metadata.signatures.map(async ({ keyid, sig }) => {
      const key = role.keyids.includes(keyid) ? own(keys, keyid) : undefined;
      if (key && (await isSignedBy(key, metadata.payload, sig)))
        signers.add(`${key.keytype} ${key.keyval.public.trim()}`);
    }),
  );
  if (signers.size < role.threshold) {
    throw new GamekeeperError(
      'ERR_FEED_SIGNATURE',
      `${name}.json carries ${signers.size} of the ${role.threshold} signatures it needs. Nothing of it was used; tell the security team.`,
    );
  }
}

/** False for a signature that is wrong, and for a key or a signature that cannot be read: others may still reach the threshold. */
async function isSignedBy(key: Key, payload: Bytes, sig: string): Promise<boolean> {
  const signature = fromHex(sig);
  const scheme = SCHEMES[key.scheme];
  if (!signature || !scheme?.keytypes.includes(key.keytype)) return false;
  try {
    return await scheme.verify(key.keyval.public, signature, payload);
  } catch {
    return false;
  }
}

interface Scheme {
  keytypes: string[];
  verify(publicKey: string, signature: Bytes, payload: Bytes): Promise<boolean>;
}

/** Our publisher signs with Ed25519; the other two are the specification's (section 4.2), so that any TUF feed can be read. */
const SCHEMES: Record<string, Scheme | undefined> = Object.assign(Object.create(null), {
  ed25519: {
    keytypes: ['ed25519'],
    async verify(publicKey, signature, payload) {
      const raw = fromHex(publicKey);
      if (!raw) return false;
      const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
      return crypto.subtle.verify('Ed25519', key, signature, payload);
    },
  },
  'ecdsa-sha2-nistp256': {
    keytypes: ['ecdsa', 'ecdsa-sha2-nistp256'],
    async verify(publicKey, signature, payload) {
      const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
      const key = await crypto.subtle.importKey('spki', fromPem(publicKey), algorithm, false, ['verify']);
      return crypto.subtle.verify(algorithm, key, fromDer(signature), payload);
    },
  },
  'rsassa-pss-sha256': {
    keytypes: ['rsa'],
    async verify(publicKey, signature, payload) {
      const algorithm = { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 };
      const key = await crypto.subtle.importKey('spki', fromPem(publicKey), algorithm, false, ['verify']);
      return crypto.subtle.verify(algorithm, key, signature, payload);
    },
  },
} satisfies Record<string, Scheme>);

function fromPem(pem: string): Bytes {
  const base64 = pem.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '');
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** An ECDSA signature as two ASN.1 integers (RFC 3279, section 2.2.3), as the 64 bytes that WebCrypto wants. */
function fromDer(der: Bytes): Bytes {
  const raw = new Uint8Array(64);
  let offset = 2;
  if (der[0] !== 0x30 || der[1] !== der.length - 2) throw new TypeError('not a DER sequence');
  for (const end of [32, 64]) {
    const length = der[offset + 1]!;
    const integer = der.subarray(offset + 2, offset + 2 + length);
    const digits = integer[0] === 0 ? integer.subarray(1) : integer;
    if (der[offset] !== 0x02 || integer.length !== length || digits.length > 32)
      throw new TypeError('not a DER integer');
    raw.set(digits, end - digits.length);
    offset += 2 + length;
  }
  if (offset !== der.length) throw new TypeError('bytes after the signature');
  return raw;
}
