import { readPolicy } from './policy.ts';
import { packedTrust, type Trust } from './trust.ts';

/** Whose list is followed: what IT fixed by policy, else what this build was made for. */
export async function followedTrust(): Promise<Trust> {
  const { policy } = await readPolicy();
  const { feeds, root, publisher } = policy;
  if (feeds && root !== undefined) return { feeds, root, ...(publisher !== undefined && { publisher }) };
  return packedTrust();
}
