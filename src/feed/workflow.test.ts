/** The client workflow, section by section of the TUF specification 1.0, over signed metadata made in the test. */
import 'fake-indexeddb/auto';
import { generateKeyPairSync } from 'node:crypto';
import { Key } from '@tufjs/models';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Json, Repository, signed, type TestKey, testKey } from '../../tests/fixtures/feed.ts';
import type { Fetch } from './http.ts';
import { IdbShelf } from './idb-store.ts';
import { LIMIT } from './role.ts';
import { FeedStore } from './store.ts';
import { Workflow } from './workflow.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Role = 'root' | 'timestamp' | 'snapshot' | 'targets';

const NOW = new Date('2026-03-01T12:00:00Z');
const PAST = '2026-02-01T00:00:00Z';
const text = (value: string): Bytes => new TextEncoder().encode(value);
const inHours = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);

let databases = 0;
let store: FeedStore;
let repository: Repository;

beforeEach(async () => {
  store = new FeedStore(new IdbShelf(`workflow-${databases++}`));
  repository = await Repository.create(NOW);
  await repository.publish({ 'sites.json': text('first') });
  await store.keepMetadata(new Map([['root', repository.root]]));
});

async function refresh(started = NOW, fetch: Fetch = repository.fetch): Promise<Workflow> {
  repository.requests.length = 0;
  const workflow = new Workflow({ store, base: repository.base, fetch, started });
  await workflow.refresh();
  return workflow;
}

const refused = (code: string) => expect.objectContaining({ code });

/** Version of the trusted metadata of each role, as stored. */
async function trusted(): Promise<Record<string, number>> {
  const versions: Record<string, number> = {};
  for (const role of ['root', 'timestamp', 'snapshot', 'targets']) {
    const bytes = await store.metadata(role);
    if (bytes) versions[role] = JSON.parse(new TextDecoder().decode(bytes)).signed.version;
  }
  return versions;
}

/** The next metadata of `role` is signed after this change. */
function onNext(role: string, change: (payload: Json) => Json | undefined): void {
  repository.edit = (written, payload) => (written === role ? change(payload) : undefined);
}

/** `role` is served as `bytes`, whatever was published. */
function serve(path: string, bytes: Bytes): void {
  repository.files.set(path, bytes);
}

function payloadOf(path: string): Json {
  return JSON.parse(new TextDecoder().decode(repository.files.get(path))).signed;
}

/** An endless answer to one request; tells how much was taken of it. */
function endless(path: string): { fetch: Fetch; taken: () => number } {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        taken += 4096;
        controller.enqueue(new Uint8Array(4096));
      },
    },
    { highWaterMark: 0 },
  );
  return {
    taken: () => taken,
    fetch: async (url, init) => (url.endsWith(path) ? new Response(body) : repository.fetch(url, init)),
  };
}

