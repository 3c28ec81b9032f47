import type { IncomingMessage } from 'node:http';
import { GamekeeperError } from '../errors.ts';

/** Bytes of all bodies on their way in, at most: those who begin many and end none must not fill the memory. */
const MOST_HELD = 256 * 1_024 * 1_024;
let held = 0;

/**
 * Reads a request's body, and stops at the first byte too many. Bodies that come too slowly are ended by the server's
 * own time limit. It reads Node's request itself: the web stream around it costs more than all else the hub does.
 * @param limit bytes
 * @throws ERR_TOO_LARGE, ERR_BODY_CUT, ERR_BODIES_MANY
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  return new Promise<Buffer>((resolve, reject) => {
    const tooLarge = () => reject(new GamekeeperError('ERR_TOO_LARGE', `The body is larger than ${limit} bytes.`));
    if (Number(request.headers['content-length']) > limit) return tooLarge();
    const cut = () => reject(new GamekeeperError('ERR_BODY_CUT', 'The body ended early.'));
    function take(part: Buffer) {
      length += part.length;
      held += part.length;
      parts.push(part);
      if (length <= limit && held <= MOST_HELD) return;
      request.off('data', take);
      if (length > limit) tooLarge();
      else reject(new GamekeeperError('ERR_BODIES_MANY', 'Too many bodies are on their way in.'));
    }
    function end() {
      request.off('close', cut);
      resolve(Buffer.concat(parts, length));
    }
    request.on('data', take).once('end', end).once('error', cut).once('close', cut);
  }).finally(() => {
    held -= length;
    parts.length = 0;
  });
}
