/** Signatures over metadata (specification, sections 4.2 and 5.3.4), by WebCrypto. */

import { GamekeeperError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import { fromHex, hex } from './hash.ts';
import { type Key, type Metadata, own, type Role } from './metadata.ts';

/** What a role's metadata is verified against: root, or targets metadata that delegates. */
export interface Delegator {
  keys: Record<string, Key>;
  role: Role;
}

/**
 * Passes when a threshold of the role's keys signed. Each key counts once, also when it is listed under two ids or in two spellings.
 *
 * @throws GamekeeperError ERR_FEED_SIGNATURE
 */
export async function checkSignatures(metadata: Metadata, name: string, { role, keys }: Delegator): Promise<void> {
  const signers = new Set<string>();
  await Promise.all(
    metadata.signatures.map(async ({ keyid, sig }) => {
      const key = role.keyids.includes(keyid) ? own(keys, keyid) : undefined;
      const signer = key && (await signerOf(key, metadata.payload, sig));
      if (signer !== undefined) signers.add(signer);
    }),
  );
  if (signers.size < role.threshold) {
    throw new GamekeeperError(
      'ERR_FEED_SIGNATURE',
      `${name}.json carries ${signers.size} of the ${role.threshold} signatures it needs. Nothing of it was used; tell the security team.`,
    );
  }
}

/**
 * The key itself, in one spelling, when this is its signature. Undefined for a signature that is wrong, and for a key or a
 * signature that cannot be read: others may still reach the threshold.
 */
async function signerOf(key: Key, payload: Bytes, sig: string): Promise<string | undefined> {
  const signature = fromHex(sig);
  const scheme = SCHEMES[key.scheme];
  if (!signature || !scheme?.keytypes.includes(key.keytype)) return undefined;
  const { format, algorithm, decode } = scheme;
  try {
    const raw = format === 'raw' ? fromHex(key.keyval.public)! : fromPem(key.keyval.public);
    const imported = await crypto.subtle.importKey(format, raw, algorithm, false, ['verify']);
    return (await crypto.subtle.verify(algorithm, imported, decode?.(signature) ?? signature, payload))
      ? hex(raw)
      : undefined;
  } catch {
    return undefined;
  }
}

interface Scheme {
  keytypes: string[];
  /** Of the public key: bytes in hexadecimal, or PEM. */
  format: 'raw' | 'spki';
  algorithm: { name: string; namedCurve?: string; hash?: string; saltLength?: number };
  /** From the signature as written to the one that WebCrypto wants. */
  decode?(signature: Bytes): Bytes;
}

/** Our publisher signs with Ed25519; the other two are the specification's (section 4.2), so that any TUF feed can be read. */
const SCHEMES: Record<string, Scheme | undefined> = Object.assign(Object.create(null), {
  ed25519: { keytypes: ['ed25519'], format: 'raw', algorithm: { name: 'Ed25519' } },
  'ecdsa-sha2-nistp256': {
    keytypes: ['ecdsa', 'ecdsa-sha2-nistp256'],
    format: 'spki',
    algorithm: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
    decode: fromDer,
  },
  'rsassa-pss-sha256': {
    keytypes: ['rsa'],
    format: 'spki',
    algorithm: { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 },
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
