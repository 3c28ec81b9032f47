/**
 * What makes two accounts the same account. A handle is compared whole: a part of it, or a likeness, is never a match.
 */

/** A LinkedIn member id: 29 bytes in base64url. */
const MEMBER_ID = /^ACoA[A-Za-z0-9_-]{35}$/;

/**
 * The comparable form of a handle: percent-decoded, NFC, case-folded, without the space and slashes around it.
 * Two handles name the same account exactly when their folded forms are equal.
 */
export function foldHandle(handle: string): string {
  const decoded = percentDecode(handle)
    .trim()
    .replace(/^\/+|\/+$/g, '');
  return decoded.normalize('NFC').toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}

/** A handle that is not valid percent-encoding means itself. */
function percentDecode(handle: string): string {
  try {
    return decodeURIComponent(handle);
  } catch {
    return handle;
  }
}

export function isMemberId(value: string): boolean {
  return MEMBER_ID.test(value);
}

/**
 * The member number inside a LinkedIn member id: bytes 5 to 8, big endian, in decimal; undefined for any other text.
 * Pages show sometimes the id and sometimes the number, so this is what joins them.
 */
export function numericMemberId(memberId: string): string | undefined {
  if (!isMemberId(memberId)) return undefined;
  const base64 = memberId.slice(4, 12).replaceAll('-', '+').replaceAll('_', '/');
  const bytes = atob(base64);
  // The eight characters carry bytes 4 to 9.
  let number = 0;
  for (let index = 1; index <= 4; index++) number = number * 256 + bytes.charCodeAt(index);
  return number === 0 ? undefined : String(number);
}
