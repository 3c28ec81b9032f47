/**
 * A long list as signed pieces. The signed target file is a small index; it names blocks by the hash of their header, and
 * a block's header names its pieces by their hash, so that the one signed hash covers every byte:
 *
 *   index    "GKPI" · format u32 · pieces u32 · pieces per block u32 · for each block: bytes of its file u32, SHA-256 of its header
 *   block    header (for each piece: bytes u32, SHA-256 of the bytes as sent) · the pieces one after the other, deflated
 *
 * A block is one static file, `pieces/<aa>/<SHA-256 of its header>`. A first sync reads whole blocks; an update reads the
 * index, then by HTTP ranges the headers of changed blocks, then the changed pieces. Numbers are little endian.
 */
import { GamekeeperError } from '../errors.ts';
import { type Bytes, readBounded } from './bytes.ts';
import { hex } from './hash.ts';

export const MAGIC = 0x49504b47;
/** Also that of what stands in the pieces: they carry no format of their own. */
export const FORMAT = 2;
export const INDEX_HEAD = 16;
/** One row of an index or of a header: a length and a hash. */
export const ROW = 36;
const MOST_PIECES = 1 << 20;
/** A piece is never larger than this, deflated or not: what one read can cost is bounded. */
export const PIECE_LIMIT = 1024 * 1024;
const BLOCK_LIMIT = 256 * 1024 * 1024;

/** Where a block stands, relative to the feed's base address. */
export function blockPath(hash: string): string {
  return `pieces/${hash.slice(0, 2)}/${hash}`;
}

/** One line of an index or a header, read. `key` is the hash in hexadecimal: the name of the content. */
export interface Part {
  key: string;
  length: number;
}

export interface PieceIndex {
  count: number;
  perBlock: number;
  blocks: Part[];
}

/** @throws GamekeeperError ERR_FEED_PIECES when the bytes, though signed, are no index that this version reads. */
export function decodeIndex(bytes: Bytes): PieceIndex {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < INDEX_HEAD || view.getUint32(0, true) !== MAGIC) throw malformed('is no index of pieces');
  if (view.getUint32(4, true) !== FORMAT) {
    throw malformed(`has format ${view.getUint32(4, true)}, this Gamekeeper reads format ${FORMAT}`);
  }
  const count = view.getUint32(8, true);
  const perBlock = view.getUint32(12, true);
  if (count > MOST_PIECES || perBlock === 0 || bytes.length !== INDEX_HEAD + Math.ceil(count / perBlock) * ROW) {
    throw malformed('is damaged or cut short');
  }
  const blocks = decodeRows(bytes.subarray(INDEX_HEAD));
  for (const [block, { length }] of blocks.entries()) {
    if (length < headerBytes({ count, perBlock }, block) || length > BLOCK_LIMIT)
      throw malformed(`names a block of ${length} bytes`);
  }
  return { count, perBlock, blocks };
}

/** All blocks are full but the last. */
export function headerBytes({ count, perBlock }: Pick<PieceIndex, 'count' | 'perBlock'>, block: number): number {
  return Math.min(perBlock, count - block * perBlock) * ROW;
}

/** The pieces that a block's header names. `header` must already match the hash in the index. */
export function decodeHeader(header: Bytes, index: PieceIndex, block: number): Part[] {
  const parts = decodeRows(header);
  const total = parts.reduce((sum, { length }) => sum + length, header.length);
  const tooLarge = parts.some(({ length }) => length > PIECE_LIMIT);
  if (header.length !== headerBytes(index, block) || total !== index.blocks[block]!.length || tooLarge) {
    throw malformed(`has a block ${block} whose lengths do not add up`);
  }
  return parts;
}

function decodeRows(bytes: Bytes): Part[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / ROW }, (_, row) => ({
    length: view.getUint32(row * ROW, true),
    key: hex(bytes.subarray(row * ROW + 4, row * ROW + ROW)),
  }));
}

/**
 * A piece as its publisher compiled it, from the bytes as sent and stored. Stops as soon as it grows too large, however small
 * the input is. @throws GamekeeperError ERR_FEED_PIECES
 */
export async function inflatePiece(bytes: Bytes): Promise<Bytes> {
  const { readable, writable } = new DecompressionStream('deflate-raw');
  // Through a writer: for small pieces twice as fast as a Blob's stream. What fails to be written fails to be read.
  const writer = writable.getWriter();
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  const piece = await readBounded(readable, PIECE_LIMIT).catch(() => undefined);
  if (piece) return piece;
  throw malformed('has a piece that cannot be unpacked');
}

function malformed(how: string): GamekeeperError {
  return new GamekeeperError(
    'ERR_FEED_PIECES',
    `The signed list of pieces ${how}. Update Gamekeeper, or ask the security team to publish again.`,
  );
}
