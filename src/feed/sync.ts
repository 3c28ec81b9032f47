/** Brings the pieces of a list into the store: what is held is kept, whole blocks for a first sync, ranges for an update. */

import { GamekeeperError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import { sha256Hex } from './hash.ts';
import { type Fetch, get } from './http.ts';
import { blockPath, decodeHeader, headerBytes, type Part, type PieceIndex } from './pieces.ts';
import { join, present } from './role.ts';
import type { FeedStore } from './store.ts';

/** Blocks fetched at the same time, and with them the memory a sync needs. */
const ABREAST = 4;
/** Bytes between two pieces that are cheaper to read than to ask again. */
const SMALL_GAP = 8192;

interface PieceSource {
  store: FeedStore;
  fetch: Fetch;
  /** Base address of the feed. */
  base: string;
  /** Nothing of this list was there before: whole blocks are asked for at once. */
  first: boolean;
}

/**
 * @param held keys of the content already stored; what is stored here is added, a damaged header is stored again.
 * @throws GamekeeperError ERR_FEED_HASH and those of reading and storing. What was stored until then is used next time.
 */
export async function syncPieces(index: PieceIndex, source: PieceSource, held: Set<string>): Promise<void> {
  const blocks = index.blocks.keys();
  const errors: unknown[] = [];
  const worker = async () => {
    for (const block of blocks) await syncBlock(index, block, source, held);
  };
  // After a failure what is under way may finish, and is kept; nothing new is begun, and nothing goes on behind the caller.
  const stop = (error: unknown) => {
    errors.push(error);
    for (const _ of blocks);
  };
  await Promise.all(Array.from({ length: ABREAST }, () => worker().catch(stop)));
  if (errors.length > 0) throw errors[0];
}

async function syncBlock(index: PieceIndex, block: number, source: PieceSource, held: Set<string>): Promise<void> {
  const { key, length } = index.blocks[block]!;
  const headerLength = headerBytes(index, block);
  const stage = async (contents: Map<string, Bytes>) => {
    await source.store.stage(contents);
    for (const name of contents.keys()) held.add(name);
  };
  const file = new BlockFile(source, key, length);
  let [header] = held.has(key) ? await source.store.content([key]) : [];
  if (!header || (await sha256Hex(header)) !== key) {
    held.delete(key);
    header = (await file.read(0, source.first ? length : headerLength)).slice(0, headerLength);
    if ((await sha256Hex(header)) !== key) throw forged(key);
  }
  const parts = placed(decodeHeader(header, index, block), headerLength);
  for (const { from, to } of spans(parts.filter(({ key }) => !held.has(key)))) {
    const bytes = await file.read(from, to);
    const contents = new Map<string, Bytes>();
    for (const part of parts) {
      if (part.from < from || part.to > to) continue;
      const piece = bytes.slice(part.from - from, part.to - from);
      if ((await sha256Hex(piece)) !== part.key) throw forged(key);
      contents.set(part.key, piece);
    }
    await stage(contents);
  }
  // Last: a header that is held stands for a block whose pieces were fetched once.
  if (!held.has(key)) await stage(new Map([[key, header]]));
}

interface Placed extends Part {
  from: number;
  to: number;
}

function placed(parts: readonly Part[], start: number): Placed[] {
  let from = start;
  return parts.map((part) => {
    const at = { ...part, from, to: from + part.length };
    from = at.to;
    return at;
  });
}

/** What to read for `parts`: those that are near to each other in one span. */
function spans(parts: readonly Placed[]): { from: number; to: number }[] {
  const result: { from: number; to: number }[] = [];
  for (const { from, to } of parts) {
    const last = result.at(-1);
    if (last && from - last.to <= SMALL_GAP) last.to = to;
    else result.push({ from, to });
  }
  return result;
}

/** One block on the server. Where ranges are not honoured it is read once, whole. */
class BlockFile {
  readonly #source: PieceSource;
  readonly #url: string;
  readonly #length: number;
  #whole: Bytes | undefined;

  constructor(source: PieceSource, key: string, length: number) {
    this.#source = source;
    this.#url = join(source.base, blockPath(key));
    this.#length = length;
  }

  async read(from: number, to: number): Promise<Bytes> {
    if (this.#whole) return this.#whole.subarray(from, to);
    if (from === to) return new Uint8Array();
    const { fetch } = this.#source;
    const all = from === 0 && to === this.#length;
    const answer = await get(fetch, {
      url: this.#url,
      limit: this.#length,
      ...(!all && { range: { first: from, last: to - 1 } }),
    });
    const bytes = present(answer, this.#url);
    if (!answer?.whole) return bytes;
    this.#whole = bytes;
    return this.#whole.subarray(from, to);
  }
}

function forged(key: string): GamekeeperError {
  return new GamekeeperError(
    'ERR_FEED_HASH',
    `Block ${key.slice(0, 12)} of the list is not what was signed. Nothing of it was used; if this lasts, tell the security team.`,
  );
}
