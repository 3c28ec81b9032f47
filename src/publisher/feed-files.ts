import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Targets } from '@tufjs/models';
import { blockPath } from '../feed/pieces.ts';
import type { FeedFolder, FeedState } from '../signing/feed-folder.ts';
import { knownIndex, targetFilePath } from './stage.ts';

/** A browser that began an update may still ask for what it read of; after this long it begins anew. */
const KEEP_MS = 24 * 60 * 60 * 1000;

/** Paths of the target files that `targets` names, and of the pieces that those lead to. */
export async function filesOf(
  targets: Targets,
  read: (path: string) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<string[]> {
  const files: string[] = [];
  for (const target of Object.values(targets.targets)) {
    const path = targetFilePath(target);
    files.push(path);
    if (!/(^|\/)watchlist$/.test(target.path)) continue;
    files.push(...(knownIndex(await read(path))?.blocks ?? []).map(({ key }) => blockPath(key)));
  }
  return files;
}

/** Paths of all files that the metadata in force leads to, the root chain apart. */
export async function filesInForce(feed: FeedFolder, state: FeedState): Promise<string[]> {
  const { timestamp, snapshot, targets, delegated } = state;
  const files = ['timestamp.json', `${timestamp.signed.snapshotMeta.version}.snapshot.json`];
  for (const [role, metadata] of [['targets', targets] as const, ...delegated]) {
    files.push(`${snapshot.signed.meta[`${role}.json`]?.version}.${role}.json`);
    files.push(...(await filesOf(metadata.signed, (path) => feed.read(path))));
  }
  return files;
}

/**
 * Removes what no browser has needed for a day: an entry that was withdrawn should not stay to be read in a file that nobody
 * cleared away. The time counts from when a file was superseded (`before` are those in force until now), and is kept as its
 * time of modification. Roots stay for ever.
 */
export async function prune(feed: FeedFolder, before: readonly string[], state: FeedState): Promise<void> {
  const needed = new Set(await filesInForce(feed, state));
  const now = new Date();
  for (const path of before.filter((file) => !needed.has(file))) await utimes(join(feed.path, path), now, now);
  for (const file of await readdir(feed.path, { recursive: true, withFileTypes: true })) {
    const path = relative(feed.path, join(file.parentPath, file.name));
    const ours = /^(\d+\.[\w-]+\.json|(targets|pieces)\/.+)$/.test(path) && !path.endsWith('.root.json');
    if (!file.isFile() || !ours || needed.has(path)) continue;
    const { mtimeMs } = await stat(join(feed.path, path));
    if (now.getTime() - mtimeMs > KEEP_MS) await rm(join(feed.path, path));
  }
}
