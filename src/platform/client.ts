/**
 * Asking the worker. Runs in pages of the extension and in the scripts injected into sites, so it carries neither zod
 * nor the polyfill: `runtime.sendMessage` answers with a promise in every browser we support.
 */
import { GamekeeperError } from '../errors.ts';
import type { Answer, Input, MessageName, Outputs, TabMessage } from './messages.ts';

interface Runtime {
  id?: string;
  sendMessage(message: unknown): Promise<unknown>;
  onMessage: { addListener(listener: Listener): void; removeListener(listener: Listener): void };
}

type Listener = (message: unknown, sender: { id?: string }, answer: (value: unknown) => void) => true | undefined;

declare const browser: { runtime?: Runtime } | undefined;
declare const chrome: { runtime?: Runtime } | undefined;

/** The extension was updated or removed while its script still runs in this page. */
export function orphaned(): boolean {
  return runtime()?.id === undefined;
}

/**
 * Asks the worker and waits for its answer.
 *
 * @throws GamekeeperError the worker's own code, or ERR_WORKER_GONE when nobody answered
 */
export async function ask<N extends MessageName>(name: N, input: Input<N>): Promise<Outputs[N]> {
  const api = runtime();
  if (api?.id === undefined) throw new GamekeeperError('ERR_WORKER_GONE', 'Gamekeeper was updated. Reload this page.');
  let answer: Answer<Outputs[N]> | undefined;
  let cause: unknown;
  try {
    answer = (await api.sendMessage({ name, input })) as Answer<Outputs[N]> | undefined;
  } catch (error) {
    cause = error;
  }
  if (!answer) throw new GamekeeperError('ERR_WORKER_GONE', 'Gamekeeper did not answer. Reload this page.', { cause });
  if (!answer.ok) throw new GamekeeperError(answer.code, answer.message);
  return answer.value;
}

/** Listens to the worker until `signal` aborts. What `handle` returns is the answer. */
export function onTabMessage(handle: (message: TabMessage) => Promise<unknown>, signal: AbortSignal): void {
  const api = runtime();
  if (api?.id === undefined) return;
  const listener: Listener = (message, sender, answer) => {
    if (sender.id !== api.id || !isTabMessage(message)) return undefined;
    // Only the older way of answering works in every browser we support.
    handle(message).then(answer, () => answer(undefined));
    return true;
  };
  api.onMessage.addListener(listener);
  signal.addEventListener('abort', () => api.onMessage.removeListener(listener));
}

function isTabMessage(value: unknown): value is TabMessage {
  return (
    typeof value === 'object' && value !== null && 'type' in value && ['read', 'renewed'].includes(`${value.type}`)
  );
}

function runtime(): Runtime | undefined {
  return (typeof browser === 'object' ? browser : typeof chrome === 'object' ? chrome : undefined)?.runtime;
}