describe('4.2 signatures', () => {
  const republish = (keys: TestKey[]) => {
    repository.versions.timestamp!++;
    serve('timestamp.json', signed({ ...payloadOf('timestamp.json'), version: repository.versions.timestamp }, keys));
  };

  it('given one signature of two that are needed, then it is refused', async () => {
    repository.keys.timestamp.push(testKey());
    repository.writeRoot();
    republish([repository.keys.timestamp[0]!]);
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_SIGNATURE'));
  });

  it('given the same signature twice, then it is refused', async () => {
    const key = repository.keys.timestamp[0]!;
    republish([key, key]);
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_FORMAT'));
  });

  it('given one key under two ids, then it counts once', async () => {
    const key = repository.keys.timestamp[0]!;
    const twin = { ...key, id: 'f'.repeat(64) };
    repository.keys.timestamp.push(twin);
    repository.writeRoot();
    republish([key, twin]);
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_SIGNATURE'));
  });

  it('given one key in two spellings, then it counts once', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    const spelled = (id: string, keytype: string, spelling: string): TestKey => ({
      id,
      public: Key.fromJSON(id, { keytype, scheme: 'ecdsa-sha2-nistp256', keyval: { public: spelling } }),
      private: privateKey,
    });
    const [body] = pem.match(/(?<=-\n)[^-]*/)!;
    const keys = [spelled('a', 'ecdsa', pem), spelled('b', 'ecdsa-sha2-nistp256', body!.replaceAll('\n', ''))];
    repository.keys.timestamp = [keys[0]!];
    repository.writeRoot();
    republish([keys[0]!]);
    await refresh();
    repository.keys.timestamp = keys;
    repository.writeRoot();
    republish(keys);
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_SIGNATURE'));
  });

  it('given a role that names a key twice, then it is refused', async () => {
    onNext('root', (root) => {
      root.roles.timestamp.keyids.push(root.roles.timestamp.keyids[0]);
      return root;
    });
    repository.writeRoot();
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_FORMAT'));
  });

  it('given enough good signatures beside a bad one, then it is accepted', async () => {
    const stranger = testKey();
    const key = repository.keys.timestamp[0]!;
    repository.keys.timestamp = [key, stranger];
    onNext('root', (root) => {
      root.roles.timestamp.threshold = 1;
      return root;
    });
    repository.writeRoot();
    republish([key, { ...stranger, private: testKey().private }]);
    await refresh();
  });

  it.each([
    ['no hexadecimal', 'zz'],
    ['upper case', undefined],
    ['empty', ''],
  ])('given a signature that is %s, then it does not count', async (_, sig) => {
    const envelope = JSON.parse(new TextDecoder().decode(repository.files.get('timestamp.json')));
    envelope.signatures[0].sig = sig ?? envelope.signatures[0].sig.toUpperCase();
    serve('timestamp.json', text(JSON.stringify(envelope)));
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_SIGNATURE'));
  });

  it('given fields that nobody knows, then they are part of what is signed', async () => {
    onNext('timestamp', (payload) => ({ ...payload, 'x-note': { any: ['thing', 1, true] } }));
    repository.writeTimestamp();
    await refresh();
    const envelope = JSON.parse(new TextDecoder().decode(repository.files.get('timestamp.json')));
    envelope.signed['x-note'].any[1] = 2;
    envelope.signed.version++;
    serve('timestamp.json', text(JSON.stringify(envelope)));
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_SIGNATURE'));
  });
});

describe('5.1 record fixed update start time', () => {
  it('given metadata that expires while the update runs, then what counts is when the update began', async () => {
    let now = NOW;
    const slow: Fetch = async (url, init) => {
      now = inHours(1000);
      return repository.fetch(url, init);
    };
    await refresh(now, slow);
    expect(now).not.toBe(NOW);
    await expect(refresh(now)).rejects.toThrow(refused('ERR_FEED_EXPIRED'));
  });
});

describe('5.2 load trusted root metadata', () => {
  it('given no root, then nothing is requested', async () => {
    await store.keepMetadata(new Map([['root', null]]));
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_ROOT'));
    expect(repository.requests).toEqual([]);
  });

  it('given a root that its own keys did not sign, then nothing is requested', async () => {
    const root = signed(payloadOf('1.root.json'), [testKey(), testKey()]);
    await store.keepMetadata(new Map([['root', root]]));
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_SIGNATURE'));
    expect(repository.requests).toEqual([]);
  });

  it('given a trusted root that has expired, then a newer one is looked for first', async () => {
    repository.expires.root = inHours(24 * 365 * 3).toISOString();
    repository.writeRoot();
    repository.expires.timestamp = repository.expires.snapshot = repository.expires.targets = repository.expires.root;
    await repository.publish({});
    await refresh(inHours(24 * 365 * 2));
    expect(await trusted()).toMatchObject({ root: 2 });
  });
});

