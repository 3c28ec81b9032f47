import { isDeepStrictEqual } from 'node:util';
import type { Metadata, Root, Targets } from '@tufjs/models';
import { GamekeeperError } from '../errors.ts';
import type { FeedFolder, FeedState } from '../signing/feed-folder.ts';
import { changedFields, counted, diffEntries, formatDiff, printable } from './diff.ts';
import { entriesOf } from './draft.ts';
import type { PublisherFolder } from './folder.ts';
import { type Need, needsOf } from './needs.ts';
import { partnerOfRole, watchlistPath } from './partners.ts';
import type { Proposal, Proposed } from './proposal.ts';
import { publishedEntries } from './published-entries.ts';
import { targetFilePath } from './stage.ts';

export interface Review {
  /** What changes for browsers, for people to read before they sign. Read from the very bytes that would be published. */
  changes: string[];
  needs: Need[];
}

/** A review, and the very metadata that it speaks of: whoever signs this signs what was shown, whatever becomes of the folder. */
export interface Inspection {
  review: Review;
  proposed: Proposed;
}

/**
 * Checks a proposal against what this folder trusts, and says what it would change.
 *
 * @throws GamekeeperError ERR_PROPOSAL_OLD when it does not follow the version in its base, or its base is older than what
 *   this folder has seen; ERR_PROPOSAL_FILE, ERR_PIECES, ERR_THRESHOLD when something in it is not what it claims to be
 */
export async function inspectProposal(publisher: PublisherFolder, proposal: Proposal): Promise<Inspection> {
  const news = await trustAtFirst(publisher, proposal.base);
  const root = await trustedRoot(publisher, proposal);
  const state = await proposal.base.state(root);
  const proposed = await proposal.read();
  requireNext(root, state, proposed);
  const review = {
    changes: [
      ...news,
      ...(proposed.root ? rootChanges(root.signed, proposed.root.signed) : []),
      ...(proposed.targets ? await targetChanges(proposal, state, proposed.targets) : []),
    ].map(printable),
    needs: needsOf(root, state, proposed),
  };
  return { review, proposed };
}

/** For those who only want to know. */
export async function review(publisher: PublisherFolder, proposal: Proposal): Promise<Review> {
  return (await inspectProposal(publisher, proposal)).review;
}

/** A folder that trusts no root yet trusts the one of `feed` from now on; says so, and by what name people compare it. */
export async function trustAtFirst(publisher: PublisherFolder, feed: FeedFolder): Promise<string[]> {
  if ((await publisher.roots.root()) || !(await feed.root())) return [];
  await publisher.trustRoots(feed);
  return [
    `${publisher.path} trusted no root before. It now trusts ${await publisher.rootName()}.`,
    'Compare it by telephone with what "gamekeeper init" and "status" print for those who made the keys.',
  ];
}

/** Each proposal follows exactly the version it was made for, so that two of them cannot both be published. */
export function requireNext(
  root: Metadata<Root>,
  state: FeedState | undefined,
  { root: nextRoot, targets }: Proposed,
): void {
  if (nextRoot && nextRoot.signed.version !== root.signed.version + 1) throw old('root', nextRoot.signed.version);
  if (!targets) return;
  const partner = partnerOfRole(targets.role);
  const before = partner ? state?.delegated.get(targets.role) : state?.targets;
  const { version } = targets.metadata.signed;
  if (before ? version !== before.signed.version + 1 : version < 1) throw old(targets.role, version);
  const foreign = Object.keys(targets.metadata.signed.targets).find(
    (path) => partner && path !== watchlistPath(partner),
  );
  if (foreign || (partner && targets.metadata.signed.delegations)) {
    throw new GamekeeperError(
      'ERR_PARTNER_PATH',
      `The partner ${partner} may publish ${watchlistPath(partner)} alone, not ${foreign ?? 'delegations'}. Refuse the proposal.`,
    );
  }
}

function old(role: string, version: number): GamekeeperError {
  return new GamekeeperError(
    'ERR_PROPOSAL_OLD',
    `The proposed ${role} version ${version} does not follow the one in force. Make the proposal again.`,
  );
}

