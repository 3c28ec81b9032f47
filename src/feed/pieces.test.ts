import { describe, expect, it } from 'vitest';
import { encodePieces } from '../publisher/encode-pieces.ts';
import { sha256Hex } from './hash.ts';
import { decodeHeader, decodeIndex, headerBytes, inflatePiece, PIECE_LIMIT } from './pieces.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const text = (value: string): Bytes => new TextEncoder().encode(value);
const list = (count: number) => Array.from({ length: count }, (_, place) => text(`piece ${place} `.repeat(20)));

/** What a client would do with an honest server: from the index through the headers to every piece. */
async function unpack(encoded: ReturnType<typeof encodePieces>): Promise<string[]> {
  const index = decodeIndex(encoded.index);
  const pieces: string[] = [];
  for (const [block, { key, length }] of index.blocks.entries()) {
    const file = encoded.files.find(({ path }) => path === `pieces/${key.slice(0, 2)}/${key}`)!.bytes;
    expect(file.length).toBe(length);
    const header = file.slice(0, headerBytes(index, block));
    expect(await sha256Hex(header)).toBe(key);
    let offset = header.length;
    for (const part of decodeHeader(header, index, block)) {
      const bytes = file.slice(offset, offset + part.length);
      expect(await sha256Hex(bytes)).toBe(part.key);
      pieces.push(new TextDecoder().decode(await inflatePiece(bytes)));
      offset += part.length;
    }
  }
  return pieces;
}

describe('a list as pieces', () => {
  it.each([0, 1, 16, 17, 300])('gives back %i pieces in order, each covered by a hash', async (count) => {
    const pieces = list(count);
    expect(await unpack(encodePieces(pieces))).toEqual(pieces.map((piece) => new TextDecoder().decode(piece)));
  });

  it('gives the same bytes for the same pieces, so that nothing unchanged is fetched again', async () => {
    expect(encodePieces(list(100))).toEqual(encodePieces(list(100)));
  });

  it('given one changed piece, then one block has another name and the rest are the same files', async () => {
    const before = encodePieces(list(1000));
    const changed = list(1000);
    changed[500] = text('another entry');
    const after = encodePieces(changed);
    const known = new Set(before.files.map(({ path }) => path));
    expect(after.files.filter(({ path }) => !known.has(path))).toHaveLength(1);
  });

  it('given a piece larger than a browser reads, then it says which', async () => {
    expect(() => encodePieces([text('a'), new Uint8Array(PIECE_LIMIT + 1)])).toThrow(
      expect.objectContaining({ code: 'ERR_FEED_PIECE_SIZE', message: expect.stringContaining('Piece 1 ') }),
    );
  });

  it('given an index cut short at any byte, then it is refused', async () => {
    const { index } = encodePieces(list(40));
    for (let length = 0; length < index.length; length++) {
      expect(() => decodeIndex(index.slice(0, length))).toThrow(expect.objectContaining({ code: 'ERR_FEED_PIECES' }));
    }
  });

  it('given an index of a later format, then it asks for an update of Gamekeeper', async () => {
    const { index } = encodePieces(list(1));
    index[4] = 9;
    expect(() => decodeIndex(index)).toThrow(/has format 9.*Update Gamekeeper/);
  });

  it('given a header whose lengths do not add up to the block, then it is refused', async () => {
    const { index: bytes, files } = encodePieces(list(3));
    const index = decodeIndex(bytes);
    const header = files[0]!.bytes.slice(0, headerBytes(index, 0));
    header[0]! ^= 1;
    expect(() => decodeHeader(header, index, 0)).toThrow(expect.objectContaining({ code: 'ERR_FEED_PIECES' }));
  });

  it('given a small piece that would inflate without end, then it stops at the limit', async () => {
    const bomb = new Response(
      new Blob([new Uint8Array(64 * PIECE_LIMIT)]).stream().pipeThrough(new CompressionStream('deflate-raw')),
    );
    await expect(inflatePiece(new Uint8Array(await bomb.arrayBuffer()))).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_FEED_PIECES' }),
    );
  });
});
