import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { GamekeeperError } from '../errors.ts';
import type { Bytes } from '../feed/bytes.ts';
import { blockPath, FORMAT, INDEX_HEAD, MAGIC, PIECE_LIMIT, ROW } from '../feed/pieces.ts';

interface EncodedPieces {
  /** The bytes of the target file. */
  index: Bytes;
  /** Static files to publish before the metadata that names them; paths are relative to the feed's base address. */
  files: { path: string; bytes: Bytes }[];
}

/** `pieces` in the form of `src/feed/pieces.ts`. Blocks hold about √n pieces, so that the index and a header cost the same. */
export function encodePieces(pieces: readonly Bytes[]): EncodedPieces {
  const perBlock = blockSize(pieces.length);
  const files: EncodedPieces['files'] = [];
  const rows: Bytes[] = [];
  for (let first = 0; first < pieces.length; first += perBlock) {
    const deflated = pieces.slice(first, first + perBlock).map((piece, place) => deflatePiece(piece, first + place));
    const header = join(deflated.map((bytes) => row(bytes.length, bytes)));
    const bytes = join([header, ...deflated]);
    rows.push(row(bytes.length, header));
    files.push({ path: blockPath(sha256(header).toString('hex')), bytes });
  }
  const head = new DataView(new ArrayBuffer(INDEX_HEAD));
  for (const [word, value] of [MAGIC, FORMAT, pieces.length, perBlock].entries()) head.setUint32(word * 4, value, true);
  return { index: join([new Uint8Array(head.buffer), ...rows]), files };
}

function deflatePiece(piece: Bytes, place: number): Bytes {
  if (piece.length <= PIECE_LIMIT) return new Uint8Array(deflateRawSync(piece, { level: 9 }));
  throw new GamekeeperError(
    'ERR_FEED_PIECE_SIZE',
    `Piece ${place} has ${piece.length} bytes, more than the ${PIECE_LIMIT} that a browser reads. Shorten its entries.`,
  );
}

/** A power of two, so that a list that grows by a few pieces keeps its blocks. */
function blockSize(pieces: number): number {
  return Math.max(16, 2 ** Math.ceil(Math.log2(Math.max(1, pieces)) / 2));
}

/** One line of an index or of a header. */
function row(length: number, hashed: Bytes): Bytes {
  const bytes = new Uint8Array(ROW);
  new DataView(bytes.buffer).setUint32(0, length, true);
  bytes.set(sha256(hashed), 4);
  return bytes;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const join = (parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
