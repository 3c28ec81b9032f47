import { browser } from './browser.ts';
import { readPolicy } from './policy.ts';
import { readSettings } from './settings.ts';
import { type Trust, trustSchema } from './trust.ts';

/** Who decided whose list is followed. */
export type FollowedBy = 'policy' | 'package' | 'join' | 'nobody';

/** Whose list is followed: what IT fixed by policy, else what this build was made for, else what the user joined. */
export async function following(): Promise<Trust & { by: FollowedBy }> {
  // All at once: a worker that has just woken waits for none of them in vain.
  const [{ policy }, { joined }, packed] = await Promise.all([
    readPolicy(),
    readSettings(),
    packedTrust().catch((error: unknown) => ({ error })),
  ]);
  const { feeds, root } = policy;
  if (feeds && root !== undefined) return { by: 'policy', feeds, root };
  if ('error' in packed) throw packed.error;
  if (packed.feeds.length > 0) return { by: 'package', ...packed };
  return joined ? { by: 'join', ...joined } : { by: 'nobody', feeds: [] };
}

async function packedTrust(): Promise<Trust> {
  const response = await fetch(browser.runtime.getURL('trust.json'));
  return trustSchema.parse(await response.json());
}
