import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const MINUTE_MS = 60_000;

/** Addresses counted in one minute, at most: a million of them must not fill the memory. */
const MOST_ADDRESSES = 100_000;

const digestOf = (text: string) => createHash('sha256').update(text).digest();

/** Whether a bearer token is one of the deployment's; compared in constant time. No tokens: everyone may report. */
export function tokenGate(tokens: readonly string[]): (authorization: string | undefined) => boolean {
  const digests = tokens.map(digestOf);
  return (authorization) => {
    if (digests.length === 0) return true;
    const given = digestOf(authorization?.replace(/^Bearer /, '') ?? '');
    return digests.map((digest) => timingSafeEqual(digest, given)).includes(true);
  };
}

/**
 * Counts the reports of each address within the running minute. An address is kept as a keyed hash; key and counts go
 * when the minute ends, and nothing of it is written anywhere.
 */
export class RateLimit {
  readonly #perMinute: number;
  readonly #now: () => number;
  #counts = new Map<string, number>();
  #key = randomBytes(32);
  #minute = 0;

  /** @param perMinute reports of one address; 0 for no limit */
  constructor(perMinute: number, now: () => number) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** @returns 0 when the report may come in, else the seconds to wait */
  admit(address: string): number {
    if (this.#perMinute === 0) return 0;
    const minute = Math.floor(this.#now() / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#counts = new Map();
      this.#key = randomBytes(32);
    }
    const who = createHmac('sha256', this.#key).update(address).digest('base64');
    const count = (this.#counts.get(who) ?? 0) + 1;
    if (count <= this.#perMinute && (count > 1 || this.#counts.size < MOST_ADDRESSES)) {
      this.#counts.set(who, count);
      return 0;
    }
    return Math.ceil(((minute + 1) * MINUTE_MS - this.#now()) / 1_000);
  }
}
