import { hash } from 'node:crypto';
import { GamekeeperError } from '../errors.ts';
import type { Bytes } from '../feed/bytes.ts';
import { blockPath, decodeHeader, decodeIndex, headerBytes, inflatePiece } from '../feed/pieces.ts';
import type { Entry } from '../watchlist/entry.ts';
import { Piece } from '../watchlist/piece.ts';

/**
 * The entries that a compiled list really holds, read back from the bytes that browsers would read: what people sign is
 * shown from these, not from what the proposer says of them. `read` gives the file at a path of the feed.
 *
 * @throws GamekeeperError when a piece is missing, damaged or not what the index names
 */
export async function publishedEntries(index: Bytes, read: (path: string) => Promise<Bytes>): Promise<Entry[]> {
  const decoded = decodeIndex(index);
  const entries: Entry[] = [];
  let pieces = 0;
  for (const [block, { key }] of decoded.blocks.entries()) {
    const bytes = await read(blockPath(key));
    const header = bytes.slice(0, headerBytes(decoded, block));
    requireHash(header, key);
    let offset = header.length;
    for (const part of decodeHeader(header, decoded, block)) {
      const piece = bytes.slice(offset, offset + part.length);
      requireHash(piece, part.key);
      offset += part.length;
      entries.push(...new Piece(await inflatePiece(piece), pieces++).entries());
    }
  }
  return entries.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function requireHash(bytes: Bytes, sha256: string): void {
  if (hash('sha256', bytes) === sha256) return;
  throw new GamekeeperError(
    'ERR_PIECES',
    'A piece of the list is not the one that its index names. Make the proposal again.',
  );
}