async function trustedRoot(publisher: PublisherFolder, proposal: Proposal): Promise<Metadata<Root>> {
  const offered = await proposal.base.root();
  if (!offered)
    throw new GamekeeperError('ERR_PROPOSAL', `${proposal.path}/base holds no root. Make the proposal again.`);
  const trusted = await publisher.requireRoot(proposal.base);
  if (isDeepStrictEqual(offered.signed.toJSON(), trusted.signed.toJSON())) return trusted;
  throw new GamekeeperError(
    'ERR_PROPOSAL_OLD',
    `The proposal is built on another root than version ${trusted.signed.version}, which ${publisher.path} trusts. Do not sign it; ask who made it.`,
  );
}

function rootChanges(before: Root, after: Root): string[] {
  const lines = [`Root version ${after.version}, in date until ${after.expires}.`];
  for (const role of ['root', 'targets', 'snapshot', 'timestamp']) {
    const [was, is] = [before.roles[role]!, after.roles[role]!];
    const added = is.keyIDs.filter((id) => !was.keyIDs.includes(id));
    const removed = was.keyIDs.filter((id) => !is.keyIDs.includes(id));
    if (added.length + removed.length === 0 && was.threshold === is.threshold) continue;
    lines.push(
      `~ ${role}: ${is.threshold} of ${is.keyIDs.length} keys must sign (was ${was.threshold} of ${was.keyIDs.length})`,
    );
    lines.push(...added.map((id) => `    + key ${id}`), ...removed.map((id) => `    - key ${id}`));
  }
  const rest = ({ version: _, expires, keys, roles, ...others }: ReturnType<Root['toJSON']>) => others;
  return [...lines, ...changedFields(rest(before.toJSON()), rest(after.toJSON()))];
}

async function targetChanges(
  proposal: Proposal,
  state: FeedState | undefined,
  { role, metadata, files }: NonNullable<Proposed['targets']>,
): Promise<string[]> {
  const before = role === 'targets' ? state?.targets.signed : state?.delegated.get(role)?.signed;
  const after = metadata.signed;
  const list = watchlistPath(partnerOfRole(role));
  const target = after.targets[list];
  const contents = new Map(files.map(({ path, bytes }) => [path, bytes]));
  const entries = target
    ? await publishedEntries(contents.get(targetFilePath(target))!, async (path) => contents.get(path)!)
    : [];
  const known = await entriesOf(proposal.base, before?.targets[list]);
  const by = target?.custom.publisher === undefined ? '' : ` of ${target.custom.publisher}`;
  const lines = [`${role} version ${after.version}: ${counted(entries.length)}${by}, in date until ${after.expires}.`];
  lines.push(...formatDiff(diffEntries(known, entries)));
  for (const path of new Set([...Object.keys(before?.targets ?? {}), ...Object.keys(after.targets)])) {
    if (path === list) continue;
    const [was, is] = [before?.targets[path], after.targets[path]];
    if (was?.hashes.sha256 === is?.hashes.sha256) continue;
    const [old, now] = [was && (await proposal.base.read(targetFilePath(was))), is && contents.get(targetFilePath(is))];
    lines.push(`~ ${path}`, ...changedFields(fieldsOf(old), fieldsOf(now), 2_000));
  }
  const trusted = changedFields(partnersOf(before), partnersOf(after));
  return [...lines, ...(trusted.length > 0 ? ['~ trusted partners', ...trusted] : [])];
}

/** Each role that `targets` trust, by its name, with all that it may do. */
function partnersOf(targets: Targets | undefined): object {
  const {
    keys: _,
    roles = [],
    ...rest
  } = (targets?.delegations?.toJSON() ?? {}) as { roles?: { name: string }[]; keys?: unknown };
  return { ...rest, ...Object.fromEntries(roles.map(({ name, ...role }) => [name, role])) };
}

const fieldsOf = (bytes: Uint8Array | undefined): object => (bytes ? JSON.parse(new TextDecoder().decode(bytes)) : {});
