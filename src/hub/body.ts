import type { IncomingMessage } from 'node:http';
import { GamekeeperError } from '../errors.ts';

/**
 * Reads a request's body, and stops at the first byte too many. Bodies that come too slowly are ended by the server's
 * own time limit. It reads Node's request itself: the web stream around it costs more than all else the hub does.
 * @param limit bytes
 * @throws ERR_TOO_LARGE, ERR_BODY_CUT
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => reject(new GamekeeperError('ERR_TOO_LARGE', `The body is larger than ${limit} bytes.`));
    if (Number(request.headers['content-length']) > limit) return tooLarge();
    const parts: Buffer[] = [];
    let length = 0;
    const cut = () => reject(new GamekeeperError('ERR_BODY_CUT', 'The body ended early.'));
    function take(part: Buffer) {
      length += part.length;
      parts.push(part);
      if (length <= limit) return;
      request.off('data', take);
      tooLarge();
    }
    function end() {
      request.off('close', cut);
      resolve(Buffer.concat(parts, length));
    }
    request.on('data', take).once('end', end).once('error', cut).once('close', cut);
  });
}
