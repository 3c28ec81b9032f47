import { GamekeeperError } from '../../errors.ts';
import type { Index, NewAction } from '../casework.ts';
import type { DeskAction, DeskPerson, DeskReport, LoggedAction } from '../desk-api.ts';
import type { State } from '../states.ts';
import type { SealedKey } from './shared-key.ts';

export interface PersonDetail extends DeskPerson {
  all: DeskReport[];
  actions: DeskAction[];
}

export interface PeopleQuery {
  state?: State;
  /** Tags of words that all must match. */
  words?: readonly string[];
  before?: string;
}

/** The hub, as one analyst may use it. The token goes into a header, never into an address. */
export class Api {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  me(): Promise<{ name: string }> {
    return this.#json('me');
  }

  /** Reports that nobody has opened yet, newest first. */
  unread(before?: string): Promise<{ reports: DeskReport[]; next?: string }> {
    return this.#json(`reports?unread=true&limit=200${before ? `&before=${before}` : ''}`);
  }

  async sealed(id: string): Promise<Uint8Array> {
    return (await this.#ask(`reports/${id}/sealed`)).bytes();
  }

  file(id: string, index: Index): Promise<{ filed: boolean }> {
    return this.#json(`reports/${id}/index`, 'PUT', index);
  }

  keys(): Promise<{ keys: SealedKey[] }> {
    return this.#json('keys');
  }

  addKey(key: SealedKey): Promise<{ added: true }> {
    return this.#json('keys', 'POST', key);
  }

  people({ state, words, before }: PeopleQuery): Promise<{ people: DeskPerson[]; next?: string }> {
    const query = new URLSearchParams();
    if (state) query.set('state', state);
    if (words?.length) query.set('words', words.join());
    if (before) query.set('before', before);
    return this.#json(`people?${query}`);
  }

  person(person: string): Promise<PersonDetail> {
    return this.#json(`people/${person}`);
  }

  act(person: string, action: NewAction): Promise<{ done: true }> {
    return this.#json(`people/${person}/actions`, 'POST', action);
  }

  /** The newest lines of the whole log, newest first. */
  log(): Promise<{ log: LoggedAction[] }> {
    return this.#json('log');
  }

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
