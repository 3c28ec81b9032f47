import type { Metadata, Root, Targets } from '@tufjs/models';
import { GamekeeperError } from '../errors.ts';
import type { FeedState } from '../signing/feed-folder.ts';
import type { Signed } from '../signing/metadata.ts';
import type { Proposed } from './proposal.ts';

/** Signatures that one role asks of one piece of metadata. */
export interface Need {
  role: string;
  /** Whose rule it is: `root` must satisfy the root before it and itself. */
  asked: string;
  threshold: number;
  /** Ids of the keys that count, and of those that have signed. */
  keys: string[];
  signed: string[];
}

/** Every rule of signatures that a proposal must satisfy. */
export function needsOf(root: Metadata<Root>, state: FeedState | undefined, proposed: Proposed): Need[] {
  const needs: Need[] = [];
  if (proposed.root) {
    needs.push(need('root', `root ${root.signed.version}`, root, proposed.root));
    needs.push(need('root', `root ${proposed.root.signed.version}`, proposed.root, proposed.root));
  }
  if (proposed.targets?.role === 'targets') {
    const by = proposed.root ?? root;
    needs.push(need('targets', `root ${by.signed.version}`, by, proposed.targets.metadata));
  } else if (proposed.targets && state) {
    needs.push(need(proposed.targets.role, 'the publisher', state.targets, proposed.targets.metadata));
  }
  return needs;
}

function need(role: string, asked: string, by: Metadata<Root> | Metadata<Targets>, metadata: Metadata<Signed>): Need {
  const { keys = {}, roles = {} } = by.signed.type === 'root' ? by.signed : (by.signed.delegations ?? {});
  if (!Object.hasOwn(roles, role)) {
    throw new GamekeeperError(
      'ERR_ROLE_UNKNOWN',
      `Nobody is trusted with the role ${role} any more. Make the proposal again.`,
    );
  }
  const { keyIDs, threshold } = roles[role]!;
  const signed = keyIDs.filter((id) => {
    try {
      keys[id]?.verifySignature(metadata);
      return keys[id] !== undefined;
    } catch {
      return false;
    }
  });
  return { role, asked, threshold, keys: keyIDs, signed };
}