describe('5.3 update the root role', () => {
  it('5.3.3 asks for the next version only, and ends at 404', async () => {
    repository.rotate('root');
    repository.rotate('targets');
    await repository.publish({});
    await refresh();
    expect(repository.requests.slice(0, 3)).toEqual(['2.root.json', '3.root.json', '4.root.json']);
    expect(await trusted()).toMatchObject({ root: 3 });
  });

  it('5.3.3 ends at 403, as object stores answer', async () => {
    const forbidden: Fetch = async (url, init) =>
      url.includes('root') ? new Response('', { status: 403 }) : repository.fetch(url, init);
    await refresh(NOW, forbidden);
  });

  it.each([500, 429, 301, 204])('5.3.3 given %i, then the update ends: a root may be held back', async (status) => {
    const broken: Fetch = async (url, init) =>
      url.includes('root') ? new Response(null, { status }) : repository.fetch(url, init);
    await expect(refresh(NOW, broken)).rejects.toThrow(refused('ERR_FEED_UNREACHABLE'));
  });

  it('5.3.3 given a root without end, then it is read to its bound and no further', async () => {
    const { fetch, taken } = endless('2.root.json');
    await expect(refresh(NOW, fetch)).rejects.toThrow(refused('ERR_FEED_TOO_LARGE'));
    expect(taken()).toBeLessThanOrEqual(LIMIT.root + 4096);
  });

  it('5.3.3 given more than 256 rotations, then the rest waits for the next update', async () => {
    for (let rotation = 0; rotation < 300; rotation++) repository.writeRoot();
    await refresh();
    expect(await trusted()).toMatchObject({ root: 257 });
    await refresh();
    expect(await trusted()).toMatchObject({ root: 301 });
  });

  it.each([
    ['the old keys alone', (old: TestKey[]) => old],
    ['the new keys alone', (_: TestKey[], fresh: TestKey[]) => fresh],
    ['one of two old keys', (old: TestKey[], fresh: TestKey[]) => [old[0]!, ...fresh]],
    ['one of two new keys', (old: TestKey[], fresh: TestKey[]) => [...old, fresh[0]!]],
  ])('5.3.4 given a root signed by %s, then it is refused', async (_, signers) => {
    const old = repository.keys.root;
    repository.keys.root = [testKey(), testKey()];
    repository.writeRoot(signers(old, repository.keys.root));
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_SIGNATURE'));
    expect(await trusted()).toEqual({ root: 1 });
  });

  it.each([1, 3])('5.3.5 given version %i where version 2 is next, then it is refused', async (version) => {
    onNext('root', (root) => ({ ...root, version }));
    repository.writeRoot();
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_VERSION'));
    expect(await trusted()).toEqual({ root: 1 });
  });

  it('5.3.6 given an intermediate root that has expired, then the chain goes on', async () => {
    const { root } = repository.expires;
    repository.expires.root = PAST;
    repository.writeRoot();
    repository.expires.root = root;
    repository.writeRoot();
    await refresh();
    expect(await trusted()).toMatchObject({ root: 3 });
  });

  it('5.3.8 keeps each root that passed, though a later step fails', async () => {
    repository.rotate('root');
    repository.files.delete('timestamp.json');
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_MISSING'));
    expect(await trusted()).toEqual({ root: 2 });
    await expect(refresh()).rejects.toThrow();
    expect(repository.requests[0]).toBe('3.root.json');
  });

  it('5.3.10 given a newest root that has expired, then nothing after it is requested', async () => {
    repository.expires.root = PAST;
    repository.writeRoot();
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_EXPIRED'));
    expect(repository.requests).toEqual(['2.root.json', '3.root.json']);
    expect(await trusted()).toEqual({ root: 2 });
  });

  it.each(['timestamp', 'snapshot'] as const)(
    '5.3.11 given new %s keys, then versions may start again',
    async (role) => {
      Object.assign(repository.versions, { timestamp: 900, snapshot: 900 });
      await repository.publish({});
      await refresh();
      repository.rotate(role);
      repository.versions[role] = 0;
      if (role === 'snapshot') repository.versions.targets = 0;
      await repository.publish({});
      await refresh();
      expect(await trusted()).toMatchObject({ [role]: 1 });
    },
  );

  it('5.3.11 given a cut between the new root and the rest, then the recovery is not forgotten', async () => {
    repository.versions.snapshot = 900;
    await repository.publish({});
    await refresh();
    repository.rotate('snapshot');
    const cut: Fetch = async (url, init) => {
      if (url.endsWith('timestamp.json')) throw new TypeError('cut');
      return repository.fetch(url, init);
    };
    await expect(refresh(NOW, cut)).rejects.toThrow(refused('ERR_FEED_UNREACHABLE'));
    repository.versions.snapshot = 0;
    await repository.publish({});
    await refresh();
    expect(await trusted()).toMatchObject({ snapshot: 1 });
  });

  it('5.3.12 given a root without consistent snapshots, then files have no version in their names', async () => {
    onNext('root', (root) => ({ ...root, consistent_snapshot: false }));
    repository.writeRoot();
    for (const role of ['snapshot', 'targets']) serve(`${role}.json`, repository.files.get(`1.${role}.json`)!);
    await refresh();
    expect(repository.requests).toEqual([
      '2.root.json',
      '3.root.json',
      'timestamp.json',
      'snapshot.json',
      'targets.json',
    ]);
  });
});

