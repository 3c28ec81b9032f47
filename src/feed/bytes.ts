type Bytes = Uint8Array<ArrayBuffer>;

export function concatenate(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** All of a stream, or undefined as soon as it gives more than `limit` bytes; the rest of it is not read. */
export async function readBounded(stream: ReadableStream<Uint8Array>, limit: number): Promise<Bytes | undefined> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concatenate(chunks);
    length += value.length;
    if (length > limit) {
      // Not waited for: how the stream ends is not our concern.
      reader.cancel().catch(() => {});
      return undefined;
    }
    chunks.push(value);
  }
}
