import { sign } from '../signing/metadata.ts';
import { commit } from './commit.ts';
import { type DraftOptions, draft } from './draft.ts';
import { PublisherFolder } from './folder.ts';

export interface PublishOptions extends Omit<DraftOptions, 'partner'> {
  /** The publisher's folder, as `initPublisher` made it. */
  dir: string;
  passphrase?: string;
}

/**
 * Validates, compiles, signs with the keys in `dir`, and writes the feed. When the rules say what is already in force, only
 * the online signatures are renewed.
 *
 * @returns `version` of the list, as browsers show it; `changed`: false when the rules said what was in force; `entries` in force
 * @throws GamekeeperError ERR_RULES (all mistakes, nothing written), ERR_THRESHOLD (keys missing, nothing written), ERR_KEY_…,
 *   ERR_NO_ROOT, ERR_NO_RECIPIENTS
 */
export async function publish({ dir, passphrase, ...options }: PublishOptions) {
  const publisher = new PublisherFolder(dir);
  const { current, role, targets, files, entries, diff } = await draft(publisher, options);
  const change = targets && {
    role,
    files,
    metadata: sign(targets, await publisher.keysFor(current.root.signed.roles.targets!, passphrase)),
  };
  const renewal = await commit(publisher, current, { targets: change }, { now: options.now, passphrase });
  const version = (targets ?? current.state?.targets.signed)?.version ?? 0;
  return { ...renewal, version, changed: targets !== undefined, entries, diff };
}
