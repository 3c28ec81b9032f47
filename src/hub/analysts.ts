import { hash, randomBytes } from 'node:crypto';
import { GamekeeperError } from '../errors.ts';
import type { Database } from './database.ts';

export const ANALYST_NAME = /^[\w.@-]{1,64}$/;

/** 256 random bits need no slow hash: nobody can guess them, with or without the digest. */
const digestOf = (token: string) => hash('sha256', token);

/** Analysts and their credentials. A token is shown once, when it is made; only its digest is kept. */
export class Analysts {
  readonly #db: Database;
  readonly #now: () => number;

  constructor(db: Database, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /**
   * Gives an analyst a new token; an earlier one of the same name stops working.
   * @param name 1 to 64 letters, digits, dots, underscores, dashes or at signs
   * @returns the token
   */
  async add(name: string): Promise<string> {
    if (!ANALYST_NAME.test(name)) {
      throw new GamekeeperError('ERR_ANALYST_NAME', `${name}: a name has 1 to 64 letters, digits or . _ - @`);
    }
    const token = `gkd_${randomBytes(32).toString('base64url')}`;
    const row = { token_digest: digestOf(token), created_at: this.#now(), revoked_at: null };
    await this.#db
      .insertInto('analysts')
      .values({ name, ...row })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
      .execute();
    return token;
  }

  /** Takes the credential away at once. @throws ERR_ANALYST_UNKNOWN */
  async revoke(name: string): Promise<void> {
    const { numUpdatedRows } = await this.#db
      .updateTable('analysts')
      .set({ revoked_at: this.#now() })
      .where('name', '=', name)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) {
      throw new GamekeeperError('ERR_ANALYST_UNKNOWN', `${name}: no analyst of this name has a credential.`);
    }
  }

  async list(): Promise<{ name: string; createdAt: string; revokedAt?: string }[]> {
    const rows = await this.#db.selectFrom('analysts').selectAll().orderBy('name').execute();
    return rows.map((row) => ({
      name: row.name,
      createdAt: new Date(row.created_at).toISOString(),
      ...(row.revoked_at !== null && { revokedAt: new Date(row.revoked_at).toISOString() }),
    }));
  }

  /**
   * The name of the analyst whose token this is.
   * @param authorization the header: `Bearer gkd_…`
   * @throws ERR_TOKEN
   */
  async identify(authorization: string | undefined): Promise<string> {
    const token = /^Bearer ([\w-]{1,200})$/.exec(authorization ?? '')?.[1];
    // Whoever times the look-up learns of a digest, whose bytes nobody can steer.
    const name = token && (await this.#find('token_digest', digestOf(token)));
    if (!name) throw new GamekeeperError('ERR_TOKEN', 'This needs the token of an analyst.');
    return name;
  }

  /** @throws ERR_TOKEN unless an analyst of this name has a credential that was not revoked */
  async require(name: string): Promise<string> {
    if (await this.#find('name', name)) return name;
    throw new GamekeeperError('ERR_TOKEN', 'There is no analyst of this name.');
  }

  async #find(column: 'name' | 'token_digest', value: string): Promise<string | undefined> {
    const query = this.#db.selectFrom('analysts').select('name').where(column, '=', value);
    return (await query.where('revoked_at', 'is', null).executeTakeFirst())?.name;
  }
}
