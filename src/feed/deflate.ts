import { GamekeeperError } from '../errors.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export async function deflate(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Stops as soon as more than `limit` bytes come out, however small the input is.
 *
 * @throws GamekeeperError ERR_FEED_PIECES
 */
export async function inflate(bytes: Bytes, limit: number): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      length += chunk.length;
      if (length > limit) throw new RangeError(`more than ${limit} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw new GamekeeperError(
      'ERR_FEED_PIECES',
      'A piece of the list cannot be unpacked. Ask the security team to publish again.',
      { cause: error },
    );
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
