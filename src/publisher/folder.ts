import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Metadata, Root } from '@tufjs/models';
import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import { rootNameOf } from '../feed/join-link.ts';
import { FeedFolder, type FeedState, requireSuccessor } from '../signing/feed-folder.ts';
import { writeWhole } from '../signing/files.ts';
import {
  createKey,
  readKey,
  readPublicKey,
  type SecretOptions,
  type SigningKey,
  writePublicKey,
} from '../signing/keys.ts';
import { decode, encode } from '../signing/metadata.ts';
import { readJson } from './input.ts';

const versionsSchema = z.object({
  targets: z.int().nonnegative().default(0),
  snapshot: z.int().nonnegative().default(0),
  timestamp: z.int().nonnegative().default(0),
});

const ROLES = ['targets', 'snapshot', 'timestamp'] as const;

/** The highest versions this publisher has ever given out; browsers refuse lower ones, whatever became of the feed's folder. */
export type Versions = z.infer<typeof versionsSchema>;

/** What is in force: what is published or proposed changes it. */
export interface Current {
  feed: FeedFolder;
  /** Where the whole root chain is. */
  roots: FeedFolder;
  root: Metadata<Root>;
  /** Undefined when nothing was published yet. */
  state: FeedState | undefined;
}

/**
 * One person's or machine's own folder, `.gamekeeper` by default, mode 0700:
 *
 *   keys/NAME.key        a private key, mode 0600, passphrase-encrypted when one was given
 *   keys/NAME.pub.json   its public half
 *   keys/desk.age        the age identity that opens reports
 *   recipients.txt       age recipients that reports are sealed to
 *   roots/N.root.json    every root this folder has trusted, from the first
 *   versions.json        the highest versions published
 */
export class PublisherFolder {
  readonly path: string;
  readonly roots: FeedFolder;

  constructor(path: string) {
    this.path = path;
    this.roots = new FeedFolder(join(path, 'roots'));
  }

  /**
   * The root this folder trusts, after following `feed` to newer ones that it vouches for. The newer ones are kept.
   *
   * @throws GamekeeperError ERR_NO_ROOT, ERR_THRESHOLD
   */
  async requireRoot(feed?: FeedFolder): Promise<Metadata<Root>> {
    let root = await this.roots.root();
    if (!root) {
      throw new GamekeeperError(
        'ERR_NO_ROOT',
        `${this.path} holds no root of trust. Run "gamekeeper init --dir ${this.path}" first, or name another folder with --dir.`,
      );
    }
    for (;;) {
      const name = `${root.signed.version + 1}.root.json`;
      if (!feed || !(await feed.has(name))) return root;
      root = await this.#trustRoot(root, decode('root', await feed.read(name), name));
    }
  }

  /**
   * What the feed in `folder` says under that root; where the feed was left between that root and what goes with it, because
   * publishing `next` was cut off, what it says under the root before. @throws as `requireRoot` and `FeedFolder.state`
   */
  async current(folder: string, next?: Metadata<Root>): Promise<Current> {
    const feed = new FeedFolder(folder);
    const root = await this.requireRoot(feed);
    const under = async (root: Metadata<Root>) => ({ feed, roots: this.roots, root, state: await feed.state(root) });
    return under(root).catch(async (error) => {
      if (!next || !isDeepStrictEqual(next.signed.toJSON(), root.signed.toJSON())) throw error;
      const before = `${root.signed.version - 1}.root.json`;
      return under(decode('root', await this.roots.read(before), before));
    });
  }

  /** What people compare to know that they trust the same root, as `status` and join links name it. */
  async rootName(): Promise<string> {
    const { version } = (await this.requireRoot()).signed;
    return rootNameOf(version, await this.roots.read(`${version}.root.json`));
  }

  /** For a folder that trusts no root yet: the chain of `feed` from its first root on, taken on faith once. */
  async trustRoots(feed: FeedFolder): Promise<void> {
    const first = decode('root', await feed.read('1.root.json'), '1.root.json');
    await this.#trustRoot(undefined, first);
    await this.requireRoot(feed);
  }

  /** Keeps `next` as the root to trust from now on. @throws GamekeeperError ERR_ROOT_VERSION, ERR_THRESHOLD */
  async #trustRoot(before: Metadata<Root> | undefined, next: Metadata<Root>): Promise<Metadata<Root>> {
    requireSuccessor(before, next);
    await this.roots.write(`${next.signed.version}.root.json`, encode(next));
    return next;
  }

  file(name: string): string {
    return join(this.path, name);
  }

  async createKey(name: string, options: SecretOptions): Promise<SigningKey> {
    const key = await createKey(this.file(`keys/${name}.key`), options);
    await writePublicKey(this.file(`keys/${name}.pub.json`), key.public);
    return key;
  }

  /** The keys in this folder that `role` accepts. Only those are decrypted; a public half without its key is a colleague's. */
  async keysFor({ keyIDs }: { keyIDs: readonly string[] }, passphrase?: string): Promise<SigningKey[]> {
    const files = await readdir(this.file('keys')).catch((): string[] => []);
    const found = files.sort().map(async (file) => {
      const half = file.replace(/\.key$/, '.pub.json');
      if (half === file || !files.includes(half)) return [];
      const { keyID } = await readPublicKey(this.file(`keys/${half}`));
      return keyIDs.includes(keyID) ? [await readKey(this.file(`keys/${file}`), passphrase)] : [];
    });
    return (await Promise.all(found)).flat();
  }

  /** Comments and empty lines are left out, as age does. */
  async recipients(): Promise<string[]> {
    const text = await readFile(this.file('recipients.txt'), 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => (line.trim() === '' || line.startsWith('#') ? [] : [line.trim()]));
  }

  /** Raises the versions on record to those just published. */
  async noteVersions(published: Versions): Promise<void> {
    const known = await this.versions();
    for (const role of ROLES) known[role] = Math.max(known[role], published[role]);
    await writeWhole(this.file('versions.json'), `${JSON.stringify(known)}\n`);
  }

  async versions(): Promise<Versions> {
    const path = this.file('versions.json');
    if (!existsSync(path)) return versionsSchema.parse({});
    return readJson(path, versionsSchema, 'the versions that were published. Restore it from your backup');
  }
}
