import { type Key, Metadata, Root } from '@tufjs/models';
import { GamekeeperError } from '../errors.ts';
import { FeedFolder } from '../signing/feed-folder.ts';
import { expiry, isSigned } from '../signing/metadata.ts';
import { PublisherFolder } from './folder.ts';
import { Proposal } from './proposal.ts';
import { type Review, review } from './review.ts';
import { nextTargets } from './stage.ts';

/** Roles whose keys the root names; the online key holds two of them. */
export const ROLES = { root: ['root'], targets: ['targets'], online: ['snapshot', 'timestamp'] } as const;
export type RoleName = keyof typeof ROLES;

interface KeyChange {
  role: RoleName;
  add: readonly Key[];
  /** Key ids, whole or their first eight characters or more. */
  remove: readonly string[];
  threshold?: number;
}

interface RotateOptions {
  dir: string;
  out: string;
  proposal: string;
  now: Date;
}

/**
 * Proposes the next root with other keys or thresholds. Without any change it only puts the root's expiry off. Where the list
 * in force would lose the signatures it needs, the proposal signs the same list anew.
 *
 * @throws GamekeeperError ERR_KEY_UNKNOWN, ERR_ROTATE when a role would be left with fewer keys than must sign
 */
export async function rotate(
  changes: readonly KeyChange[],
  { dir, out, proposal: path, now }: RotateOptions,
): Promise<Review> {
  const publisher = new PublisherFolder(dir);
  const current = await publisher.current(out);
  const { root, state } = current;
  const next = new Metadata(successor(root.signed, changes, now));

  const stays = !state || isSigned(next, 'targets', state.targets);
  const { version, targets, delegations } = state?.targets.signed ?? { version: 0, targets: {} };
  const proposal = new Proposal(path);
  await proposal.write(current, {
    root: next,
    targets: stays
      ? undefined
      : { role: 'targets', metadata: new Metadata(nextTargets(version + 1, targets, delegations, now)), files: [] },
  });
  return review(publisher, proposal);
}

/** Removes a lost or stolen key from every role of the root that it has; `replacement` takes its place there. */
export async function revoke(keyId: string, replacement: Key | undefined, options: RotateOptions): Promise<Review> {
  const root = await new PublisherFolder(options.dir).requireRoot(new FeedFolder(options.out));
  const roles = (Object.keys(ROLES) as RoleName[]).filter((name) =>
    ROLES[name].some((role) => root.signed.roles[role]!.keyIDs.some((id) => names(keyId, id))),
  );
  if (roles.length === 0) throw unknown(keyId);
  const add = replacement ? [replacement] : [];
  return rotate(
    roles.map((role) => ({ role, add, remove: [keyId] })),
    options,
  );
}

function successor(root: Root, changes: readonly KeyChange[], now: Date): Root {
  const { roles, ...rest } = root.toJSON() as unknown as RootJson;
  for (const change of changes) for (const role of ROLES[change.role]) roles[role] = changed(roles[role]!, change);
  const all = { ...root.keys, ...Object.fromEntries(changes.flatMap(({ add }) => add).map((key) => [key.keyID, key])) };
  const used = new Set(Object.values(roles).flatMap(({ keyids }) => keyids));
  const keys = Object.fromEntries([...used].map((id) => [id, all[id]!.toJSON()]));
  return Root.fromJSON({ ...rest, version: root.version + 1, expires: expiry('root', now), keys, roles: { ...roles } });
}

type RoleJson = { keyids: string[]; threshold: number };
type RootJson = { roles: Record<string, RoleJson> };

function changed(
  { keyids, threshold: before }: RoleJson,
  { role, add, remove, threshold = before }: KeyChange,
): RoleJson {
  for (const id of remove) if (!keyids.some((known) => names(id, known))) throw unknown(id);
  const kept = keyids.filter((id) => !remove.some((removed) => names(removed, id)));
  const next = [...new Set([...kept, ...add.map(({ keyID }) => keyID)])];
  if (next.length >= threshold) return { keyids: next, threshold };
  throw new GamekeeperError(
    'ERR_ROTATE',
    `${role} would have ${next.length} keys of which ${threshold} must sign. Add a key, or lower the threshold with --threshold.`,
  );
}

const names = (prefix: string, id: string) => prefix.length >= 8 && id.startsWith(prefix);

function unknown(id: string): GamekeeperError {
  return new GamekeeperError(
    'ERR_KEY_UNKNOWN',
    `The root names no key ${id} there. Give its id, or its first eight characters or more.`,
  );
}
