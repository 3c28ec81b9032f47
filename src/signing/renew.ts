import { type Metadata, MetaFile, type Root, Snapshot, Timestamp } from '@tufjs/models';
import { GamekeeperError } from '../errors.ts';
import { FeedFolder, type FeedState } from './feed-folder.ts';
import type { SigningKey } from './keys.ts';
import { withLock } from './lock.ts';
import { encode, expiry, fileInfo, isDue, isSigned, SPEC_VERSION, sign } from './metadata.ts';

export interface Renewal {
  /** Versions now in the feed. */
  timestamp: number;
  snapshot: number;
  /** ISO instant until which browsers take the feed for fresh, unless it is renewed again. */
  expires: string;
}

/**
 * Signs the timestamp anew, and the snapshot when its time has come, over the targets that are already in `folder`. It needs
 * only the online key, and can do nothing else: it takes no entry, and the targets must carry their own signatures. The hub
 * calls it every hour or so.
 *
 * @throws GamekeeperError ERR_FEED_EMPTY when nothing was published yet; ERR_METADATA, ERR_THRESHOLD or ERR_FEED_FOLDER when
 *   the feed is damaged; ERR_KEY_ROLE when the root names another online key
 */
export async function renew(folder: string, online: SigningKey, now: Date): Promise<Renewal> {
  return withLock(folder, async () => {
    const feed = new FeedFolder(folder);
    const root = await feed.root();
    const state = root && (await feed.state(root));
    if (!root || !state) {
      throw new GamekeeperError('ERR_FEED_EMPTY', `${folder} holds no published feed. Run "gamekeeper publish" first.`);
    }
    return signOnline(feed, root, online, now, state.snapshot.signed.meta, state);
  });
}

/**
 * Writes snapshot and timestamp for the targets metadata in `meta`, the timestamp last: from that moment on browsers see the
 * new version. Call it while the feed is locked. `floor` are versions that must be exceeded although the folder does not hold them.
 */
export async function signOnline(
  feed: FeedFolder,
  root: Metadata<Root>,
  online: SigningKey,
  now: Date,
  meta: Snapshot['meta'],
  before: Pick<FeedState, 'snapshot' | 'timestamp'> | undefined,
  floor: { snapshot: number; timestamp: number } = { snapshot: 0, timestamp: 0 },
): Promise<Renewal> {
  let snapshot = before?.snapshot;
  if (
    !snapshot ||
    !isSigned(root, 'snapshot', snapshot) ||
    isDue('snapshot', snapshot.signed.expires, now) ||
    !sameMeta(snapshot.signed.meta, meta)
  ) {
    const version = Math.max(snapshot?.signed.version ?? 0, floor.snapshot) + 1;
    const next = new Snapshot({
      version,
      specVersion: SPEC_VERSION,
      expires: expiry('snapshot', now),
      meta: { ...meta },
    });
    snapshot = signFor(root, 'snapshot', next, online);
    await feed.write(`${version}.snapshot.json`, encode(snapshot));
  }
  const snapshotBytes = await feed.read(`${snapshot.signed.version}.snapshot.json`);
  const version = Math.max(before?.timestamp.signed.version ?? 0, floor.timestamp) + 1;
  const timestamp = new Timestamp({
    version,
    specVersion: SPEC_VERSION,
    expires: expiry('timestamp', now),
    snapshotMeta: new MetaFile({ version: snapshot.signed.version, ...fileInfo(snapshotBytes) }),
  });
  await feed.write('timestamp.json', encode(signFor(root, 'timestamp', timestamp, online)));
  return { timestamp: version, snapshot: snapshot.signed.version, expires: timestamp.expires };
}

function signFor<T extends Snapshot | Timestamp>(root: Metadata<Root>, role: string, signed: T, online: SigningKey) {
  const metadata = sign(signed, [online]);
  if (isSigned(root, role, metadata)) return metadata;
  throw new GamekeeperError(
    'ERR_KEY_ROLE',
    `The online key is not the one that the root names for ${role}. Use the key of the last rotation.`,
  );
}

function sameMeta(a: Snapshot['meta'], b: Snapshot['meta']): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => b[name] !== undefined && a[name]!.equals(b[name]))
  );
}
