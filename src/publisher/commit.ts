import { type Metadata, MetaFile, type Root } from '@tufjs/models';
import { GamekeeperError } from '../errors.ts';
import { JOIN_PAGE } from '../feed/join-link.ts';
import { type FeedFolder, type FeedState, requireSuccessor } from '../signing/feed-folder.ts';
import { withLock } from '../signing/lock.ts';
import { encode, fileInfo, requireSigned } from '../signing/metadata.ts';
import { type Renewal, signOnline } from '../signing/renew.ts';
import { filesInForce, prune } from './feed-files.ts';
import type { Current, PublisherFolder, Versions } from './folder.ts';
import { joinPage } from './join-page.ts';
import type { Proposed } from './proposal.ts';

/**
 * Checks every threshold, and only then writes: pieces and target files, targets, root, snapshot, and the timestamp last, so
 * that a browser sees the old version or the new one. `known` is what was in force when the change was made.
 *
 * @throws GamekeeperError ERR_THRESHOLD, ERR_KEY_MISSING, ERR_FEED_MOVED or ERR_FEED_BUSY, with nothing written
 */
export function commit(
  publisher: PublisherFolder,
  known: Current,
  change: Proposed,
  options: { now: Date; passphrase?: string },
): Promise<Renewal> {
  const { feed } = known;
  return withLock(feed.path, async () => {
    const state = await feed.state(known.root);
    if (versions(state) !== versions(known.state)) {
      throw new GamekeeperError(
        'ERR_FEED_MOVED',
        `Someone else published into ${feed.path} meanwhile. Run the command again.`,
      );
    }
    return write(publisher, { ...known, state }, change, options);
  });
}

const versions = (state: FeedState | undefined) =>
  JSON.stringify([state?.targets, ...(state?.delegated.values() ?? [])].map((metadata) => metadata?.signed.version));

async function write(
  publisher: PublisherFolder,
  { feed, root: before, state }: Current,
  { root = before, targets }: Proposed,
  { now, passphrase }: { now: Date; passphrase?: string },
): Promise<Renewal> {
  if (root !== before) requireSuccessor(before, root);
  const top = targets?.role === 'targets' ? targets.metadata : state?.targets;
  if (!top) throw new GamekeeperError('ERR_FEED_EMPTY', 'Nothing was published yet. Publish the rules first.');
  requireSigned(root, 'targets', top);
  if (targets && targets.metadata !== top) requireSigned(top, targets.role, targets.metadata);
  const online = (await publisher.keysFor(root.signed.roles.timestamp!, passphrase))[0];
  if (!online) {
    throw new GamekeeperError(
      'ERR_KEY_MISSING',
      `${publisher.path}/keys holds no online key that the root names. Publish where the online key is.`,
    );
  }

  const superseded = state ? await filesInForce(feed, state) : [];
  const meta = { ...state?.snapshot.signed.meta };
  if (targets) {
    for (const { path, bytes } of targets.files) if (!(await feed.has(path))) await feed.write(path, bytes);
    const { version } = targets.metadata.signed;
    const bytes = encode(targets.metadata);
    await feed.write(`${version}.${targets.role}.json`, bytes);
    meta[`${targets.role}.json`] = new MetaFile({ version, ...fileInfo(bytes) });
  }
  await publishRoots(publisher, feed, root);
  await feed.write(JOIN_PAGE, new TextEncoder().encode(await joinPage()));
  const renewal = await signOnline(feed, root, online, now, meta, state, floor(await publisher.versions(), state));
  await publisher.noteVersions({
    targets: top.signed.version,
    snapshot: renewal.snapshot,
    timestamp: renewal.timestamp,
  });
  const written = await feed.state(root);
  if (written) await prune(feed, superseded, written);
  return renewal;
}

/** More renewals than a hub makes in ten years. */
const UNKNOWN_RENEWALS = 100_000;

/**
 * Versions to exceed. A folder that was lost, or restored from an old copy, does not tell how often the hub had renewed it; but
 * browsers know, and refuse anything lower.
 */
function floor(
  { snapshot, timestamp }: Versions,
  state: FeedState | undefined,
): Pick<Versions, 'snapshot' | 'timestamp'> {
  const lost = timestamp > (state?.timestamp.signed.version ?? 0);
  const unknown = lost ? UNKNOWN_RENEWALS : 0;
  return { snapshot: snapshot + unknown, timestamp: timestamp + unknown };
}

/** The whole chain, because a browser may start from any root. The publisher's own folder learns of the newest last. */
async function publishRoots(publisher: PublisherFolder, feed: FeedFolder, root: Metadata<Root>): Promise<void> {
  for (let version = 1; version < root.signed.version; version++) {
    await feed.copy(`${version}.root.json`, publisher.roots);
  }
  const name = `${root.signed.version}.root.json`;
  if (!(await feed.has(name))) await feed.write(name, encode(root));
  await publisher.roots.copy(name, feed);
}