describe('5.4 update the timestamp role', () => {
  it('5.4.1 given a timestamp without end, then it is read to its bound and no further', async () => {
    const { fetch, taken } = endless('timestamp.json');
    await expect(refresh(NOW, fetch)).rejects.toThrow(refused('ERR_FEED_TOO_LARGE'));
    expect(taken()).toBeLessThanOrEqual(LIMIT.timestamp + 4096);
  });

  it('5.4.2 given keys that are no longer the role’s, then it is refused', async () => {
    repository.rotate('timestamp');
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_SIGNATURE'));
  });

  it('5.4.3.1 given a lower version, then it is refused and the trusted one stays', async () => {
    const old = repository.files.get('timestamp.json')!;
    repository.writeTimestamp();
    await refresh();
    serve('timestamp.json', old);
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_ROLLBACK'));
    expect(await trusted()).toMatchObject({ timestamp: 2 });
  });

  it('5.4.3.1 given an equal version, then it ends quietly and what it says is not used', async () => {
    await refresh();
    repository.versions.timestamp = 0;
    await repository.publish({ 'sites.json': text('second') });
    const workflow = await refresh();
    expect(repository.requests).toEqual(['2.root.json', 'timestamp.json']);
    expect(workflow.snapshot.version).toBe(1);
  });

  it('5.4.3.1 given an equal version of a trusted timestamp that has expired, then it is refused', async () => {
    await refresh();
    await expect(refresh(inHours(25))).rejects.toThrow(refused('ERR_FEED_EXPIRED'));
  });

  it('5.4.3.1 given an equal version after an update that was cut off, then the rest is fetched', async () => {
    const cut: Fetch = async (url, init) => {
      if (url.includes('targets')) throw new TypeError('cut');
      return repository.fetch(url, init);
    };
    await expect(refresh(NOW, cut)).rejects.toThrow(refused('ERR_FEED_UNREACHABLE'));
    expect(await trusted()).toEqual({ root: 1, timestamp: 1, snapshot: 1 });
    await refresh();
    expect(repository.requests).toEqual(['2.root.json', 'timestamp.json', '1.targets.json']);
  });

  it('5.4.3.2 given a newer timestamp that names an older snapshot, then it is refused', async () => {
    repository.writeSnapshot();
    repository.writeTimestamp();
    await refresh();
    repository.versions.snapshot = 1;
    repository.writeTimestamp();
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_ROLLBACK'));
    expect(await trusted()).toMatchObject({ timestamp: 2 });
  });

  it('5.4.4 given a newer timestamp that has expired, then it is refused and not kept', async () => {
    await refresh();
    repository.expires.timestamp = PAST;
    repository.writeTimestamp();
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_EXPIRED'));
    expect(await trusted()).toMatchObject({ timestamp: 1 });
  });

  it('5.4.4 given an expiry at this very moment, then it has expired', async () => {
    repository.expires.timestamp = NOW.toISOString();
    repository.writeTimestamp();
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_EXPIRED'));
  });

  it('5.4.5 keeps the bytes as they were received', async () => {
    const bytes = new Uint8Array([...repository.files.get('timestamp.json')!, 0x20, 0x0a]);
    serve('timestamp.json', bytes);
    await refresh();
    expect(await store.metadata('timestamp')).toEqual(bytes);
  });
});

