import type { Bytes } from './bytes.ts';

/** SHA-256 over WebCrypto, as bytes and as the lower-case hexadecimal that names content. */
export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

export async function sha256Hex(bytes: Bytes): Promise<string> {
  return hex(await sha256(bytes));
}

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function hex(bytes: Uint8Array): string {
  // The browser's own, where it has one: a worker that has just woken runs no loop of ours fast.
  const own = (bytes as { toHex?(): string }).toHex?.();
  if (own !== undefined) return own;
  let text = '';
  for (const byte of bytes) text += DIGITS[byte];
  return text;
}

/** The bytes of a text of hexadecimal digits, undefined when it is no such text. */
export function fromHex(text: string): Bytes | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(index * 2, index * 2 + 2), 16),
  );
}
