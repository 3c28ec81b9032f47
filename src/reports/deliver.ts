import { z } from 'zod';
import { receiptSchema } from './decisions.ts';
import type { Item, Outbox } from './outbox.ts';

/** Where reports go: from the signed feed, the token from policy. */
export interface Destination {
  /** The full address, such as `https://hub.example/v1/reports`. */
  endpoint: string;
  /** The deployment token, the same for every browser of the organisation. */
  token?: string;
}

/** What delivery takes from outside, so that a test holds the clock, the dice and the line. */
export interface Surroundings {
  fetch: typeof fetch;
  now: () => number;
  /** In [0, 1). */
  random: () => number;
}

const FIRST_DELAY_MS = 30_000;
const LONGEST_DELAY_MS = 3_600_000;
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;
const ANSWER_TIMEOUT_MS = 60_000;
const ANSWER_BYTES = 4_096;

const answerSchema = z.object({ id: z.uuid(), receipt: receiptSchema });

/** Statuses by which the hub says that it will never take this report as it is. */
const REFUSALS: Record<number, string> = {
  400: 'The hub could not read this report. Tell your security team.',
  413: 'The hub takes no report of this size. Send it again without the screenshot or with fewer messages.',
  415: 'The hub could not read this report. Tell your security team.',
  422: 'The hub already holds another report under this id. Tell your security team.',
};

/** Statuses that a person has to mend, somewhere else: the report waits meanwhile. */
const OBSTACLES: Record<number, string> = {
  401: 'The hub does not know this browser’s token. Your IT team has to renew the policy.',
  403: 'The hub does not accept reports from here. Tell your security team.',
  404: 'There is no hub at the address in the list. Tell your security team.',
};

/**
 * Sends every report that is due, oldest first, one at a time.
 * @returns the instant (ms since the epoch) of the next attempt, for the alarm; undefined when nothing waits
 */
export async function deliver(outbox: Outbox, to: Destination, around: Surroundings): Promise<number | undefined> {
  for (const item of await outbox.waiting()) {
    if (item.notBefore > around.now()) continue;
    const departing = await outbox.depart(item.id);
    if (departing?.sealed) await send(outbox, departing, departing.sealed, to, around);
  }
  const next = (await outbox.waiting()).map((item) => item.notBefore);
  return next.length > 0 ? Math.min(...next) : undefined;
}

async function send(
  outbox: Outbox,
  item: Item,
  body: Uint8Array<ArrayBuffer>,
  to: Destination,
  around: Surroundings,
): Promise<void> {
  let response: Response;
  try {
    response = await around.fetch(to.endpoint, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/octet-stream',
        'Idempotency-Key': item.id,
        ...(to.token !== undefined && { Authorization: `Bearer ${to.token}` }),
      },
      body,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
  } catch {
    return outbox.postpone(item.id, wait(item, around), 'The hub could not be reached. It will be tried again.');
  }
  if (response.ok) {
    const receipt = await readReceipt(response, item.id);
    if (receipt !== undefined) return outbox.confirm(item.id, receipt);
    const detail = 'Something other than the hub answered. It will be tried again.';
    return outbox.postpone(item.id, wait(item, around), detail);
  }
  await response.body?.cancel();
  const refusal = REFUSALS[response.status];
  if (refusal !== undefined) return outbox.refuse(item.id, refusal);
  const detail = OBSTACLES[response.status] ?? 'The hub is busy or being repaired. It will be tried again.';
  const notBefore = Math.max(wait(item, around), retryAfter(response, around));
  return outbox.postpone(item.id, notBefore, detail);
}

/** Exponential back-off with full jitter: anywhere between now and a limit that doubles with each attempt. */
function wait(item: Item, { now, random }: Surroundings): number {
  return now() + random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (item.attempts - 1));
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
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    for await (const part of response.body ?? []) {
      length += part.length;
      if (length > ANSWER_BYTES) return undefined;
      parts.push(part);
    }
    const answer = answerSchema.parse(JSON.parse(await new Blob(parts).text()));
    return answer.id === id ? answer.receipt : undefined;
  } catch {
    return undefined;
  }
}
