/** Bytes that nobody shares, as WebCrypto takes them and IndexedDB keeps them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** All of a stream, or undefined as soon as it gives more than `limit` bytes; the rest of it is not read. */
export async function readBounded(stream: ReadableStream<Uint8Array>, limit: number): Promise<Bytes | undefined> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      // Not waited for: how the stream ends is not our concern.
      reader.cancel().catch(() => {});
      return undefined;
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  for (let chunk = chunks.pop(); chunk; chunk = chunks.pop()) {
    length -= chunk.length;
    whole.set(chunk, length);
  }
  return whole;
}
