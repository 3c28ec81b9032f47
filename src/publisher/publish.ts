import { type Metadata, MetaFile, type Root, type Targets } from '@tufjs/models';
import { GamekeeperError } from '../errors.ts';
import type { Decisions } from '../reports/decisions.ts';
import { FeedFolder, type FeedState } from '../signing/feed-folder.ts';
import { encode, fileInfo, isDue, requireSigned, sign } from '../signing/metadata.ts';
import { type Renewal, signOnline } from '../signing/renew.ts';
import type { Entry } from '../watchlist/entry.ts';
import { diffEntries, type EntryDiff } from './diff.ts';
import { PublisherFolder } from './folder.ts';
import { publishedEntries } from './published-entries.ts';
import { entriesInForce, requireRules } from './rules.ts';
import { nextTargets, type StagedFile, sameTargets, stageRules, targetFilePath, watchlistPath } from './stage.ts';

export interface PublishOptions {
  /** Folder of the rules. */
  rules: string;
  /** The publisher's folder, as `initPublisher` made it. */
  dir: string;
  /** Folder of the feed: plain files for any web server. */
  out: string;
  now: Date;
  passphrase?: string | undefined;
  /** Overrides the report endpoint of `rules/reporting.yaml`. */
  endpoint?: string | undefined;
  /** The signed target `decisions.json`; without it the decisions in force stay. */
  decisions?: Decisions | undefined;
}

export interface Published extends Renewal {
  /** Version of the list, as browsers show it. */
  version: number;
  /** False when only the timestamp (and, when due, the snapshot) was renewed. */
  changed: boolean;
  /** Number of entries in force. */
  entries: number;
  diff: EntryDiff;
}

/**
 * Validates, compiles, signs with the keys in `dir`, and writes the feed; `timestamp.json` comes last, so that a browser sees
 * the old version or the new one. When nothing changed only the online signatures are renewed.
 *
 * @throws GamekeeperError ERR_RULES (all mistakes, nothing written), ERR_THRESHOLD (keys missing, nothing written), ERR_KEY_…,
 *   ERR_NO_ROOT, ERR_NO_RECIPIENTS
 */
export async function publish(options: PublishOptions): Promise<Published> {
  const { now } = options;
  const rules = await requireRules(options.rules, now);
  const publisher = new PublisherFolder(options.dir);
  const root = await publisher.requireRoot();
  const feed = new FeedFolder(options.out);
  const state = await feed.state(root);
  const previous = state && { targets: state.targets.signed.targets, feed };

  const entries = entriesInForce(rules.entries, now);
  const stage = await stageRules(rules, entries, { ...options, recipients: await publisher.recipients() }, previous);
  const kept = previous?.targets['decisions.json'];
  if (kept && !options.decisions) stage.targets['decisions.json'] = kept;

  const diff = diffEntries(state ? await entriesOf(feed, state.targets) : [], entries);
  const unchanged =
    state &&
    sameTargets(state.targets.signed.targets, stage.targets) &&
    !isDue('targets', state.targets.signed.expires, now);
  if (unchanged) {
    const renewal = await commit(publisher, feed, { root, targets: state.targets, files: [], state, now });
    return { ...renewal, version: state.targets.signed.version, changed: false, entries: entries.length, diff };
  }

  const version = Math.max(state?.targets.signed.version ?? 0, (await publisher.versions()).targets) + 1;
  const signed = nextTargets(version, stage.targets, state?.targets.signed.delegations, now);
  const targets = sign(signed, await publisher.keysFor(root.signed.roles.targets!, options.passphrase));
  const renewal = await commit(publisher, feed, { root, targets, files: stage.files, state, now });
  return { ...renewal, version, changed: true, entries: entries.length, diff };
}

/** The entries of a list in the feed, as browsers read them. */
export async function entriesOf(
  feed: FeedFolder,
  targets: Metadata<Targets>,
  path = watchlistPath(),
): Promise<Entry[]> {
  const target = targets.signed.targets[path];
  return target ? publishedEntries(await feed.read(targetFilePath(target)), (file) => feed.read(file)) : [];
}

export interface Commit {
  root: Metadata<Root>;
  targets: Metadata<Targets>;
  files: readonly StagedFile[];
  /** What is in force; undefined for the first publication. */
  state: FeedState | undefined;
  now: Date;
}

/** Checks every threshold, then writes: pieces and target files, targets, roots, snapshot, and the timestamp last. */
export async function commit(publisher: PublisherFolder, feed: FeedFolder, change: Commit): Promise<Renewal> {
  const { root, targets, files, state, now } = change;
  requireSigned(root, 'targets', targets);
  const online = (await publisher.keysFor(root.signed.roles.timestamp!))[0];
  if (!online) {
    throw new GamekeeperError(
      'ERR_KEY_MISSING',
      `${publisher.path}/keys holds no online key that the root names. Publish where the online key is.`,
    );
  }

  for (const { path, bytes } of files) if (!(await feed.has(path))) await feed.write(path, bytes);
  const { version } = targets.signed;
  const meta = { ...state?.snapshot.signed.meta };
  if (state?.targets !== targets) {
    const bytes = encode(targets);
    await feed.write(`${version}.targets.json`, bytes);
    meta['targets.json'] = new MetaFile({ version, ...fileInfo(bytes) });
  }
  await writeRoots(publisher, feed, root);

  const floor = await publisher.versions();
  const renewal = await signOnline(feed, root, online, now, meta, state, floor);
  await publisher.writeVersions({ targets: version, snapshot: renewal.snapshot, timestamp: renewal.timestamp });
  return renewal;
}

async function writeRoots(publisher: PublisherFolder, feed: FeedFolder, root: Metadata<Root>): Promise<void> {
  for (let version = 1; version <= root.signed.version; version++) {
    const name = `${version}.root.json`;
    if (!(await feed.has(name))) await feed.write(name, await publisher.roots.read(name));
  }
}
