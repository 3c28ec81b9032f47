import { GamekeeperError } from '../../errors.ts';
import type { Index, NewAction } from '../casework.ts';
import type { DeskAction, DeskPerson, DeskReport, LoggedAction } from '../desk-api.ts';
import type { State } from '../states.ts';
import type { SealedKey } from './shared-key.ts';

export interface PersonDetail extends DeskPerson {
  all: DeskReport[];
  actions: DeskAction[];
}

/** The hub, as one analyst may use it. The token goes into a header, never into an address. */
export class Api {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  me = () => this.#json<{ name: string }>('me');
  /** Reports that nobody has opened yet, newest first. */
  unread = (before?: string) =>
    this.#json<{ reports: DeskReport[]; next?: string }>(
      `reports?unread=true&limit=200${before ? `&before=${before}` : ''}`,
    );
  sealed = async (id: string) => (await this.#ask(`reports/${id}/sealed`)).bytes();
  file = (id: string, index: Index) => this.#json<{ filed: boolean }>(`reports/${id}/index`, 'PUT', index);
  keys = () => this.#json<{ keys: SealedKey[] }>('keys');
  addKey = (key: SealedKey) => this.#json<{ added: true }>('keys', 'POST', key);
  /** @param words tags of words that all must match */
  people = (query: { state?: State; words?: string; before?: string }) =>
    this.#json<{ people: DeskPerson[]; next?: string }>(`people?${new URLSearchParams(query)}`);
  person = (person: string) => this.#json<PersonDetail>(`people/${person}`);
  act = (person: string, action: NewAction) => this.#json<{ done: true }>(`people/${person}/actions`, 'POST', action);
  /** The newest lines of the whole log, newest first. */
  log = () => this.#json<{ log: LoggedAction[] }>('log');

  async #json<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
    return (await this.#ask(path, method, body)).json();
  }

  async #ask(path: string, method = 'GET', body?: unknown): Promise<Response> {
    const headers = {
      ...(this.#token && { Authorization: `Bearer ${this.#token}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    let response: Response;
    try {
      response = await fetch(`/desk/api/${path}`, init);
    } catch (cause) {
      throw new GamekeeperError('ERR_HUB_AWAY', 'The hub cannot be reached. The desk keeps trying.', { cause });
    }
    if (response.ok) return response;
    if (response.status >= 500) {
      throw new GamekeeperError('ERR_HUB_AWAY', `The hub answered ${response.status}. The desk keeps trying.`);
    }
    const { code, message } = (await response.json()) as { code: `ERR_${string}`; message: string };
    throw new GamekeeperError(code, message);
  }
}
