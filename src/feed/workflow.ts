/**
 * The client workflow of the TUF specification 1.0, section 5: one method for each of its subsections. What passes is
 * stored at once, byte for byte; what fails is thrown away, and the next update starts from what was stored.
 */
import { GamekeeperError } from '../errors.ts';
import { type Delegator, type FoundTarget, findTarget, targetPath } from './delegations.ts';
import { type Answer, type Fetch, get } from './http.ts';
import {
  type Key,
  type Metadata,
  type MetaFile,
  own,
  parseMetadata,
  type Role,
  type Snapshot,
  type Targets,
  type TopLevel,
} from './metadata.ts';
import { checkExpiry, checkHashes, checkSnapshotRollback, checkTimestampRollback, checkVersion } from './rules.ts';
import { checkSignatures } from './signatures.ts';
import type { FeedStore } from './store.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that a file may have where nothing signed says how many. */
export const LIMIT = { root: 512 * 1024, timestamp: 16 * 1024, snapshot: 2 * 1024 * 1024, targets: 5 * 1024 * 1024 };
const MOST_ROTATIONS = 256;

export interface WorkflowOptions {
  store: FeedStore;
  /** Base address of the metadata. */
  base: string;
  fetch: Fetch;
  /** Section 5.1: the time at which this update began. */
  started: Date;
  signal?: AbortSignal | undefined;
}

export class Workflow {
  readonly #options: WorkflowOptions;
  #root!: Metadata<'root'>;
  #timestamp!: Metadata<'timestamp'>;
  #snapshot!: Metadata<'snapshot'>;
  #targets!: Metadata<'targets'>;
  #serverDate: Date | undefined;

  constructor(options: WorkflowOptions) {
    this.#options = options;
  }

  get root() {
    return this.#root.signed;
  }

  get timestamp() {
    return this.#timestamp.signed;
  }

  get snapshot() {
    return this.#snapshot.signed;
  }

  get targets() {
    return this.#targets.signed;
  }

  /** What the server's clock said, to tell a wrong clock here from an expired feed. Nobody signed it. */
  get serverDate() {
    return this.#serverDate;
  }

  /** Sections 5.2 to 5.6, up to the top-level targets. @throws GamekeeperError ERR_FEED_… */
  async refresh(): Promise<void> {
    await this.loadTrustedRoot();
    await this.updateRoot();
    await this.updateTimestamp();
    await this.updateSnapshot();
    await this.updateTargets();
  }

  /** Section 5.2. The root that came with the product, or the newest that it led to. Its expiry does not matter yet. */
  async loadTrustedRoot(): Promise<void> {
    const bytes = await this.#options.store.metadata('root');
    if (!bytes) {
      throw new GamekeeperError('ERR_FEED_ROOT', 'No trusted root is set. Install a build made for your organisation.');
    }
    const root = parseMetadata('root', bytes);
    await checkSignatures(root, 'root', root.signed.roles.root, root.signed.keys);
    this.#root = root;
  }

