import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { TargetFile, Targets } from '@tufjs/models';
import { GamekeeperError } from '../errors.ts';
import { decodeIndex, encodePieces } from '../feed/pieces.ts';
import type { Decisions } from '../reports/decisions.ts';
import { reportingSchema } from '../reports/reporting.ts';
import type { FeedFolder } from '../signing/feed-folder.ts';
import { expiry, fileInfo, instant, SPEC_VERSION } from '../signing/metadata.ts';
import { compileWatchlist } from '../watchlist/compile.ts';
import type { Entry } from '../watchlist/entry.ts';
import type { Rules } from './rules.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A file of the feed, its path relative to the feed's base address. */
export interface StagedFile {
  path: string;
  bytes: Bytes;
}

/** Targets, not yet metadata: what they are called, and every file that must be served before they are named. */
export interface Stage {
  targets: Record<string, TargetFile>;
  files: StagedFile[];
}

/** Where the list of a publisher, or of a delegated partner, stands among the targets. */
export function watchlistPath(partner?: string): string {
  return partner === undefined ? 'watchlist' : `partners/${partner}/watchlist`;
}

/** What `rules/` comes to as target files. `entries` are those in force; `previous` are the targets that they replace. */
export async function stageRules(
  rules: Omit<Rules, 'entries'>,
  entries: readonly Entry[],
  options: { endpoint?: string; recipients: readonly string[]; decisions?: Decisions },
  previous: { targets: Record<string, TargetFile>; feed: FeedFolder } | undefined,
): Promise<Stage> {
  const list = await stageWatchlist(entries, watchlistPath(), previous);
  const recipients = [...new Set([...rules.reporting.recipients, ...options.recipients])];
  if (recipients.length === 0) {
    throw new GamekeeperError(
      'ERR_NO_RECIPIENTS',
      'rules/reporting.yaml recipients: is empty, expected an age recipient (age1…), so that someone can open reports.',
    );
  }
  const reporting = reportingSchema.parse({
    ...rules.reporting,
    recipients,
    ...(options.endpoint && { endpoint: options.endpoint }),
  });
  const documents: Stage[] = [stageJson('reporting.json', reporting)];
  if (options.decisions) documents.push(stageJson('decisions.json', options.decisions));
  return join([list, ...documents]);
}

/** The compiled list, cut as the list before it was, so that unchanged pieces keep their names. */
export async function stageWatchlist(
  entries: readonly Entry[],
  path: string,
  previous: { targets: Record<string, TargetFile>; feed: FeedFolder } | undefined,
): Promise<Stage> {
  const before = previous?.targets[path];
  const index = before && previous && (await previous.feed.read(targetFilePath(before)));
  const pieces = compileWatchlist(entries, index && decodeIndex(index).count);
  const encoded = await encodePieces(pieces);
  const target = stageFile(path, encoded.index, { entries: entries.length });
  return { targets: target.targets, files: [...encoded.files, ...target.files] };
}

export function stageJson(path: string, value: unknown): Stage {
  return stageFile(path, new TextEncoder().encode(JSON.stringify(value)));
}

function stageFile(path: string, bytes: Bytes, custom?: Record<string, number>): Stage {
  const target = new TargetFile({ path, ...fileInfo(bytes), ...(custom && { unrecognizedFields: { custom } }) });
  return { targets: { [path]: target }, files: [{ path: targetFilePath(target), bytes }] };
}

export function join(stages: readonly Stage[]): Stage {
  return {
    targets: Object.assign({}, ...stages.map(({ targets }) => targets)),
    files: stages.flatMap(({ files }) => files),
  };
}

/** With consistent snapshots a target file is named by its hash (specification, 6.2). */
export function targetFilePath({ path, hashes }: TargetFile): string {
  return posix.join('targets', posix.dirname(path), `${hashes.sha256}.${posix.basename(path)}`);
}

/** Targets metadata of the next version. `signed_at` is ours: browsers show it as the age of the list. */
export function nextTargets(
  version: number,
  targets: Record<string, TargetFile>,
  delegations: Targets['delegations'],
  now: Date,
): Targets {
  return new Targets({
    version,
    specVersion: SPEC_VERSION,
    expires: expiry('targets', now),
    targets,
    ...(delegations && { delegations }),
    unrecognizedFields: { signed_at: instant(now) },
  });
}

export function sameTargets(a: Record<string, TargetFile>, b: Record<string, TargetFile>): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => b[name] !== undefined && a[name]!.equals(b[name]))
  );
}

/** Whether a file read from a proposal or a partner is the one its metadata names. */
export function isTargetFile({ length, hashes }: TargetFile, bytes: Uint8Array): boolean {
  return bytes.length === length && createHash('sha256').update(bytes).digest('hex') === hashes.sha256;
}
