/** FNV-1a over the UTF-16 code units, finished with murmur3's mixer so that all 32 bits are usable. Not for security. */
export function hash32(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mix32(hash);
}

/** murmur3's 32-bit finaliser. */
export function mix32(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** So many that the keys on one anchor, at a hundred thousand entries some three hundred, seldom stand on two pages. */
const ANCHOR_BITS = 13;

/** A key that begins as `anchor` does: keys that are sought together stand together. Both are hashes of 32 bits. */
export function keyOn(anchor: number, hash: number): number {
  const rest = 31 - ANCHOR_BITS;
  return ((anchor >>> (rest + 1)) << rest) | (hash >>> (ANCHOR_BITS + 1));
}

/** A key that is sought by itself. */
export function loneKey(hash: number): number {
  return (hash | 0x80000000) >>> 0;
}

export function isLone(key: number): boolean {
  return key >= 0x80000000;
}
