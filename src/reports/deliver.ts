import { z } from 'zod';
import { readBounded } from '../feed/bytes.ts';
import { drop } from '../feed/http.ts';
import { receiptSchema } from './decisions.ts';
import type { Item, Outbox, WaitingItem } from './outbox.ts';
import type { Trouble } from './report.ts';

/** Where reports go: from the signed feed, the token from policy. */
interface Destination {
  /** The full address, such as `https://hub.example/v1/reports`. */
  endpoint: string;
  /** The deployment token, the same for every browser of the organisation. */
  token?: string;
}

/** What delivery takes from outside, so that a test holds the clock, the dice and the line. */
export interface Surroundings {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  now: () => number;
  /** In [0, 1). */
  random: () => number;
}

const FIRST_DELAY_MS = 30_000;
const LONGEST_DELAY_MS = 3_600_000;
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;
const PROBE_TIMEOUT_MS = 15_000;
const ANSWER_TIMEOUT_MS = 60_000;
const ANSWER_BYTES = 4_096;

const answerSchema = z.object({ id: z.uuid(), receipt: receiptSchema });

/** Statuses by which the hub says that it will never take this report as it is. */
const REFUSALS: Record<number, Trouble> = { 400: 'unreadable', 413: 'too-large', 415: 'unreadable', 422: 'id-taken' };

/** Statuses by which it says that it has not taken it now: a person has to mend something, or it has to wait its turn. */
const OBSTACLES: Record<number, Trouble> = { 401: 'token', 403: 'forbidden', 404: 'no-hub', 429: 'busy' };

/**
 * Sends every report that is due, oldest first, one at a time.
 * @returns the instant (ms since the epoch) of the next attempt, for the alarm; undefined when nothing waits
 */
export async function deliver(outbox: Outbox, to: Destination, around: Surroundings): Promise<number | undefined> {
  let reachable: boolean | undefined;
  for (const item of await outbox.waiting()) {
    if (!isDue(item, around.now())) continue;
    // Asked first, because a report that was sent in vain can no longer be told from one whose answer was lost.
    reachable ??= await answers(to, around);
    if (!reachable) await outbox.postpone(item.id, item.state, wait(item, around), 'unreachable');
    else if (await outbox.depart(item.id)) await send(outbox, item, to, around);
  }
  const next = (await outbox.waiting()).map((item) => item.notBefore);
  return next.length > 0 ? Math.min(...next) : undefined;
}

/** A wait that is longer than any we set means that the clock was set back since: it is over. */
function isDue({ notBefore, createdAt, attempts }: Item, now: number): boolean {
  const setBack = notBefore > now + LONGEST_RETRY_AFTER_MS + FIRST_DELAY_MS || (attempts === 0 && createdAt > now);
  return notBefore <= now || setBack;
}

const DISCREET = { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' } as const;

/** Any answer will do, also of a proxy that lets nobody read it. Nothing of a report goes with the question. */
async function answers({ endpoint }: Destination, { fetch }: Surroundings): Promise<boolean> {
  const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
  const ask = (mode: RequestMode) => fetch(endpoint, { ...DISCREET, method: 'HEAD', mode, signal });
  return ask('cors')
    .catch(() => ask('no-cors'))
    .then(
      () => true,
      () => false,
    );
}

/** @param item as it was before it left */
async function send(outbox: Outbox, item: WaitingItem, to: Destination, around: Surroundings): Promise<void> {
  const { id } = item;
  let response: Response;
  try {
    response = await around.fetch(to.endpoint, {
      ...DISCREET,
      method: 'POST',
      redirect: 'error',
      headers: {
        'Content-Type': 'application/octet-stream',
        'Idempotency-Key': id,
        ...(to.token !== undefined && { Authorization: `Bearer ${to.token}` }),
      },
      body: item.sealed!,
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
  } catch {
    return outbox.postpone(id, 'sent', wait(item, around), 'unreachable');
  }
  if (response.ok) {
    const receipt = await readReceipt(response, id);
    if (receipt !== undefined) return outbox.confirm(id, receipt);
    return outbox.postpone(id, 'sent', wait(item, around), 'stranger');
  }
  drop(response);
  const refusal = REFUSALS[response.status];
  if (refusal !== undefined) return outbox.refuse(id, refusal);
  const obstacle = OBSTACLES[response.status];
  const notBefore = Math.max(wait(item, around), retryAfter(response, around));
  // With an obstacle it is where it was; after any other answer the hub may hold it all the same.
  await outbox.postpone(id, obstacle ? item.state : 'sent', notBefore, obstacle ?? 'busy');
}

/** Exponential back-off with full jitter: anywhere between now and a limit that doubles with each attempt. */
function wait(item: Item, { now, random }: Surroundings): number {
  return now() + random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** item.attempts);
}

/** `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3), at most a day ahead; 0 when absent or unreadable. */
function retryAfter(response: Response, { now, random }: Surroundings): number {
  const header = response.headers.get('Retry-After');
  if (header === null) return 0;
  const delay = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now();
  if (Number.isNaN(delay) || delay < 0) return 0;
  // Everyone was told the same instant: spread them over the time after it.
  return now() + Math.min(LONGEST_RETRY_AFTER_MS, delay) + random() * FIRST_DELAY_MS;
}

/** The receipt in the hub's answer; undefined when the answer is too long, cut off, or not about this report. */
async function readReceipt(response: Response, id: string): Promise<string | undefined> {
  try {
    const bytes = await readBounded(response.body!, ANSWER_BYTES);
    const answer = answerSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    return answer.id === id ? answer.receipt : undefined;
  } catch {
    return undefined;
  }
}
