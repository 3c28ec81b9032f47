import { readPolicy } from './policy.ts';
import { packedTrust, type Trust } from './trust.ts';

/** Whose list is followed: what IT fixed by policy, else what this build was made for. */
export async function followedTrust(): Promise<Trust> {
  // Both at once: a worker that has just woken waits for neither in vain.
  const [read, packed] = await Promise.allSettled([readPolicy(), packedTrust()]);
  if (read.status === 'rejected') throw read.reason;
  const { feeds, root, publisher } = read.value.policy;
  if (feeds && root !== undefined) return { feeds, root, ...(publisher !== undefined && { publisher }) };
  if (packed.status === 'rejected') throw packed.reason;
  return packed.value;
}
