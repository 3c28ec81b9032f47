/**
 * LinkedIn's member id: 39 characters of base64url (29 bytes) that begin with `ACoA`. Bytes 4 to 7, counted from 0 and
 * read big-endian, are the numeric member id that other pages of the site carry (seen on served pages that show both).
 */
const MEMBER_ID = /^ACoA[A-Za-z0-9_-]{35}$/;

/** The decimal numeric id inside a LinkedIn member id; undefined when `memberId` is not one. */
export function memberNumericId(memberId: string): string | undefined {
  if (!MEMBER_ID.test(memberId)) return undefined;
  const head = atob(memberId.slice(0, 12).replaceAll('-', '+').replaceAll('_', '/'));
  let id = 0;
  for (let index = 4; index < 8; index++) id = id * 256 + head.charCodeAt(index);
  return id === 0 ? undefined : String(id);
}
