import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metadata, Root, Snapshot, Targets, Timestamp } from '@tufjs/models';
import { GamekeeperError } from '../errors.ts';
import { writeWhole } from './files.ts';
import { decode, requireSigned } from './metadata.ts';

/** The metadata in force in a feed, each with the signatures that its delegator asks for. Expiry is not looked at. */
export interface FeedState {
  timestamp: Metadata<Timestamp>;
  snapshot: Metadata<Snapshot>;
  targets: Metadata<Targets>;
  /** Delegated roles by name, where the feed has them. */
  delegated: Map<string, Metadata<Targets>>;
}

/** A feed as plain files: what a web server, a CDN or an object store serves as it is. */
export class FeedFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** The newest root in the folder, after checking that each version is signed by the one before and by itself (5.3.4). */
  async root(): Promise<Metadata<Root> | undefined> {
    const names = await readdir(this.path).catch(() => []);
    const versions = names
      .map((name) => Number(/^(\d+)\.root\.json$/.exec(name)?.[1]))
      .filter((version) => version > 0)
      .sort((a, b) => a - b);
    let trusted: Metadata<Root> | undefined;
    for (const version of versions) {
      const next = decode('root', await this.read(`${version}.root.json`), `${version}.root.json`);
      requireSuccessor(trusted, next);
      trusted = next;
    }
    return trusted;
  }

  /** What the feed says now; undefined when nothing was ever published here. @throws GamekeeperError ERR_METADATA, ERR_THRESHOLD */
  async state(root: Metadata<Root>): Promise<FeedState | undefined> {
    if (!(await this.has('timestamp.json'))) return undefined;
    const timestamp = decode('timestamp', await this.read('timestamp.json'), 'timestamp.json');
    requireSigned(root, 'timestamp', timestamp);
    const snapshotFile = `${timestamp.signed.snapshotMeta.version}.snapshot.json`;
    const snapshot = decode('snapshot', await this.read(snapshotFile), snapshotFile);
    requireSigned(root, 'snapshot', snapshot);
    const targets = await this.#targets(snapshot, 'targets');
    requireSigned(root, 'targets', targets);

    const delegated = new Map<string, Metadata<Targets>>();
    for (const role of Object.keys(targets.signed.delegations?.roles ?? {})) {
      if (!Object.hasOwn(snapshot.signed.meta, `${role}.json`)) continue;
      const metadata = await this.#targets(snapshot, role);
      requireSigned(targets, role, metadata);
      delegated.set(role, metadata);
    }
    return { timestamp, snapshot, targets, delegated };
  }

  async #targets(snapshot: Metadata<Snapshot>, role: string): Promise<Metadata<Targets>> {
    const file = `${snapshot.signed.meta[`${role}.json`]?.version}.${role}.json`;
    return decode('targets', await this.read(file), file);
  }

  /** @throws GamekeeperError ERR_FEED_FOLDER */
  async read(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const path = join(this.path, name);
    const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
      throw new GamekeeperError(
        'ERR_FEED_FOLDER',
        `${path} cannot be read (${cause.code}). Restore the feed from its last copy.`,
      );
    });
    return new Uint8Array(bytes);
  }

  async has(name: string): Promise<boolean> {
    return access(join(this.path, name)).then(
      () => true,
      () => false,
    );
  }

  write(name: string, bytes: Uint8Array): Promise<void> {
    return writeWhole(join(this.path, name), bytes);
  }

  /** Takes over a file from another folder, unless it is here already. */
  async copy(name: string, from: FeedFolder): Promise<void> {
    if (!(await this.has(name))) await this.write(name, await from.read(name));
  }
}

/** A new root needs the signatures of the root before it and its own, and the next number (5.3.4, 5.3.5). */
export function requireSuccessor(trusted: Metadata<Root> | undefined, next: Metadata<Root>): void {
  if (trusted) {
    if (next.signed.version !== trusted.signed.version + 1) {
      throw new GamekeeperError(
        'ERR_ROOT_VERSION',
        `Root version ${next.signed.version} does not follow version ${trusted.signed.version}. Restore the missing root.`,
      );
    }
    requireSigned(trusted, 'root', next);
  }
  requireSigned(next, 'root', next);
}
