import { GamekeeperError } from '../../errors.ts';
import type { DeskReport } from '../desk-api.ts';

/** The hub, as one analyst may use it. The token goes into a header, never into an address. */
export class Api {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  me(): Promise<{ name: string }> {
    return this.#json('me');
  }

  reports(before?: string): Promise<{ reports: DeskReport[]; next?: string }> {
    return this.#json(`reports${before === undefined ? '' : `?before=${before}`}`);
  }

  async sealed(id: string): Promise<Uint8Array> {
    return (await this.#ask(`reports/${id}/sealed`)).bytes();
  }

  async #json<T>(path: string): Promise<T> {
    return (await this.#ask(path)).json();
  }

  async #ask(path: string): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(`/desk/api/${path}`, { headers: { Authorization: `Bearer ${this.#token}` } });
    } catch (cause) {
      throw new GamekeeperError('ERR_HUB_AWAY', 'The hub cannot be reached. The desk keeps trying.', { cause });
    }
    if (response.status === 401)
      throw new GamekeeperError('ERR_TOKEN', 'The hub does not know this token, or it was revoked.');
    if (!response.ok)
      throw new GamekeeperError('ERR_HUB_AWAY', `The hub answered ${response.status}. The desk keeps trying.`);
    return response;
  }
}
