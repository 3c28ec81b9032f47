/** From verified targets metadata to the content of a new edition: what is wanted, fetched, kept. */
import { errorCode, GamekeeperError } from '../errors.ts';
import { type Derive, derivedKey, makeDerived, ownerOf } from './derived.ts';
import type { Fetch } from './http.ts';
import { own, type TargetFile } from './metadata.ts';
import { decodeIndex } from './pieces.ts';
import { join } from './role.ts';
import type { Edition, EditionFile, FeedStore } from './store.ts';
import { pieceKeys } from './stored-pieces.ts';
import { syncPieces } from './sync.ts';
import type { Workflow } from './workflow.ts';

/** Targets that this version knows; others are left alone. A `watchlist` is pieced, also a partner's. */
const WHOLE = ['hallmarks.json', 'sites.json', 'reporting.json', 'decisions.json', 'partners.json'];
const WATCHLIST = 'watchlist';
const PARTNERS = /^partners\/[^/]+\/watchlist$/;
/** What is not pieced is held in memory: nothing needs more. */
const LARGEST_TARGET = 32 * 1024 * 1024;

interface Wanted extends EditionFile {
  /** Absent for a partner's file that is kept as it was. */
  file?: TargetFile;
}

export interface Plan {
  wanted: Wanted[];
  /** A partner whose part could not be renewed; the security team's own list does not wait for it. */
  problem?: GamekeeperError;
}

/** What the metadata publishes for us: the security team's targets, then each delegated partner's watch list. */
export async function planEdition(workflow: Workflow, before: Edition | undefined): Promise<Plan> {
  const { targets, delegations } = workflow.targets;
  const wanted: Wanted[] = [WATCHLIST, ...WHOLE].flatMap((name) => {
    const file = own(targets, name);
    return file ? [toWanted(name, file)] : [];
  });
  let problem: GamekeeperError | undefined;
  for (const role of delegations?.roles ?? []) {
    // A partner who has not signed yet.
    if (!own(workflow.snapshot.meta, `${role.name}.json`)) continue;
    try {
      const partner = await workflow.loadDelegated(role.name, { keys: delegations!.keys, role });
      for (const name of Object.keys(partner.targets).filter((name) => PARTNERS.test(name))) {
        const found = await workflow.findTarget(name);
        if (found?.role === role.name) wanted.push(toWanted(name, found.file, role.name));
      }
    } catch (error) {
      if (!isPartnersFault(error)) throw error;
      wanted.push(...(before?.files ?? []).filter((file) => file.role === role.name));
      problem = partnersProblem(role.name, error);
    }
  }
  return { wanted, ...(problem && { problem }) };
}

function partnersProblem(role: string, cause: unknown): GamekeeperError {
  return new GamekeeperError(
    'ERR_FEED_PARTNER',
    `The list of the partner ${role} could not be renewed: ${cause instanceof Error ? cause.message : cause} What was there before stays in force.`,
    { cause },
  );
}

function isPartnersFault(error: unknown): boolean {
  const code = errorCode(error);
  return code !== 'ERR_FEED_UNREACHABLE' && !code.startsWith('ERR_FEED_STORAGE') && error instanceof GamekeeperError;
}

function toWanted(name: string, file: TargetFile, role?: string): Wanted {
  const key = own(file.hashes, 'sha256');
  if (!key) {
    throw new GamekeeperError(
      'ERR_FEED_FORMAT',
      `The target ${name} is signed without a SHA-256. Tell the security team.`,
    );
  }
  const pieced = name === WATCHLIST || PARTNERS.test(name);
  return { name, key, pieced, file, ...(file.custom && { custom: file.custom }), ...(role !== undefined && { role }) };
}

export interface Supply {
  workflow: Workflow;
  store: FeedStore;
  fetch: Fetch;
  base: string;
  derive?: Derive | undefined;
  /** Keys of stored content that is known to be damaged, and so counts as not held. */
  damaged: ReadonlySet<string>;
}

/**
 * Stores all content of the plan that is not stored yet; readers do not see it before the edition is committed. Where a
 * partner's content is at fault, the plan that comes back has what was there before.
 */
export async function bringIn(plan: Plan, before: Edition | undefined, supply: Supply): Promise<Plan> {
  const held = await supply.store.keys();
  for (const key of supply.damaged) held.delete(key);
  const wanted: Wanted[] = [];
  let { problem } = plan;
  for (const file of plan.wanted) {
    const earlier = before?.files.find(({ name }) => name === file.name);
    try {
      await bringInFile(file, earlier, supply, held);
      wanted.push(file);
    } catch (error) {
      if (file.role === undefined || !isPartnersFault(error)) throw error;
      if (earlier) wanted.push(earlier);
      problem = partnersProblem(file.role, error);
    }
  }
  return { wanted, ...(problem && { problem }) };
}

async function bringInFile(
  wanted: Wanted,
  earlier: EditionFile | undefined,
  supply: Supply,
  held: Set<string>,
): Promise<void> {
  const { workflow, store, base, derive } = supply;
  const { name, key, pieced, file, role = 'targets' } = wanted;
  if (file && !held.has(key)) {
    if (file.length > LARGEST_TARGET) {
      throw new GamekeeperError(
        'ERR_FEED_TOO_LARGE',
        `The target ${name} has ${file.length} bytes, more than any needs.`,
      );
    }
    const bytes = await workflow.fetchTarget({ name, file, role }, join(base, 'targets'));
    await store.stage(new Map([[key, bytes]]));
  }
  if (!pieced) return;
  const [index] = await store.content([key]);
  await syncPieces(decodeIndex(index!), { ...supply, first: !earlier }, held);
  if (derive && !held.has(derivedKey(key, derive))) {
    await store.stage(new Map([[derivedKey(key, derive), await makeDerived(store, derive, key, earlier?.key)]]));
  }
}

/** Keys of all content that `files` lead to. */
export async function reachable(store: FeedStore, files: readonly EditionFile[]): Promise<Set<string>> {
  const keys = new Set(files.map(({ key }) => key));
  for (const key of await store.keys()) if (keys.has(ownerOf(key))) keys.add(key);
  for (const { key, pieced } of files) {
    if (!pieced) continue;
    const [bytes] = await store.content([key]);
    for (const block of bytes ? decodeIndex(bytes).blocks : []) keys.add(block.key);
    for (const piece of (await pieceKeys(store, key)) ?? []) keys.add(piece);
  }
  return keys;
}
