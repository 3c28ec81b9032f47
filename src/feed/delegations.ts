/** Who vouches for a target: the search through delegations (specification, sections 4.5, 5.6.7 and 5.7). */
import { GamekeeperError } from '../errors.ts';
import { hex, sha256 } from './hash.ts';
import { type DelegatedRole, own, type TargetFile, type Targets } from './metadata.ts';
import type { Delegator } from './signatures.ts';

export interface FoundTarget {
  name: string;
  file: TargetFile;
  /** The role that signed it. */
  role: string;
}

/** Roles visited in search of one target. */
const MOST_ROLES = 32;

/**
 * Section 5.6.7: pre-order, depth first, delegations in their order. A role is verified against the delegator through which
 * it was reached, every time, so that a role trusted by one delegator gains nothing with another.
 *
 * @param load gives the verified metadata of a delegated role, or throws.
 */
export async function findTarget(
  name: string,
  top: Targets,
  load: (role: string, delegator: Delegator) => Promise<Targets>,
): Promise<FoundTarget | undefined> {
  const stack: { role: string; delegator?: Delegator }[] = [{ role: 'targets' }];
  const visited = new Set<string>();
  while (stack.length > 0 && visited.size < MOST_ROLES) {
    const { role, delegator } = stack.pop()!;
    if (visited.has(role)) continue;
    visited.add(role);
    const targets = delegator ? await load(role, delegator) : top;
    const file = own(targets.targets, name);
    if (file) return { name, file, role };
    const next: typeof stack = [];
    for (const delegated of targets.delegations?.roles ?? []) {
      if (!(await delegatesPath(delegated, name))) continue;
      next.push({ role: delegated.name, delegator: { keys: targets.delegations!.keys, role: delegated } });
      if (delegated.terminating) {
        // 5.6.7.2.1: what stands after a terminating delegation is not searched, at any level.
        stack.length = 0;
        break;
      }
    }
    stack.push(...next.reverse());
  }
  return undefined;
}

/** Section 5.7.3: a target's path under the base address of targets. @throws GamekeeperError ERR_FEED_TARGET_NAME */
export function targetPath(name: string, file: TargetFile, consistentSnapshot: boolean): string {
  const parts = name.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || /[\\\0]/.test(part))) {
    throw new GamekeeperError(
      'ERR_FEED_TARGET_NAME',
      `The feed names a target ${JSON.stringify(name.slice(0, 100))}, which could lead elsewhere. It is not fetched.`,
    );
  }
  const hash = own(file.hashes, 'sha256') ?? own(file.hashes, 'sha512');
  const last = parts.pop()!;
  return [...parts, consistentSnapshot ? `${hash}.${last}` : last].map(encodeURIComponent).join('/');
}

/** Whether `role` is trusted with `target`. A delegation that says nothing of paths covers nothing. */
async function delegatesPath(role: DelegatedRole, target: string): Promise<boolean> {
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