  /** Section 5.3. Each root is signed by a threshold of its predecessor's keys and of its own. */
  async updateRoot(): Promise<void> {
    for (let rotation = 0; rotation < MOST_ROTATIONS; rotation++) {
      const next = this.#root.signed.version + 1;
      const answer = await this.#get(`${next}.root.json`, LIMIT.root);
      if (!answer) break;
      const root = parseMetadata('root', answer.bytes);
      await checkSignatures(root, 'root', this.#root.signed.roles.root, this.#root.signed.keys); // 5.3.4
      await checkSignatures(root, 'root', root.signed.roles.root, root.signed.keys);
      checkVersion('root', root.signed.version, next); // 5.3.5
      await this.#setTrustedRoot(root);
    }
    checkExpiry('root', this.#root.signed.expires, this.#options.started); // 5.3.10
  }

  /**
   * Sections 5.3.7, 5.3.8 and 5.3.11. Rotated keys end the trust in what the old ones signed about versions; in one write
   * with the root, so that an update cut off in between does not forget it.
   */
  async #setTrustedRoot(root: Metadata<'root'>): Promise<void> {
    const before = this.#root.signed;
    const rotated = (['timestamp', 'snapshot'] as const).some(
      (name) => roleKeys(before.roles[name], before.keys) !== roleKeys(root.signed.roles[name], root.signed.keys),
    );
    const changes = new Map<string, Bytes | null>([['root', root.bytes]]);
    if (rotated) changes.set('timestamp', null).set('snapshot', null);
    await this.#options.store.keepMetadata(changes);
    this.#root = root;
  }

  /** Section 5.4. An equal version ends quietly, but the trusted timestamp must still be in date. */
  async updateTimestamp(): Promise<void> {
    const { started } = this.#options;
    const trusted = await this.#trusted('timestamp', this.#topLevel('timestamp'));
    const answer = await this.#get('timestamp.json', LIMIT.timestamp, 'no-cache');
    this.#serverDate = answer?.date;
    const fresh = parseMetadata('timestamp', this.#found(answer, 'timestamp.json'));
    await this.#checkSigned(fresh, 'timestamp', this.#topLevel('timestamp')); // 5.4.2
    if (trusted) checkTimestampRollback(fresh.signed, trusted.signed); // 5.4.3
    const newer = !trusted || fresh.signed.version > trusted.signed.version;
    this.#timestamp = newer ? fresh : trusted;
    checkExpiry('timestamp', this.#timestamp.signed.expires, started); // 5.4.4
    if (newer) await this.#persist('timestamp', fresh); // 5.4.5
  }

  /** Section 5.5. */
  async updateSnapshot(): Promise<void> {
    const meta = this.#timestamp.signed.meta['snapshot.json'];
    const trusted = await this.#trusted('snapshot', this.#topLevel('snapshot'));
    if (trusted && (await this.#stillCurrent(trusted, 'snapshot', meta))) {
      this.#snapshot = trusted;
      return;
    }
    const fresh = await this.#download('snapshot', 'snapshot', meta, this.#topLevel('snapshot'));
    if (trusted) checkSnapshotRollback(fresh.signed as Snapshot, trusted.signed as Snapshot); // 5.5.5
    checkExpiry('snapshot', fresh.signed.expires, this.#options.started); // 5.5.6
    await this.#persist('snapshot', fresh); // 5.5.7
    this.#snapshot = fresh;
  }

  /** Section 5.6, steps 1 to 6. */
  async updateTargets(): Promise<void> {
    this.#targets = await this.#updateTargetsRole('targets', this.#topLevel('targets'));
  }

  /** Section 5.6.7. The target of that name and the role that vouches for it, undefined when nobody does. */
  findTarget(name: string): Promise<FoundTarget | undefined> {
    return findTarget(name, this.#targets.signed, (role, delegator) => this.loadDelegated(role, delegator));
  }

  /** The targets metadata of a delegated role, in date and verified against its delegator. */
  async loadDelegated(name: string, delegator: Delegator): Promise<Targets> {
    return (await this.#updateTargetsRole(name, delegator)).signed;
  }

  /** Section 5.7. `base` is the base address of targets. */
  async fetchTarget({ name, file }: FoundTarget, base: string): Promise<Bytes> {
    const { fetch, signal } = this.#options;
    const url = join(base, targetPath(name, file, this.#root.signed.consistent_snapshot));
    const bytes = this.#found(await get(fetch, { url, limit: file.length, signal }), name);
    await checkHashes(name, bytes, file);
    return bytes;
  }

  async #updateTargetsRole(name: string, delegator: Delegator): Promise<Metadata<'targets'>> {
    const meta = own(this.#snapshot.signed.meta, `${name}.json`);
    if (!meta) {
      throw new GamekeeperError(
        'ERR_FEED_MISSING',
        `The feed's snapshot does not list ${name}.json. Tell the security team.`,
      );
    }
    const trusted = await this.#trusted('targets', delegator, name);
    if (trusted && (await this.#stillCurrent(trusted, name, meta))) return trusted;
    const fresh = await this.#download('targets', name, meta, delegator);
    checkExpiry(name, fresh.signed.expires, this.#options.started); // 5.6.5
    await this.#persist(name, fresh); // 5.6.6
    return fresh;
  }

  /** Steps 1 to 4 of 5.5 and 5.6: by its length, then its hashes, signatures and version. */
  async #download<T extends 'snapshot' | 'targets'>(
    type: T,
    name: string,
    meta: MetaFile,
    delegator: Delegator,
  ): Promise<Metadata<T>> {
    const path = `${encodeURIComponent(name)}.json`;
    const versioned = this.#root.signed.consistent_snapshot ? `${meta.version}.${path}` : path;
    const limit = Math.min(meta.length ?? LIMIT[type], LIMIT[type]);
    const bytes = this.#found(await this.#get(versioned, limit), versioned);
    await checkHashes(`${name}.json`, bytes, meta);
    const fresh = parseMetadata(type, bytes, name);
    await this.#checkSigned(fresh, name, delegator);
    checkVersion(name, fresh.signed.version, meta.version);
    return fresh;
  }

  /** Whether stored metadata is what the new metadata asks for; then it is not fetched again, but must be in date. */
  async #stillCurrent(trusted: Metadata, name: string, meta: MetaFile): Promise<boolean> {
    try {
      checkVersion(name, trusted.signed.version, meta.version);
      await checkHashes(`${name}.json`, trusted.bytes, meta);
    } catch {
      return false;
    }
    checkExpiry(name, trusted.signed.expires, this.#options.started);
    return true;
  }

  /** Stored metadata, if the keys of today still stand behind it. */
  async #trusted<T extends TopLevel>(
    type: T,
    delegator: Delegator,
    name: string = type,
  ): Promise<Metadata<T> | undefined> {
    const bytes = await this.#options.store.metadata(name);
    if (!bytes) return undefined;
    try {
      const metadata = parseMetadata(type, bytes, name);
      await this.#checkSigned(metadata, name, delegator);
      return metadata;
    } catch {
      return undefined;
    }
  }

  #topLevel(name: TopLevel): Delegator {
    return { keys: this.#root.signed.keys, role: this.#root.signed.roles[name] };
  }

  #checkSigned(metadata: Metadata, name: string, { role, keys }: Delegator): Promise<void> {
    return checkSignatures(metadata, name, role, keys);
  }

  #persist(name: string, { bytes }: Metadata): Promise<void> {
    return this.#options.store.keepMetadata(new Map([[name, bytes]]));
  }

  #get(path: string, limit: number, cache?: RequestCache): Promise<Answer | undefined> {
    const { base, fetch, signal } = this.#options;
    return get(fetch, { url: join(base, path), limit, signal, ...(cache && { cache }) });
  }

  #found(answer: Answer | undefined, name: string): Bytes {
    if (answer) return answer.bytes;
    throw new GamekeeperError(
      'ERR_FEED_MISSING',
      `The feed has no ${name}, though it is part of it. Tell the security team.`,
    );
  }
}

export function join(base: string, path: string): string {
  return base.endsWith('/') ? base + path : `${base}/${path}`;
}

/** What makes up a role's keys, comparable. */
function roleKeys({ keyids, threshold }: Role, keys: Record<string, Key>): string {
  return JSON.stringify([threshold, keyids.toSorted().map((id) => [id, own(keys, id)?.keyval.public])]);
}
