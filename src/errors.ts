/**
 * The one error class of the project. `code` is stable and greppable (`ERR_FEED_EXPIRED`), so that tests, logs, support
 * and users name the same thing; `message` says what is wrong and what to do, for a person.
 */
export class GamekeeperError extends Error {
  readonly code: `ERR_${string}`;

  constructor(code: `ERR_${string}`, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GamekeeperError';
    this.code = code;
  }
}

/** The stable code of any thrown value, `fallback` when it is not one of ours. */
export function errorCode(error: unknown, fallback: `ERR_${string}` = 'ERR_UNEXPECTED'): `ERR_${string}` {
  return error instanceof GamekeeperError ? error.code : fallback;
}
