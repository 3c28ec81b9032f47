import { errorCode } from './errors.ts';

/** The one logger: an error once, under its code. What a page or a person said never belongs into a log. */
export function logError(error: unknown): void {
  console.error(`Gamekeeper: ${errorCode(error)}`, error);
}
