/** A file key wrapped for a few dozen recipients, post-quantum ones included, fits this. */
const HEADER_BYTES = 65_536;

/** Nonce, and one chunk with at least one byte and its tag. */
const SMALLEST_PAYLOAD = 16 + 1 + 16;

/**
 * Whether these bytes have the form of a binary age v1 file (https://age-encryption.org/v1): version line, stanzas, MAC
 * line, payload. All that can be checked without a key; it keeps out what was never sealed.
 */
export function isAgeFile(bytes: Uint8Array): boolean {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEADER_BYTES)).toString('latin1');
  const match =
    /^age-encryption\.org\/v1\n(?:-> [!-~ ]+\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)+--- [A-Za-z0-9+/]{43}\n/.exec(
      header,
    );
  return match !== null && bytes.length - match[0].length >= SMALLEST_PAYLOAD;
}
