/**
 * The client workflow of the TUF specification 1.0, section 5: one method for each of its subsections. What passes is
 * stored at once, byte for byte; what fails is thrown away, and the next update starts from what was stored.
 */

import { GamekeeperError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import { type FoundTarget, findTarget, targetPath } from './delegations.ts';
import { get } from './http.ts';
import {
  type Key,
  type Metadata,
  own,
  parseMetadata,
  type Role,
  type Root,
  type Targets,
  type TopLevel,
} from './metadata.ts';
import { download, isCurrent, join, LIMIT, persist, present, readTrusted, request, type Source } from './role.ts';
import { checkExpiry, checkHashes, checkSnapshotRollback, checkTimestampRollback, checkVersion } from './rules.ts';
import { checkSignatures, type Delegator } from './signatures.ts';

const MOST_ROTATIONS = 256;

export class Workflow {
  readonly #source: Source;
  #root!: Metadata<'root'>;
  #timestamp!: Metadata<'timestamp'>;
  #snapshot!: Metadata<'snapshot'>;
  #targets!: Metadata<'targets'>;

  constructor(source: Source) {
    this.#source = source;
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
    const bytes = await this.#source.store.metadata('root');
    if (!bytes) {
      throw new GamekeeperError('ERR_FEED_ROOT', 'No trusted root is set. Install a build made for your organisation.');
    }
    const root = parseMetadata('root', bytes);
    await checkSignatures(root, 'root', delegatorOf(root.signed, 'root'));
    this.#root = root;
  }

  /** Section 5.3. Each root is signed by a threshold of its predecessor's keys and of its own. */
  async updateRoot(): Promise<void> {
    for (let rotation = 0; rotation < MOST_ROTATIONS; rotation++) {
      const next = this.root.version + 1;
      const answer = await request(this.#source, `${next}.root.json`, LIMIT.root); // 5.3.3
      if (!answer) break;
      const root = parseMetadata('root', answer.bytes);
      await checkSignatures(root, 'root', delegatorOf(this.root, 'root')); // 5.3.4
      await checkSignatures(root, 'root', delegatorOf(root.signed, 'root'));
      checkVersion('root', root.signed.version, next); // 5.3.5
      await this.#setTrustedRoot(root);
    }
    checkExpiry('root', this.root.expires, this.#source.started); // 5.3.10
  }

  /**
   * Sections 5.3.7, 5.3.8 and 5.3.11. Rotated keys end the trust in what the old ones signed about versions; in one write
   * with the root, so that an update cut off in between does not forget it.
   */
  async #setTrustedRoot(root: Metadata<'root'>): Promise<void> {
    const rotated = (['timestamp', 'snapshot'] as const).some(
      (name) => describeKeys(delegatorOf(this.root, name)) !== describeKeys(delegatorOf(root.signed, name)),
    );
    const changes = new Map<string, Bytes | null>([['root', root.bytes]]);
    if (rotated) changes.set('timestamp', null).set('snapshot', null);
    await this.#source.store.keepMetadata(changes);
    this.#root = root;
  }

  /** Section 5.4. An equal version ends quietly, but the trusted timestamp must still be in date. */
  async updateTimestamp(): Promise<void> {
    const delegator = delegatorOf(this.root, 'timestamp');
    const trusted = await readTrusted(this.#source, 'timestamp', delegator);
    const answer = await request(this.#source, 'timestamp.json', LIMIT.timestamp, 'no-cache'); // 5.4.1
    const fresh = parseMetadata('timestamp', present(answer, 'timestamp.json'));
    await checkSignatures(fresh, 'timestamp', delegator); // 5.4.2
    if (trusted) checkTimestampRollback(fresh.signed, trusted.signed); // 5.4.3
    const newer = !trusted || fresh.signed.version > trusted.signed.version;
    this.#timestamp = newer ? fresh : trusted;
    checkExpiry('timestamp', this.timestamp.expires, this.#source.started); // 5.4.4
    if (newer) await persist(this.#source, 'timestamp', fresh); // 5.4.5
  }

  /** Section 5.5. */
  async updateSnapshot(): Promise<void> {
    const meta = this.timestamp.meta['snapshot.json'];
    const delegator = delegatorOf(this.root, 'snapshot');
    const trusted = await readTrusted(this.#source, 'snapshot', delegator);
    if (trusted && (await isCurrent(this.#source, trusted, 'snapshot', meta))) {
      this.#snapshot = trusted;
      return;
    }
    const consistent = this.root.consistent_snapshot; // 5.3.12
    const fresh = await download(this.#source, 'snapshot', 'snapshot', meta, delegator, consistent);
    if (trusted) checkSnapshotRollback(fresh.signed, trusted.signed); // 5.5.5
    checkExpiry('snapshot', fresh.signed.expires, this.#source.started); // 5.5.6
    await persist(this.#source, 'snapshot', fresh); // 5.5.7
    this.#snapshot = fresh;
  }

  /** Section 5.6, steps 1 to 6. */
  async updateTargets(): Promise<void> {
    this.#targets = await this.#updateTargetsRole('targets', delegatorOf(this.root, 'targets'));
  }

  /** Section 5.6.7. The target of that name and the role that vouches for it, undefined when nobody does. */
  findTarget(name: string): Promise<FoundTarget | undefined> {
    return findTarget(name, this.targets, (role, delegator) => this.loadDelegated(role, delegator));
  }

  /** The targets metadata of a delegated role, in date and verified against its delegator. */
  async loadDelegated(name: string, delegator: Delegator): Promise<Targets> {
    return (await this.#updateTargetsRole(name, delegator)).signed;
  }

  /** Section 5.7. `base` is the base address of targets. */
  async fetchTarget({ name, file }: FoundTarget, base: string): Promise<Bytes> {
    const url = join(base, targetPath(name, file, this.root.consistent_snapshot));
    const bytes = present(await get(this.#source.fetch, { url, limit: file.length }), name);
    await checkHashes(name, bytes, file);
    return bytes;
  }

  async #updateTargetsRole(name: string, delegator: Delegator): Promise<Metadata<'targets'>> {
    const meta = own(this.snapshot.meta, `${name}.json`);
    if (!meta) {
      throw new GamekeeperError(
        'ERR_FEED_MISSING',
        `The feed's snapshot does not list ${name}.json. Tell the security team.`,
      );
    }
    const trusted = await readTrusted(this.#source, 'targets', delegator, name);
    if (trusted && (await isCurrent(this.#source, trusted, name, meta))) return trusted;
    const fresh = await download(this.#source, 'targets', name, meta, delegator, this.root.consistent_snapshot);
    checkExpiry(name, fresh.signed.expires, this.#source.started); // 5.6.5
    await persist(this.#source, name, fresh); // 5.6.6
    return fresh;
  }
}

function delegatorOf(root: Root, name: TopLevel): Delegator {
  return { keys: root.keys, role: root.roles[name] };
}

/** What makes up a role's keys, comparable. */
function describeKeys({ role, keys }: { role: Role; keys: Record<string, Key> }): string {
  return JSON.stringify([role.threshold, role.keyids.toSorted().map((id) => [id, own(keys, id)?.keyval.public])]);
}