describe.each([
  { role: 'snapshot', section: '5.5', file: '2.snapshot.json', before: { timestamp: 2, snapshot: 1, targets: 1 } },
  { role: 'targets', section: '5.6', file: '2.targets.json', before: { timestamp: 2, snapshot: 2, targets: 1 } },
] as const)('$section update the $role role', ({ role, section, file, before }) => {
  beforeEach(async () => {
    await refresh();
  });

  /** Version 2 of everything, with `role` signed by `keys` after `change`. */
  async function publish(change: (payload: Json) => Json = (payload) => payload, keys?: TestKey[]): Promise<void> {
    if (keys) repository.keys[role] = keys;
    onNext(role, change);
    await repository.publish({ 'sites.json': text('second') });
  }

  async function isRefused(code: string): Promise<void> {
    await expect(refresh()).rejects.toThrow(refused(code));
    expect(await trusted()).toEqual({ root: 1, ...before });
  }

  it(`${section}.1 given more bytes than were promised, then no more than that is read`, async () => {
    await publish();
    const { fetch, taken } = endless(file);
    await expect(refresh(NOW, fetch)).rejects.toThrow(refused('ERR_FEED_TOO_LARGE'));
    expect(taken()).toBeLessThanOrEqual(repository.files.get(file)!.length + 4096);
  });

  it(`${section}.2 given other bytes than were promised, then they are refused`, async () => {
    await publish();
    const bytes = repository.files.get(file)!;
    serve(file, new Uint8Array([...bytes.slice(0, -1), 0x0a]));
    await isRefused('ERR_FEED_HASH');
  });

  it(`${section}.3 given another key’s signature, then it is refused`, async () => {
    await publish(undefined, role === 'targets' ? [repository.keys.targets[0]!, testKey()] : [testKey()]);
    await isRefused('ERR_FEED_SIGNATURE');
  });

  it(`${section}.4 given another version than was promised, then it is refused`, async () => {
    await publish((payload) => ({ ...payload, version: 3 }));
    await isRefused('ERR_FEED_VERSION');
  });

  it(`${section}.${role === 'snapshot' ? 6 : 5} given it has expired, then it is refused`, async () => {
    await publish((payload) => ({ ...payload, expires: PAST }));
    await isRefused('ERR_FEED_EXPIRED');
  });

  it(`${section} given kept metadata that has expired meanwhile, then a renewed timestamp does not help`, async () => {
    repository.expires.timestamp = inHours(10_000).toISOString();
    if (role === 'targets') repository.expires.snapshot = repository.expires.timestamp;
    repository.writeSnapshot();
    repository.writeTimestamp();
    await refresh();
    await expect(refresh(inHours(role === 'snapshot' ? 200 : 2500))).rejects.toThrow(refused('ERR_FEED_EXPIRED'));
  });

  it(`${section} given it is not there, then the feed is incomplete`, async () => {
    await publish();
    repository.files.delete(file);
    await isRefused('ERR_FEED_MISSING');
  });
});

describe('5.5.5 rollback of what the snapshot lists', () => {
  it('given a role in an older version, then it is refused', async () => {
    repository.writeTargets();
    repository.writeSnapshot();
    repository.writeTimestamp();
    await refresh();
    repository.versions.targets = 1;
    repository.writeSnapshot();
    repository.writeTimestamp();
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_ROLLBACK'));
    expect(await trusted()).toMatchObject({ snapshot: 2 });
  });

  it('given a role that is no longer listed, then it is refused', async () => {
    await repository.publish({}, { partners: { harbour: {} } });
    await refresh();
    onNext('snapshot', (snapshot) => ({ ...snapshot, meta: { 'targets.json': snapshot.meta['targets.json'] } }));
    repository.writeSnapshot();
    repository.writeTimestamp();
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_ROLLBACK'));
  });
});

describe('5.6.7 delegated roles', () => {
  const publishPartner = () =>
    repository.publish({}, { partners: { harbour: { 'partners/harbour/note': text('from a partner') } } });

  it('given a delegated target, then it is found through its role and fetched', async () => {
    await publishPartner();
    const workflow = await refresh();
    const target = (await workflow.findTarget('partners/harbour/note'))!;
    expect(target.role).toBe('harbour');
    expect(await workflow.fetchTarget(target, `${repository.base}targets`)).toEqual(text('from a partner'));
  });

  it('given a delegated role signed by another key, then the search ends', async () => {
    await publishPartner();
    const payload = payloadOf(`${repository.versions.harbour}.harbour.json`);
    onNext('harbour', () => payload);
    repository.partnerKeys.harbour = { ...repository.partnerKeys.harbour!, private: testKey().private };
    await publishPartner();
    const workflow = await refresh();
    await expect(workflow.findTarget('partners/harbour/note')).rejects.toThrow(refused('ERR_FEED_SIGNATURE'));
  });

  it('given a role that the snapshot does not list, then it is not requested', async () => {
    onNext('snapshot', (snapshot) => ({ ...snapshot, meta: { 'targets.json': snapshot.meta['targets.json'] } }));
    await publishPartner();
    const workflow = await refresh();
    await expect(workflow.findTarget('partners/harbour/note')).rejects.toThrow(refused('ERR_FEED_MISSING'));
    expect(repository.requests.some((request) => request.includes('harbour'))).toBe(false);
  });

  it.each(['root', 'timestamp', 'snapshot', 'targets', 'pinned-root'])(
    'given a delegation to a role called %s, then it is refused: it would take the place of trusted metadata',
    async (name) => {
      onNext('targets', (targets) => {
        targets.delegations.roles[0].name = name;
        return targets;
      });
      await publishPartner();
      await expect(refresh()).rejects.toThrow(refused('ERR_FEED_FORMAT'));
    },
  );
});

