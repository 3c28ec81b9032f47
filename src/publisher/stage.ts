import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { canonicalize } from '@tufjs/canonical-json';
import { TargetFile, Targets } from '@tufjs/models';
import { GamekeeperError } from '../errors.ts';
import { decodeIndex, encodePieces } from '../feed/pieces.ts';
import type { Decisions } from '../reports/decisions.ts';
import { reportingSchema } from '../reports/reporting.ts';
import type { FeedFolder } from '../signing/feed-folder.ts';
import { expiry, fileInfo, instant, SPEC_VERSION } from '../signing/metadata.ts';
import { compileWatchlist } from '../watchlist/compile.ts';
import type { Entry } from '../watchlist/entry.ts';
import { watchlistPath } from './partners.ts';
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

/** The targets in force, and where their files are. */
export interface Previous {
  targets: Record<string, TargetFile>;
  feed: FeedFolder;
}

/** What `rules/` comes to as target files. `entries` are those in force; `previous` are the targets that they replace. */
export async function stageRules(
  rules: Omit<Rules, 'entries'>,
  entries: readonly Entry[],
  options: { endpoint?: string | undefined; recipients: readonly string[]; decisions?: Decisions | undefined },
  previous: Previous | undefined,
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
  if (rules.partners.length > 0) {
    const partners = rules.partners.map(({ name, title, level }) => ({ name, title, level }));
    documents.push(stageJson('partners.json', { partners }));
  }
  if (options.decisions) documents.push(stageJson('decisions.json', options.decisions));
  return join([list, ...documents]);
}

/** The compiled list, cut as the list before it was, so that unchanged pieces keep their names. */
export async function stageWatchlist(
  entries: readonly Entry[],
  path: string,
  previous: Previous | undefined,
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

/** Whether two versions name the same files and trust the same partners. */
export function sameContent(a: Targets, b: Targets): boolean {
  const content = ({ targets, delegations }: Targets) =>
    canonicalize({
      targets: Object.fromEntries(Object.entries(targets).map(([path, target]) => [path, target.toJSON()])),
      delegations: delegations?.toJSON() ?? {},
    });
  return content(a) === content(b);
}

/** Whether a file read from a proposal or a partner is the one its metadata names. */
export function isTargetFile({ length, hashes }: TargetFile, bytes: Uint8Array): boolean {
  return bytes.length === length && createHash('sha256').update(bytes).digest('hex') === hashes.sha256;
}
