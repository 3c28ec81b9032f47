import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Metadata, type Root, Signature, type Targets } from '@tufjs/models';
import { GamekeeperError } from '../errors.ts';
import { FeedFolder } from '../signing/feed-folder.ts';
import { decode, encode } from '../signing/metadata.ts';
import { filesInForce, filesOf } from './feed-files.ts';
import type { Current } from './folder.ts';
import { isTargetFile, type StagedFile, targetFilePath } from './stage.ts';

/** What is proposed: a new root, a new version of one targets role, or both. */
export interface Proposed {
  root?: Metadata<Root>;
  targets?: { role: string; metadata: Metadata<Targets>; files: readonly StagedFile[] } | undefined;
}

/**
 * A folder that travels between the people who sign, by any way they like: nothing in it is secret, and nothing in it is
 * believed before it is checked.
 *
 *   base/                         the feed in force, which the proposal changes
 *   ROLE.json                     proposed metadata, without signatures: root, targets or a partner's role
 *   files/                        target files and pieces that are new
 *   signatures/ROLE.KEYID.json    one signature; copies of the folder are joined by copying these together
 */
export class Proposal {
  readonly path: string;
  readonly base: FeedFolder;
  readonly #files: FeedFolder;
  readonly #folder: FeedFolder;

  constructor(path: string) {
    this.path = path;
    this.base = new FeedFolder(join(path, 'base'));
    this.#files = new FeedFolder(join(path, 'files'));
    this.#folder = new FeedFolder(path);
  }

  /** @throws GamekeeperError ERR_PROPOSAL_EXISTS */
  async write(now: Current, proposed: Proposed): Promise<void> {
    if ((await namesIn(this.path)).length > 0) {
      throw new GamekeeperError('ERR_PROPOSAL_EXISTS', `${this.path} is not empty. Name a new folder with --proposal.`);
    }
    for (let version = 1; version <= now.root.signed.version; version++) {
      await this.base.copy(`${version}.root.json`, now.roots);
    }
    for (const path of now.state ? await filesInForce(now.feed, now.state) : []) await this.base.copy(path, now.feed);
    if (proposed.root) await this.#folder.write('root.json', encode(proposed.root));
    if (!proposed.targets) return;
    const { role, metadata, files } = proposed.targets;
    await this.#folder.write(`${role}.json`, encode(metadata));
    for (const { path, bytes } of files) if (!(await this.base.has(path))) await this.#files.write(path, bytes);
  }

  /** What is proposed, with all signatures collected so far; they are not yet checked. */
  async read(): Promise<Proposed> {
    const names = await namesIn(this.path);
    const role = names.find((name) => /^(targets|partner-[\w-]+)\.json$/.test(name))?.replace(/\.json$/, '');
    if (!role && !names.includes('root.json')) {
      throw new GamekeeperError(
        'ERR_PROPOSAL',
        `${this.path} holds no proposal. Name the folder that "gamekeeper propose" wrote.`,
      );
    }
    return {
      root: names.includes('root.json') ? await this.#signed('root', 'root') : undefined,
      targets: role ? await this.#targets(role) : undefined,
    };
  }

  async #targets(role: string): Promise<NonNullable<Proposed['targets']>> {
    const metadata = await this.#signed('targets', role);
    const contents = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const target of Object.values(metadata.signed.targets)) {
      const bytes = await this.#file(targetFilePath(target));
      if (!isTargetFile(target, bytes)) {
        throw new GamekeeperError(
          'ERR_PROPOSAL_FILE',
          `${target.path} is not the file that the proposal names. Make the proposal again.`,
        );
      }
      contents.set(targetFilePath(target), bytes);
    }
    for (const path of await filesOf(metadata.signed, async (path) => contents.get(path)!)) {
      if (!contents.has(path)) contents.set(path, await this.#file(path));
    }
    const files = [...contents].map(([path, bytes]) => ({ path, bytes }));
    return { role, metadata, files };
  }

  /** A file of the feed as it would be once this proposal is published. */
  async #file(path: string) {
    return (await this.#files.has(path)) ? this.#files.read(path) : this.base.read(path);
  }

  async #signed<K extends 'root' | 'targets'>(kind: K, role: string) {
    const metadata = decode(kind, await this.#folder.read(`${role}.json`), join(this.path, `${role}.json`));
    for (const name of await namesIn(join(this.path, 'signatures'))) {
      if (!name.startsWith(`${role}.`)) continue;
      const signature = await this.#signature(`signatures/${name}`);
      metadata.signatures[signature.keyID] = signature;
    }
    return metadata;
  }

  async #signature(path: string): Promise<Signature> {
    try {
      return Signature.fromJSON(JSON.parse(new TextDecoder().decode(await this.#folder.read(path))));
    } catch {
      throw new GamekeeperError(
        'ERR_PROPOSAL_SIGNATURE',
        `${join(this.path, path)} holds no signature. Ask its signer to send it again.`,
      );
    }
  }

  async addSignature(role: string, signature: Signature): Promise<void> {
    const bytes = new TextEncoder().encode(`${JSON.stringify(signature.toJSON())}\n`);
    await this.#folder.write(`signatures/${role}.${signature.keyID.slice(0, 16)}.json`, bytes);
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