describe('5.7 fetch target', () => {
  const find = async (workflow: Workflow) => (await workflow.findTarget('sites.json'))!;

  it('5.7.2 given a name that nobody published, also one that every object has, then there is no such target', async () => {
    const workflow = await refresh();
    for (const name of ['nothing', 'constructor', '__proto__', 'toString', '../sites.json', '']) {
      expect(await workflow.findTarget(name)).toBeUndefined();
    }
  });

  it('5.7.3 given more bytes than were signed, then no more than that is read', async () => {
    const { fetch, taken } = endless('sites.json');
    const workflow = await refresh(NOW, fetch);
    await expect(workflow.fetchTarget(await find(workflow), `${repository.base}targets`)).rejects.toThrow(
      refused('ERR_FEED_TOO_LARGE'),
    );
    expect(taken()).toBeLessThanOrEqual(2 * 4096);
  });

  it('5.7.3 given other bytes of the same length, then they are refused', async () => {
    const workflow = await refresh();
    for (const path of repository.files.keys()) if (path.endsWith('sites.json')) serve(path, text('FIRST'));
    await expect(workflow.fetchTarget(await find(workflow), `${repository.base}targets`)).rejects.toThrow(
      refused('ERR_FEED_HASH'),
    );
  });

  it('5.7.3 given a target signed only with a hash that we cannot compute, then it is refused', async () => {
    const workflow = await refresh();
    const target = await find(workflow);
    const odd = { ...target, file: { ...target.file, hashes: { blake9: target.file.hashes.sha256! } } };
    for (const [path, bytes] of repository.files)
      if (path.endsWith('sites.json')) serve('targets/undefined.sites.json', bytes);
    await expect(workflow.fetchTarget(odd, `${repository.base}targets`)).rejects.toThrow(refused('ERR_FEED_HASH'));
  });
});

describe('section 4: metadata that is no metadata', () => {
  const roles: [Role, string][] = [
    ['root', '2.root.json'],
    ['timestamp', 'timestamp.json'],
  ];
  const garbage: [string, Bytes][] = [
    ['nothing', text('')],
    ['a web page', text('<!doctype html><title>Sign in to the network</title>')],
    ['null', text('null')],
    ['a list', text('[]')],
    ['signatures alone', text('{"signatures":[]}')],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])],
    ['depth without end', text('{"signed":'.repeat(1500))],
    ['deep nesting that is whole', text(`{"signatures":[],"signed":{"a":${'['.repeat(7000)}${']'.repeat(7000)}}}`)],
    ['a prototype', text('{"__proto__":{"signed":{},"signatures":[]}}')],
  ];
  for (const [role, path] of roles) {
    it.each(garbage)(`given %s for the ${role}, then it is refused with a reason`, async (_, bytes) => {
      serve(path, bytes);
      await expect(refresh()).rejects.toThrow(refused('ERR_FEED_FORMAT'));
    });
  }

  it.each(['2.0.0', '0.9', 'one'])('given specification version %s, then it is refused', async (version) => {
    onNext('timestamp', (payload) => ({ ...payload, spec_version: version }));
    repository.writeTimestamp();
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_FORMAT'));
  });

  it('given metadata of another type under the role’s name, then it is refused', async () => {
    serve('timestamp.json', signed(payloadOf('1.snapshot.json'), repository.keys.timestamp));
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_FORMAT'));
  });

  it('given text that only a lone surrogate tells apart, then it is refused: two texts would have one signature', async () => {
    onNext('timestamp', (payload) => ({ ...payload, note: '\ufffd' }));
    repository.writeTimestamp();
    const published = new TextDecoder().decode(repository.files.get('timestamp.json'));
    serve('timestamp.json', text(published.replace('\ufffd', '\\ud800')));
    await expect(refresh()).rejects.toThrow(refused('ERR_FEED_FORMAT'));
  });
});
