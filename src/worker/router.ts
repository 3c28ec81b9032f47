/** The border of the worker: who may send what, in which shape. What passes here is trusted inside. */
import { z } from 'zod';
import { errorCode, GamekeeperError } from '../errors.ts';
import { type Answer, type Input, type MessageName, messages, type Outputs } from '../platform/messages.ts';

export interface Sender {
  /** Our own pages, or a content script in a page of a site. */
  kind: 'extension' | 'page';
  tabId?: number;
  frameId?: number;
  /** Origin of the page that a content script runs in. */
  origin?: string;
}

export type Handlers = {
  [N in MessageName]: (input: Input<N>, sender: Sender) => Promise<Outputs[N]>;
};

const envelope = z.strictObject({ name: z.string(), input: z.unknown() });

/** Parses, checks the sender and calls the handler. Never throws: what goes wrong is the answer. */
export async function route(
  handlers: Handlers,
  message: unknown,
  sender: Sender,
  log: (error: unknown) => void,
): Promise<Answer<unknown>> {
  try {
    const { name, input } = parse(envelope, message);
    if (!Object.hasOwn(messages, name)) throw refused(`no message is named ${JSON.stringify(name.slice(0, 40))}`);
    const row = messages[name as MessageName];
    if (sender.kind === 'page' && !row.fromPage) throw refused(`${name} is not for pages`);
    const handler = handlers[name as MessageName] as (input: unknown, sender: Sender) => Promise<unknown>;
    return { ok: true, value: await handler(parse(row.input as z.ZodType<unknown>, input), sender) };
  } catch (error) {
    const code = errorCode(error);
    // A refused message is the page's fault, and a page can send many: it is no news.
    if (code !== 'ERR_MESSAGE_REFUSED') log(error);
    return {
      ok: false,
      code,
      message: error instanceof GamekeeperError ? error.message : 'Something went wrong inside Gamekeeper.',
    };
  }
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw refused(`${issue?.path.join('.') || 'message'}: ${issue?.message ?? 'wrong shape'}`);
}

function refused(what: string): GamekeeperError {
  return new GamekeeperError('ERR_MESSAGE_REFUSED', `The message was refused: ${what}.`);
}
