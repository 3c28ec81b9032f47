/** CRX3, the signed form in which Chromium takes an extension from outside its store (`components/crx_file/crx3.proto`). */
import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';

/** What an extension is known by: its public key, hashed, in the letters a to p. */
export function extensionId(key: KeyObject): string {
  return idOf(publicKeyOf(key))
    .toString('hex')
    .replaceAll(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}

/** @param key RSA. The same zip and key give the same bytes: PKCS #1 v1.5 draws no lots. */
export function packCrx(zip: Uint8Array, key: KeyObject): Buffer {
  const publicKey = publicKeyOf(key);
  const signedData = field(1, idOf(publicKey));
  const signed = Buffer.concat([Buffer.from('CRX3 SignedData\0'), uint32(signedData.length), signedData, zip]);
  const proof = Buffer.concat([field(1, publicKey), field(2, sign('sha256', signed, key))]);
  const header = Buffer.concat([field(2, proof), field(10_000, signedData)]);
  return Buffer.concat([Buffer.from('Cr24'), uint32(3), uint32(header.length), header, zip]);
}

const publicKeyOf = (key: KeyObject) => createPublicKey(key).export({ type: 'spki', format: 'der' });
const idOf = (publicKey: Uint8Array) => createHash('sha256').update(publicKey).digest().subarray(0, 16);

/** A length-delimited field of a protocol buffer. */
function field(number: number, content: Uint8Array): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
