import { expect, test, vi } from 'vitest';
import { GamekeeperError } from '../errors.ts';
import { type Handlers, route, type Sender } from './router.ts';

const page: Sender = { kind: 'page', tabId: 1, origin: 'https://www.linkedin.com' };
const own: Sender = { kind: 'extension' };
const log = vi.fn();

function handlers(overrides: Partial<Handlers> = {}): Handlers {
  const refuse = async () => {
    throw new Error('not reached');
  };
  return new Proxy(overrides, { get: (target, name) => Reflect.get(target, name) ?? refuse }) as Handlers;
}

test('a message of the right shape reaches its handler and the answer comes back as a value', async () => {
  const dismiss = vi.fn(async () => ({ dismissed: true as const }));
  const answer = await route(
    handlers({ dismiss }),
    { name: 'dismiss', input: { site: 'linkedin', account: 'a' } },
    page,
    log,
  );
  expect(answer).toEqual({ ok: true, value: { dismissed: true } });
  expect(dismiss).toHaveBeenCalledWith({ site: 'linkedin', account: 'a' }, page);
});

test.each([
  ['no object', 'hello'],
  ['unknown name', { name: 'format-disk', input: {} }],
  ['a name every object has', { name: 'constructor', input: {} }],
  ['an extra field', { name: 'feed-status', input: { extra: 1 } }],
  ['a field too long', { name: 'site-rules', input: { url: 'x'.repeat(5_000) } }],
])('%s is refused before any handler runs', async (_, message) => {
  const answer = await route(handlers(), message, own, log);
  expect(answer).toMatchObject({ ok: false, code: 'ERR_MESSAGE_REFUSED' });
});

test('a content script cannot send what is meant for our own pages', async () => {
  const answer = await route(handlers(), { name: 'reports', input: {} }, page, log);
  expect(answer).toMatchObject({ ok: false, code: 'ERR_MESSAGE_REFUSED' });
});

test('an error of a handler crosses with its code; an unexpected one without its details', async () => {
  const known = handlers({
    'check-now': async () => {
      throw new GamekeeperError('ERR_FEED_UNREACHABLE', 'The list could not be reached.');
    },
  });
  expect(await route(known, { name: 'check-now', input: {} }, own, log)).toEqual({
    ok: false,
    code: 'ERR_FEED_UNREACHABLE',
    message: 'The list could not be reached.',
  });
  const unknown = handlers({
    'check-now': async () => {
      throw new TypeError('secret path /home/someone');
    },
  });
  expect(await route(unknown, { name: 'check-now', input: {} }, own, log)).toEqual({
    ok: false,
    code: 'ERR_UNEXPECTED',
    message: 'Something went wrong inside Gamekeeper.',
  });
  expect(log).toHaveBeenCalledTimes(2);
});
