/** Which targets a delegation covers (specification, section 4.5). */
import { hex, sha256 } from './hash.ts';
import type { DelegatedRole } from './metadata.ts';

/** Whether `role` is trusted with `target`. A delegation that says nothing of paths covers nothing. */
export async function delegatesPath(role: DelegatedRole, target: string): Promise<boolean> {
  if (role.paths?.some((pattern) => matches(pattern, target))) return true;
  if (!role.path_hash_prefixes?.length) return false;
  const hash = hex(await sha256(new TextEncoder().encode(target)));
  return role.path_hash_prefixes.some((prefix) => hash.startsWith(prefix));
}

/** `*` is any run of characters but `/`, `?` any one character but `/`; as many parts must stand on both sides. */
export function matches(pattern: string, target: string): boolean {
  const wanted = pattern.split('/');
  const parts = target.split('/');
  return wanted.length === parts.length && wanted.every((part, index) => partMatches(part, parts[index]!));
}

/** In time of at most pattern × text: after a mismatch only the last `*` is stretched, never an earlier one. */
function partMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let stretched = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      stretched = t;
    } else if (pattern[p] === '?' || pattern[p] === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++stretched;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
