import { hash } from 'node:crypto';
import { posix } from 'node:path';
import { canonicalize } from '@tufjs/canonical-json';
import { TargetFile, Targets } from '@tufjs/models';
import { GamekeeperError } from '../errors.ts';
import type { Bytes } from '../feed/bytes.ts';
import { decodeIndex, type PieceIndex } from '../feed/pieces.ts';
import type { Decisions } from '../reports/decisions.ts';
import { reportingSchema } from '../reports/reporting.ts';
import type { FeedFolder } from '../signing/feed-folder.ts';
import { expiry, fileInfo, instant, SPEC_VERSION } from '../signing/metadata.ts';
import { compileWatchlist } from '../watchlist/compile.ts';
import type { Entry } from '../watchlist/entry.ts';
import { encodePieces } from './encode-pieces.ts';
import { watchlistPath } from './partners.ts';
import type { Rules } from './rules.ts';

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
interface Previous {
  targets: Record<string, TargetFile>;
  feed: FeedFolder;
}

interface StageOptions {
  now: Date;
  /** Overrides the report endpoint of the rules. */
  endpoint?: string;
  /** Added to the recipients of the rules. */
  recipients: readonly string[];
  decisions?: Decisions;
}

/** What `rules/` comes to as target files. `entries` are those in force; `previous` are the targets that they replace. */
export async function stageRules(
  rules: Omit<Rules, 'entries'>,
  entries: readonly Entry[],
  options: StageOptions,
  previous: Previous | undefined,
): Promise<Stage> {
  const { hallmarks, sites, partners, reporting } = rules;
  const recipients = [...new Set([...reporting.recipients, ...options.recipients])];
  if (recipients.length === 0) {
    throw new GamekeeperError(
      'ERR_NO_RECIPIENTS',
      'rules/reporting.yaml recipients: is empty, expected an age recipient (age1…), so that someone can open reports.',
    );
  }
  const endpoint = options.endpoint ?? reporting.endpoint;
  const stages = [
    await stageWatchlist(entries, watchlistPath(), options.now, previous, reporting.publisher),
    stageJson('reporting.json', reportingSchema.parse({ ...reporting, recipients, endpoint })),
  ];
  if (hallmarks) stages.push(stageJson('hallmarks.json', hallmarks));
  if (sites) stages.push(stageJson('sites.json', sites));
  if (partners.length > 0) {
    const caps = partners.map(({ name, title, level }) => ({ name, title, level }));
    stages.push(stageJson('partners.json', { partners: caps }));
  }
  if (options.decisions) stages.push(stageJson('decisions.json', options.decisions));
  return {
    targets: Object.assign({}, ...stages.map(({ targets }) => targets)),
    files: stages.flatMap(({ files }) => files),
  };
}

/** The compiled list, cut as the list before it was, so that unchanged pieces keep their names. */
export async function stageWatchlist(
  entries: readonly Entry[],
  path: string,
  now: Date,
  previous?: Previous,
  publisher?: string,
): Promise<Stage> {
  const before = previous?.targets[path];
  const index = before && previous && (await previous.feed.read(targetFilePath(before)));
  const pieces = compileWatchlist(entries, index && knownIndex(index)?.count);
  const encoded = encodePieces(pieces);
  const publication = {
    published: instant(now),
    entries: entries.length,
    ...(publisher && { publisher }),
  };
  const target = stageFile(path, encoded.index, publication);
  return { targets: target.targets, files: [...encoded.files, ...target.files] };
}

/** A list in a form that this version does not know can be replaced, though not read. */
export function knownIndex(bytes: Uint8Array<ArrayBuffer>): PieceIndex | undefined {
  try {
    return decodeIndex(bytes);
  } catch {
    return undefined;
  }
}

function stageJson(path: string, value: unknown): Stage {
  return stageFile(path, new TextEncoder().encode(JSON.stringify(value)));
}

function stageFile(path: string, bytes: Bytes, custom?: Record<string, string | number>): Stage {
  const target = new TargetFile({
    path,
    ...fileInfo(bytes),
    ...(custom && { unrecognizedFields: { custom } }),
  });
  return { targets: { [path]: target }, files: [{ path: targetFilePath(target), bytes }] };
}

/** With consistent snapshots a target file is named by its hash (specification, 6.2). */
export function targetFilePath({ path, hashes }: TargetFile): string {
  return posix.join('targets', posix.dirname(path), `${hashes.sha256}.${posix.basename(path)}`);
}

/** Targets metadata of the next version. */
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
  });
}

/** Whether two versions name the same files and trust the same partners; when they were made does not count. */
export function sameContent(a: Targets, b: Targets): boolean {
  const content = ({ targets, delegations }: Targets) =>
    canonicalize({
      targets: Object.entries(targets)
        .map(([path, { length, hashes }]) => ({ path, length, hashes }))
        .sort((one, other) => (one.path < other.path ? -1 : 1)),
      delegations: delegations?.toJSON() ?? {},
    });
  return content(a) === content(b);
}

/** Whether a file read from a proposal or a partner is the one its metadata names. */
export function isTargetFile({ length, hashes }: TargetFile, bytes: Uint8Array): boolean {
  return bytes.length === length && hash('sha256', bytes) === hashes.sha256;
}
