/** From verified targets metadata to the content of a new edition: what is wanted, fetched, kept. */
import { errorCode, GamekeeperError } from '../errors.ts';
import type { FoundTarget } from './delegations.ts';
import { type Derivations, derivedKey, isMade, makeDerived, ownerOf } from './derived.ts';
import { sha256Hex } from './hash.ts';
import type { Fetch } from './http.ts';
import { own } from './metadata.ts';
import { decodeIndex } from './pieces.ts';
import { join } from './role.ts';
import type { Edition, EditionFile, FeedStore } from './store.ts';
import { pieceKeys, storedIndex } from './stored-pieces.ts';
import { syncPieces } from './sync.ts';
import type { Workflow } from './workflow.ts';

/** Targets that this version knows; others are left alone. A `watchlist` is pieced, also a partner's. */
const WHOLE = ['hallmarks.json', 'sites.json', 'reporting.json', 'decisions.json', 'partners.json'];
const WATCHLIST = 'watchlist';
const PARTNERS = /^partners\/[^/]+\/watchlist$/;
/** What is not pieced is held in memory: nothing needs more. */
const LARGEST_TARGET = 32 * 1024 * 1024;

interface Supply {
  workflow: Workflow;
  store: FeedStore;
  fetch: Fetch;
  base: string;
  derive: Derivations;
  /** Keys of stored content that is known to be damaged, and so counts as not held. */
  damaged: ReadonlySet<string>;
}

interface Gathered {
  files: EditionFile[];
  /** A partner whose part could not be renewed; the security team's own list does not wait for it. */
  problem?: GamekeeperError;
}

/**
 * What the metadata publishes for us: the security team's targets, then each delegated partner's watch list. Content that is
 * not stored yet is; readers do not see it before the edition is committed. Where a partner is at fault, or there is no room
 * for what it lists, its files are those that were there before.
 */
export async function gather(before: Edition | undefined, supply: Supply): Promise<Gathered> {
  const { workflow } = supply;
  const { targets, delegations } = workflow.targets;
  const files: EditionFile[] = [];
  let problem: GamekeeperError | undefined;
  for (const name of [WATCHLIST, ...WHOLE]) {
    const file = own(targets, name);
    if (file) files.push(await bringIn({ name, file, role: 'targets' }, before, supply));
  }
  for (const role of delegations?.roles ?? []) {
    // A partner who has not signed yet.
    if (!own(workflow.snapshot.meta, `${role.name}.json`)) continue;
    try {
      const partner = await workflow.loadDelegated(role.name, { keys: delegations!.keys, role });
      const theirs: EditionFile[] = [];
      for (const name of Object.keys(partner.targets).filter((name) => PARTNERS.test(name))) {
        const found = await workflow.findTarget(name);
        if (found?.role === role.name) theirs.push({ ...(await bringIn(found, before, supply)), role: role.name });
      }
      files.push(...theirs);
    } catch (error) {
      if (!isPartnersAlone(error)) throw error;
      if (isFull(error)) await giveBack(supply.store, before, files);
      files.push(...(before?.files ?? []).filter((file) => file.role === role.name));
      problem = new GamekeeperError(
        'ERR_FEED_PARTNER',
        `The list of the partner ${role.name} could not be renewed: ${error.message} What was there before stays in force.`,
        { cause: error },
      );
    }
  }
  return { files, ...(problem && { problem }) };
}

/** A line that is cut and a store that is broken fail everybody; a full one has room again once a partner's part is gone. */
function isPartnersAlone(error: unknown): error is GamekeeperError {
  const everybodys = ['ERR_FEED_UNREACHABLE', 'ERR_FEED_STORAGE'];
  return error instanceof GamekeeperError && !everybodys.includes(error.code);
}

export function isFull(error: unknown): boolean {
  return errorCode(error) === 'ERR_FEED_STORAGE_FULL';
}

/** A device that is full gets back what an attempt took: all but what is in force and `files`. */
export async function giveBack(
  store: FeedStore,
  before: Edition | undefined,
  files: readonly EditionFile[] = [],
): Promise<void> {
  await reachable(store, [...(before?.files ?? []), ...(before?.before ?? []), ...files])
    .then((keep) => store.commit(undefined, keep))
    .catch(() => {});
}

async function bringIn(target: FoundTarget, before: Edition | undefined, supply: Supply): Promise<EditionFile> {
  const { workflow, store, base, derive, damaged } = supply;
  const { name, file } = target;
  const key = own(file.hashes, 'sha256');
  if (!key) {
    throw new GamekeeperError(
      'ERR_FEED_FORMAT',
      `The target ${name} is signed without a SHA-256. Tell the security team.`,
    );
  }
  const pieced = name === WATCHLIST || PARTNERS.test(name);
  const found: EditionFile = { name, key, pieced, ...(file.custom && { custom: file.custom }) };
  const earlier = before?.files.find((each) => each.name === name);
  const lost = new Set(damaged);
  if (earlier?.key === key) {
    // The one look at what lies there for long; pieces are looked at when they are read.
    const [stored] = await store.content([key]);
    if (!stored || (await sha256Hex(stored)) !== key) lost.add(key);
    if (lost.size === 0) return found;
  }

  const held = await store.keys();
  for (const each of lost) held.delete(each);
  if (!held.has(key)) {
    if (file.length > LARGEST_TARGET) {
      throw new GamekeeperError(
        'ERR_FEED_TOO_LARGE',
        `The target ${name} has ${file.length} bytes, more than any needs.`,
      );
    }
    await store.stage(new Map([[key, await workflow.fetchTarget(target, join(base, 'targets'))]]));
  }
  if (pieced) {
    const [index] = await store.content([key]);
    await syncPieces(decodeIndex(index!), { ...supply, first: !earlier }, held);
  }
  const wanted = derivedKey(found, derive);
  if (wanted !== undefined && !isMade(held, wanted)) {
    await makeDerived(store, derive, found, earlier?.key).catch((error) => {
      // Of another file's form that this version does not know its reader tells; the rest still warns.
      if (pieced || errorCode(error).startsWith('ERR_FEED_STORAGE')) throw error;
    });
  }
  return found;
}

/** Keys of all content that `files` lead to. */
export async function reachable(store: FeedStore, files: readonly EditionFile[]): Promise<Set<string>> {
  const keys = new Set(files.map(({ key }) => key));
  for (const key of await store.keys()) if (keys.has(ownerOf(key))) keys.add(key);
  for (const { key, pieced } of files) {
    if (!pieced) continue;
    for (const block of (await storedIndex(store, key))?.blocks ?? []) keys.add(block.key);
    for (const piece of (await pieceKeys(store, key)) ?? []) keys.add(piece);
  }
  return keys;
}
