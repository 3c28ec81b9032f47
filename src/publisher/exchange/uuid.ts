import { createHash } from 'node:crypto';

/** Names of ours under which no other standard makes ids. */
const OURS = '6b1f0d54-8d0b-4b6e-9d5c-0a3f0b7a52c1';

/** The version 5 UUID of `name` (RFC 9562, 5.5): the same name always has the same id. */
export function uuid5(name: string, namespace: string = OURS): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  const bytes = createHash('sha1').update(space).update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The id of a publisher, in STIX and MISP alike: what it exported is told by it. */
export const publisherId = (publisher: string) => uuid5(`publisher ${publisher}`);
