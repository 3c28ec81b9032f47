/** HTTP under a bound: no response is read past what was asked for, however much is sent and however slowly. */
import { GamekeeperError } from '../errors.ts';
import { type Bytes, readBounded } from './bytes.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Request {
  url: string;
  /** Bytes that the whole file may have; one more is refused. A range may have no more than itself. */
  limit: number;
  /** First and last byte wanted, as HTTP counts them. */
  range?: { first: number; last: number };
  /** `no-cache` lets the browser ask "changed since?" with the tag it keeps; other files never change under one name. */
  cache?: RequestCache;
}

export interface Answer {
  bytes: Bytes;
  /** The server ignored the range, if there was one, and sent the whole file. */
  whole: boolean;
}

/** A minute without an end is an attack or a dead line; the largest file we ask for is about a megabyte. */
const PATIENCE_MS = 60_000;

/**
 * Undefined when the server says that the file is not there (404, and 403 as object stores answer).
 *
 * @throws GamekeeperError ERR_FEED_UNREACHABLE, ERR_FEED_TOO_LARGE
 */
export async function get(fetch: Fetch, request: Request): Promise<Answer | undefined> {
  const { url, range, cache = 'no-store' } = request;
  try {
    const response = await fetch(url, {
      cache,
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      headers: range ? { range: `bytes=${range.first}-${range.last}` } : {},
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.status === 404 || response.status === 403) {
      drop(response);
      return undefined;
    }
    if (response.status !== 200 && !(range && response.status === 206)) {
      drop(response);
      throw unreachable(url, `it answered ${response.status}`);
    }
    const limit = range && response.status === 206 ? range.last - range.first + 1 : request.limit;
    const bytes = response.body ? await readBounded(response.body, limit) : new Uint8Array();
    if (!bytes) {
      throw new GamekeeperError(
        'ERR_FEED_TOO_LARGE',
        `${url} sends more than the ${limit} bytes it may have. Nothing of it was used; tell the security team.`,
      );
    }
    return { bytes, whole: response.status === 200 };
  } catch (error) {
    throw error instanceof GamekeeperError ? error : unreachable(url, 'no connection, or it broke off', error);
  }
}

/** Not waited for: how a connection ends is not our concern. */
export function drop(response: Response): void {
  response.body?.cancel().catch(() => {});
}

/** The server's clock, where it says so and the browser lets us see it. Nobody signed it. */
export function serverDate(response: Response): Date | undefined {
  const date = new Date(response.headers.get('date') ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function unreachable(url: string, why: string, cause?: unknown): GamekeeperError {
  return new GamekeeperError(
    'ERR_FEED_UNREACHABLE',
    `${url} could not be read: ${why}. Check the connection; Gamekeeper tries again by itself.`,
    { cause },
  );
}
