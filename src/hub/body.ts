import { GamekeeperError } from '../errors.ts';

/**
 * Reads a request's body, and stops at the first byte too many. Bodies that come too slowly are ended by the server's
 * own time limit.
 * @param limit bytes
 * @throws ERR_REPORT_TOO_LARGE, ERR_BODY_CUT
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = () => new GamekeeperError('ERR_REPORT_TOO_LARGE', `The body is larger than ${limit} bytes.`);
  if (Number(request.headers.get('Content-Length')) > limit) throw tooLarge();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of request.body ?? []) {
      length += part.length;
      if (length > limit) break;
      parts.push(part);
    }
  } catch (cause) {
    throw new GamekeeperError('ERR_BODY_CUT', 'The body ended early.', { cause });
  }
  if (length > limit) throw tooLarge();
  return Buffer.concat(parts, length);
}
