/** The line between browser and hub: passes everything on, keeps a record, and can be cut at the worst moment. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Passed {
  /** When it was asked: milliseconds since the epoch. */
  at: number;
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
  status: number | 'cut';
}

/** Decides about an answer that has come back from the hub: `cut` drops the line instead of passing it on. */
export type Fate = (request: { method: string; path: string }) => Promise<'pass' | 'cut'> | 'pass' | 'cut';

export class Wire {
  readonly passed: Passed[] = [];
  fate: Fate = () => 'pass';
  /** The hour that answers carry, instead of the hub's. */
  date: Date | undefined;
  readonly #to: string;
  readonly #server: Server;

  private constructor(to: string) {
    this.#to = to;
    this.#server = createServer((request, response) => void this.#pass(request, response));
  }

  static async open(to: string): Promise<Wire> {
    const wire = new Wire(to);
    await new Promise<void>((resolve) => wire.#server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = request;
    const at = Date.now();
    let body = Buffer.alloc(0);
    const note = (status: Passed['status']) => this.passed.push({ at, method, path, headers, body, status });
    try {
      body = await buffer(request);
      const { host: _, connection: __, 'content-length': ___, ...passedOn } = headers;
      const answer = await fetch(`${this.#to}${path}`, {
        method,
        headers: passedOn as Record<string, string>,
        ...(body.length > 0 && { body }),
      });
      const content = await answer.bytes();
      if ((await this.fate({ method, path })) === 'cut') throw new Error('cut');
      note(answer.status);
      // What fetch has already undone must not be announced again.
      const undone = ['content-encoding', 'content-length', 'transfer-encoding', 'connection'];
      const kept = [...answer.headers].filter(([name]) => !undone.includes(name));
      response.writeHead(answer.status, {
        ...Object.fromEntries(kept),
        ...(this.date && { date: this.date.toUTCString() }),
      });
      response.end(content);
    } catch {
      note('cut');
      request.socket.destroy();
    }
  }
}
