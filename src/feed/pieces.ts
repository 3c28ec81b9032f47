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
import { concatenate } from './bytes.ts';
import { deflate, inflate } from './deflate.ts';
import { hex, sha256 } from './hash.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const MAGIC = 0x49504b47;
const FORMAT = 1;
const INDEX_HEAD = 16;
/** One row of an index or of a header: a length and a hash. */
const ROW = 36;
const MOST_PIECES = 1 << 20;
/** A piece is never larger than this, deflated or not: what one read can cost is bounded. */
export const PIECE_LIMIT = 1024 * 1024;
const BLOCK_LIMIT = 256 * 1024 * 1024;

export interface EncodedPieces {
  /** The bytes of the target file. */
  index: Bytes;
  /** Static files to publish before the metadata that names them; paths are relative to the feed's base address. */
  files: { path: string; bytes: Bytes }[];
}

/** What the publisher writes for a target of `pieces`. Blocks hold about √n pieces: the index and a header cost the same. */
export async function encodePieces(pieces: readonly Bytes[]): Promise<EncodedPieces> {
  const perBlock = blockSize(pieces.length);
  const files: EncodedPieces['files'] = [];
  const rows: Row[] = [];
  for (let first = 0; first < pieces.length; first += perBlock) {
    const deflated = await Promise.all(pieces.slice(first, first + perBlock).map(deflatePiece));
    const header = encodeRows(
      await Promise.all(deflated.map(async (bytes) => ({ length: bytes.length, hash: await sha256(bytes) }))),
    );
    const bytes = concatenate([header, ...deflated]);
    const hash = await sha256(header);
    rows.push({ length: bytes.length, hash });
    files.push({ path: blockPath(hex(hash)), bytes });
  }
  const head = new DataView(new ArrayBuffer(INDEX_HEAD));
  for (const [word, value] of [MAGIC, FORMAT, pieces.length, perBlock].entries()) head.setUint32(word * 4, value, true);
  return { index: concatenate([new Uint8Array(head.buffer), encodeRows(rows)]), files };
}

/** Where a block stands, relative to the feed's base address. */
export function blockPath(hash: string): string {
  return `pieces/${hash.slice(0, 2)}/${hash}`;
}

async function deflatePiece(piece: Bytes, place: number): Promise<Bytes> {
  const bytes = piece.length > PIECE_LIMIT ? piece : await deflate(piece);
  if (bytes.length > PIECE_LIMIT || piece.length > PIECE_LIMIT) {
    throw new GamekeeperError(
      'ERR_FEED_PIECE_SIZE',
      `Piece ${place} has ${piece.length} bytes, more than the ${PIECE_LIMIT} that a browser reads. Cut the list into smaller pieces.`,
    );
  }
  return bytes;
}

/** A power of two, so that a list that grows by a few pieces keeps its blocks. */
function blockSize(pieces: number): number {
  return Math.max(16, 2 ** Math.ceil(Math.log2(Math.max(1, pieces)) / 2));
}

export interface Row {
  length: number;
  hash: Bytes;
}

function encodeRows(rows: readonly Row[]): Bytes {
  const bytes = new Uint8Array(rows.length * ROW);
  const view = new DataView(bytes.buffer);
  for (const [index, { length, hash }] of rows.entries()) {
    view.setUint32(index * ROW, length, true);
    bytes.set(hash, index * ROW + 4);
  }
  return bytes;
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

/** How many pieces a block holds: all are full but the last. */
export function piecesIn({ count, perBlock }: Pick<PieceIndex, 'count' | 'perBlock'>, block: number): number {
  return Math.min(perBlock, count - block * perBlock);
}

export function headerBytes(index: Pick<PieceIndex, 'count' | 'perBlock'>, block: number): number {
  return piecesIn(index, block) * ROW;
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

/** A piece as its consumer gave it, from the bytes as sent and stored. */
export function inflatePiece(bytes: Bytes): Promise<Bytes> {
  return inflate(bytes, PIECE_LIMIT);
}

function malformed(how: string): GamekeeperError {
  return new GamekeeperError(
    'ERR_FEED_PIECES',
    `The signed list of pieces ${how}. Update Gamekeeper, or ask the security team to publish again.`,
  );
}
