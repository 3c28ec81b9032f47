/** Several people with folders of their own, one feed over HTTP, and a browser that judges what they publish. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MetaFile, TargetFile } from '@tufjs/models';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FeedServer, serveFeed } from '../../tests/fixtures/feed-server.ts';
import { FileShelf } from '../../tests/fixtures/file-store.ts';
import { Feed } from '../feed/feed.ts';
import { FeedStore } from '../feed/store.ts';
import { FeedFolder } from '../signing/feed-folder.ts';
import { readKey, readPublicKey } from '../signing/keys.ts';
import { decode, encode, sign } from '../signing/metadata.ts';
import { renew, signOnline } from '../signing/renew.ts';
import { entrySchema } from '../watchlist/entry.ts';
import { openWatchlist } from '../watchlist/open.ts';
import { addSignatures, inspect, propose, publishProposal } from './ceremony.ts';
import { addPartner, withdrawEntry } from './edit-rules.ts';
import { PublisherFolder } from './folder.ts';
import { initPublisher } from './init.ts';
import { publish } from './publish.ts';
import { revoke, rotate } from './rotate.ts';
import { requireRules } from './rules.ts';
import { nextTargets, stageWatchlist } from './stage.ts';

const now = new Date();

// Keys, files and HTTP are real; on a busy machine they take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let base: string;
let desk: string;
let rules: string;
let out: string;
let server: FeedServer;
let firstRoot: Uint8Array<ArrayBuffer>;
let proposals: number;

const newProposal = () => join(base, `proposal-${++proposals}`);
const publicKey = (dir: string, name: string) => readPublicKey(join(dir, `keys/${name}.pub.json`));

/** Reads and signs, as `gamekeeper sign` does. */
const signAs = async (dir: string, proposal: string) => addSignatures(dir, proposal, await inspect(dir, proposal));

async function person(name: string): Promise<string> {
  const dir = join(base, name);
  await new PublisherFolder(dir).createKey(name, {});
  return dir;
}

function newBrowser(name: string, root = firstRoot): Feed {
  return new Feed({ store: new FeedStore(new FileShelf(join(base, `browser-${name}`))), mirrors: [server.url], root });
}

/** Ids of the listed handles that this browser warns of. */
async function warned(browser: Feed, list = 'watchlist'): Promise<string[]> {
  const pieces = await (await browser.open())!.pieces(list);
  const handles = ['tamsin-verrall-advisory', 'corin-maddern', 'wren-halloway'];
  if (!pieces) return [];
  const evidence = await (await openWatchlist(pieces)).lookUp(
    handles.map((handle) => ({ site: 'linkedin', handle })),
    now,
  );
  return evidence.flat().flatMap((found) => (found.kind === 'account' ? [found.entry.id] : []));
}

async function edit(change: (text: string) => string): Promise<void> {
  const path = join(rules, 'watchlist/example.yaml');
  await writeFile(path, change(await readFile(path, 'utf8')));
}

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'gamekeeper-ceremony-'));
  [desk, rules, out, proposals] = [join(base, 'desk'), join(base, 'rules'), join(base, 'feed'), 0];
  await cp('rules/watchlist', join(rules, 'watchlist'), { recursive: true });
  await cp('rules/reporting.yaml', join(rules, 'reporting.yaml'));
  const made = await initPublisher({ dir: desk, now });
  firstRoot = new TextEncoder().encode(made.root);
  const reporting = join(rules, 'reporting.yaml');
  const text = await readFile(reporting, 'utf8');
  await writeFile(reporting, text.replace('recipients: []', `recipients: [${made.recipients[0]}]`));
  await publish({ rules, dir: desk, out, now });
  server = await serveFeed(out);
});
afterEach(async () => {
  await server.close();
  await rm(base, { recursive: true });
});

/** Targets signed by two of Alice, Bob and Carol; the desk keeps root and online key. */
async function threeSigners() {
  const dirs = { alice: await person('alice'), bob: await person('bob'), carol: await person('carol') };
  const add = await Promise.all(Object.entries(dirs).map(([name, dir]) => publicKey(dir, name)));
  const remove = [(await publicKey(desk, 'targets')).keyID];
  const proposal = newProposal();
  await rotate([{ role: 'targets', add, remove, threshold: 2 }], { dir: desk, out, proposal, now });
  for (const dir of [desk, dirs.alice, dirs.bob]) await signAs(dir, proposal);
  await publishProposal({ dir: desk, out, proposal, now });
  return dirs;
}

describe('two of three people sign the list', () => {
  test('given their keys took over from the first one, then a browser follows and keeps the same entries', async () => {
    const browser = newBrowser('a');
    await browser.refresh();
    const before = await warned(browser);
    await threeSigners();
    expect(await browser.refresh()).toMatchObject({ kind: 'unchanged', version: 2 });
    expect(await warned(browser)).toEqual(before);
  });

  test('given one signature, then publishing is refused and nothing is written; given two, browsers see it', async () => {
    const { alice, carol } = await threeSigners();
    const browser = newBrowser('a');
    await browser.refresh();
    await withdrawEntry(rules, 'HSD-2026-002', now.toISOString().slice(0, 10));
    const proposal = newProposal();
    const drafted = await propose({ rules, dir: desk, out, proposal, now });
    expect(drafted?.changes).toContainEqual(expect.stringMatching(/^- HSD-2026-002 profile "Corin Maddern"/));

    await signAs(alice, proposal);
    await expect(publishProposal({ dir: desk, out, proposal, now })).rejects.toMatchObject({ code: 'ERR_THRESHOLD' });
    await browser.refresh();
    expect(await warned(browser)).toContain('HSD-2026-002');

    const { needs } = await signAs(carol, proposal);
    expect(needs).toMatchObject([{ role: 'targets', threshold: 2, signed: [expect.any(String), expect.any(String)] }]);
    await publishProposal({ dir: desk, out, proposal, now });
    expect(await browser.refresh()).toMatchObject({ kind: 'updated', version: 3 });
    expect(await warned(browser)).toEqual(['HSD-2026-001']);
  });

  test('given copies of a proposal signed apart, then the signatures are joined by copying files', async () => {
    const { alice, bob } = await threeSigners();
    await edit((text) => text.replace('Offered three', 'Offered four'));
    const [one, other] = [newProposal(), newProposal()];
    await propose({ rules, dir: desk, out, proposal: one, now });
    await cp(one, other, { recursive: true });
    await signAs(alice, one);
    await signAs(bob, other);
    await cp(join(other, 'signatures'), join(one, 'signatures'), { recursive: true });
    expect(await publishProposal({ dir: desk, out, proposal: one, now })).toMatchObject({ version: 3 });
  });

  test('given the same person twice, then it counts once', async () => {
    const { alice } = await threeSigners();
    await edit((text) => text.replace('Offered three', 'Offered four'));
    const proposal = newProposal();
    await propose({ rules, dir: desk, out, proposal, now });
    await signAs(alice, proposal);
    await signAs(alice, proposal);
    await expect(publishProposal({ dir: desk, out, proposal, now })).rejects.toMatchObject({ code: 'ERR_THRESHOLD' });
  });

  test('given a folder without a key that counts, then it cannot sign', async () => {
    await threeSigners();
    const dora = await person('dora');
    await edit((text) => text.replace('Offered three', 'Offered four'));
    const proposal = newProposal();
    await propose({ rules, dir: desk, out, proposal, now });
    await expect(signAs(dora, proposal)).rejects.toMatchObject({ code: 'ERR_SIGN_NO_KEY' });
  });
});

describe('what people read is what they sign', () => {
  test('entries are shown from the bytes that would be published, whatever the proposer says', async () => {
    await edit(
      (text) =>
        `${text}\n${text.slice(text.indexOf('- id'), text.indexOf('- id: HSD-2026-002')).replace('HSD-2026-001', 'HSD-2026-009').replaceAll('Tamsin Verrall', 'Wren Halloway')}`,
    );
    const proposal = newProposal();
    await propose({ rules, dir: desk, out, proposal, now });
    await writeFile(join(proposal, 'summary.txt'), 'Nothing changes.');
    expect((await inspect(desk, proposal)).review.changes).toContainEqual(
      expect.stringMatching(/^\+ HSD-2026-009 profile "Wren Halloway"/),
    );
  });

  test('another recipient of reports is shown', async () => {
    const other = await initPublisher({ dir: join(base, 'other'), now });
    const path = join(rules, 'reporting.yaml');
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replace(/recipients: .*/, `recipients: [${other.recipients[0]}]`),
    );
    const proposal = newProposal();
    const drafted = await propose({ rules, dir: desk, out, proposal, now });
    expect(drafted?.changes).toContainEqual(
      expect.stringMatching(new RegExp(`recipients: .*-> .*${other.recipients[0]}`)),
    );
  });

  test('a file changed after the proposal was made is refused', async () => {
    await edit((text) => text.replace('Offered three', 'Offered four'));
    const proposal = newProposal();
    await propose({ rules, dir: desk, out, proposal, now });
    const piece = (await readdir(join(proposal, 'files/pieces'), { recursive: true })).find((name) =>
      /[0-9a-f]{64}$/.test(name),
    )!;
    const path = join(proposal, 'files/pieces', piece);
    const bytes = await readFile(path);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(path, bytes);
    await expect(signAs(desk, proposal)).rejects.toMatchObject({ code: 'ERR_PIECES' });
  });

  test('a proposal swapped after it was shown does not get the signature', async () => {
    await edit((text) => text.replace('Offered three', 'Offered four'));
    const [shown, other] = [newProposal(), newProposal()];
    await propose({ rules, dir: desk, out, proposal: shown, now });
    await edit((text) => text.replace('Offered four', 'Offered all'));
    await propose({ rules, dir: desk, out, proposal: other, now });
    const inspected = await inspect(desk, shown);
    await rm(shown, { recursive: true });
    await cp(other, shown, { recursive: true });
    const { needs } = await addSignatures(desk, shown, inspected);
    expect(needs).toMatchObject([{ role: 'targets', signed: [] }]);
    await expect(publishProposal({ dir: desk, out, proposal: shown, now })).rejects.toMatchObject({
      code: 'ERR_THRESHOLD',
    });
  });

  test('another key under the id of one that is known is refused, in the root and among the partners’ keys', async () => {
    const [partner, mallory] = [await person('kelp'), await person('mallory')];
    const keys = [(await publicKey(partner, 'kelp')).keyVal.public!];
    await addPartner(rules, { name: 'kelp', title: 'Kelp Bay security', level: 'likely', keys, threshold: 1 });
    const [one, other] = [newProposal(), newProposal()];
    await propose({ rules, dir: desk, out, proposal: one, now });
    await rotate([], { dir: desk, out, proposal: other, now });
    const theirs = (await publicKey(mallory, 'mallory')).keyVal.public!;
    for (const [file, known] of [
      [join(one, 'targets.json'), keys[0]!],
      [join(other, 'root.json'), (await publicKey(desk, 'targets')).keyVal.public!],
    ] as const) {
      await writeFile(file, (await readFile(file, 'utf8')).replace(known, theirs));
    }
    for (const proposal of [one, other])
      await expect(inspect(desk, proposal)).rejects.toMatchObject({ code: 'ERR_METADATA' });
  });

  test('what a trusted partner may publish, and by whose signatures, is shown', async () => {
    const keys = [(await publicKey(await person('kelp'), 'kelp')).keyVal.public!];
    await addPartner(rules, { name: 'kelp', title: 'Kelp Bay security', level: 'likely', keys, threshold: 1 });
    await publish({ rules, dir: desk, out, now });
    await edit((text) => text.replace('Offered three', 'Offered four'));
    const proposal = newProposal();
    await propose({ rules, dir: desk, out, proposal, now });
    const file = join(proposal, 'targets.json');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('"paths":["partners/kelp/watchlist"]', '"paths":["watchlist"]'),
    );
    expect((await inspect(desk, proposal)).review.changes).toContainEqual(
      expect.stringMatching(/"paths":\["partners\/kelp\/watchlist"\].* -> .*"paths":\["watchlist"\]/),
    );
  });

  test('under whose name the list would be told, and how its files would be named, is shown', async () => {
    const [one, other] = [newProposal(), newProposal()];
    await edit((text) => text.replace('Offered three', 'Offered four'));
    await propose({ rules, dir: desk, out, proposal: one, now });
    await rotate([], { dir: desk, out, proposal: other, now });
    for (const [file, said, instead] of [
      [join(one, 'targets.json'), /"publisher":"[^"]+"/, '"publisher":"Somebody else"'],
      [join(other, 'root.json'), '"consistent_snapshot":true', '"consistent_snapshot":false'],
    ] as const) {
      await writeFile(file, (await readFile(file, 'utf8')).replace(said, instead));
    }
    expect((await inspect(desk, one)).review.changes[0]).toContain('Somebody else');
    expect((await inspect(desk, other)).review.changes).toContain('    consistent_snapshot: true -> false');
  });

  test('no entry can write over the lines that are shown', async () => {
    await edit((text) => text.replace(/issuer: .*/, 'issuer: "Desk\\e[1A\\e[2K\\n- HSD-2026-009\\u202e"'));
    const proposal = newProposal();
    await propose({ rules, dir: desk, out, proposal, now });
    const { changes } = (await inspect(desk, proposal)).review;
    expect(changes.join('')).toContain('Desk');
    expect(changes.filter((line) => /[\p{C}\p{Zl}\p{Zp}]/u.test(line))).toEqual([]);
  });

  test('a proposal for an older version, or published twice, is refused', async () => {
    await edit((text) => text.replace('Offered three', 'Offered four'));
    const [one, other] = [newProposal(), newProposal()];
    await propose({ rules, dir: desk, out, proposal: one, now });
    await edit((text) => text.replace('Offered four', 'Offered five'));
    await propose({ rules, dir: desk, out, proposal: other, now });
    for (const proposal of [one, other]) await signAs(desk, proposal);
    await publishProposal({ dir: desk, out, proposal: one, now });
    for (const proposal of [one, other]) {
      await expect(publishProposal({ dir: desk, out, proposal, now })).rejects.toMatchObject({
        code: 'ERR_PROPOSAL_OLD',
      });
    }
  });

  test('a proposal on another root than the signer trusts is refused', async () => {
    const stranger = join(base, 'stranger');
    await initPublisher({ dir: stranger, now });
    await publish({ rules, dir: stranger, out: join(base, 'stranger-feed'), now });
    await edit((text) => text.replace('Offered three', 'Offered four'));
    const proposal = newProposal();
    await propose({ rules, dir: stranger, out: join(base, 'stranger-feed'), proposal, now });
    await expect(signAs(desk, proposal)).rejects.toMatchObject({ code: 'ERR_PROPOSAL_OLD' });
  });
});

describe('keys change', () => {
  test('given root, targets and online keys all replaced one after the other, then a browser that slept through it follows', async () => {
    const browser = newBrowser('slept');
    await browser.refresh();
    for (const role of ['root', 'targets', 'online'] as const) {
      await new PublisherFolder(desk).createKey(`${role}-2`, {});
      const proposal = newProposal();
      const remove = [(await publicKey(desk, role)).keyID];
      await rotate([{ role, add: [await publicKey(desk, `${role}-2`)], remove }], { dir: desk, out, proposal, now });
      await signAs(desk, proposal);
      await publishProposal({ dir: desk, out, proposal, now });
    }
    await edit((text) => text.replace('Offered three', 'Offered four'));
    await publish({ rules, dir: desk, out, now });
    expect(await browser.refresh()).toMatchObject({ kind: 'updated', version: 3 });
    expect(await newBrowser('new').refresh()).toMatchObject({ kind: 'updated', version: 3 });
  });

  test('given a browser that starts from any root of the chain, then it arrives at the same list', async () => {
    for (let turn = 0; turn < 3; turn++) {
      const proposal = newProposal();
      await rotate([], { dir: desk, out, proposal, now });
      await signAs(desk, proposal);
      await publishProposal({ dir: desk, out, proposal, now });
    }
    for (let version = 1; version <= 4; version++) {
      const root = new Uint8Array(await readFile(join(out, `${version}.root.json`)));
      expect(await newBrowser(`root-${version}`, root).refresh()).toEqual({ kind: 'updated', version: 1 });
    }
  });

  test('given a stolen online key that was revoked, then what it signs afterwards is refused', async () => {
    const stolen = await readKey(join(desk, 'keys/online.key'));
    await new PublisherFolder(desk).createKey('online-2', {});
    const proposal = newProposal();
    await revoke(stolen.public.keyID.slice(0, 12), await publicKey(desk, 'online-2'), {
      dir: desk,
      out,
      proposal,
      now,
    });
    const oldRoot = (await new FeedFolder(out).root())!;
    const state = (await new FeedFolder(out).state(oldRoot))!;
    await signAs(desk, proposal);
    await publishProposal({ dir: desk, out, proposal, now });
    const browser = newBrowser('a');
    expect(await browser.refresh()).toMatchObject({ kind: 'updated' });

    await signOnline(new FeedFolder(out), oldRoot, stolen, now, state.snapshot.signed.meta, state, {
      snapshot: 50,
      timestamp: 50,
    });
    expect(await browser.refresh()).toMatchObject({ kind: 'failed', code: expect.stringMatching(/^ERR_FEED_/) });
    expect(await warned(browser)).toEqual(['HSD-2026-001', 'HSD-2026-002']);
  });

  test.each(['targets', 'online'] as const)(
    'given the power went after the next root was written, then publishing again goes on (%s)',
    async (role) => {
      const browser = newBrowser('a');
      await browser.refresh();
      await new PublisherFolder(desk).createKey('next', {});
      const proposal = newProposal();
      const change = { add: [await publicKey(desk, 'next')], remove: [(await publicKey(desk, role)).keyID] };
      await rotate([{ role, ...change }], { dir: desk, out, proposal, now });
      await signAs(desk, proposal);
      const whole = join(base, 'whole');
      await cp(out, whole, { recursive: true });
      await cp(desk, join(base, 'desk-whole'), { recursive: true });
      await publishProposal({ dir: join(base, 'desk-whole'), out: whole, proposal, now });
      await cp(join(whole, '2.root.json'), join(out, '2.root.json'));

      await publishProposal({ dir: desk, out, proposal, now });
      expect((await browser.refresh()).kind).toMatch(/^(updated|unchanged)$/);
      expect((await newBrowser('new').refresh()).kind).toBe('updated');
      await expect(publishProposal({ dir: desk, out, proposal, now })).rejects.toMatchObject({
        code: 'ERR_PROPOSAL_OLD',
      });
    },
  );

  test('given an online key with a passphrase, then publishing opens it', async () => {
    const passphrase = 'four plain words here';
    await new PublisherFolder(desk).createKey('online-2', { passphrase, workFactor: 8 });
    const proposal = newProposal();
    const change = { add: [await publicKey(desk, 'online-2')], remove: [(await publicKey(desk, 'online')).keyID] };
    await rotate([{ role: 'online', ...change }], { dir: desk, out, proposal, now });
    await signAs(desk, proposal);
    await publishProposal({ dir: desk, out, proposal, now, passphrase });
    await publish({ rules, dir: desk, out, now, passphrase });
    expect(await newBrowser('new').refresh()).toMatchObject({ kind: 'updated', version: 1 });
  });

  test('given a colleague’s public key among one’s own, then one signs with one’s own', async () => {
    const { alice, bob } = await threeSigners();
    await cp(join(bob, 'keys/bob.pub.json'), join(alice, 'keys/bob.pub.json'));
    await edit((text) => text.replace('Offered three', 'Offered four'));
    const proposal = newProposal();
    await propose({ rules, dir: desk, out, proposal, now });
    expect((await signAs(alice, proposal)).needs[0]!.signed).toHaveLength(1);
  });

  test('given fewer keys than must sign, or a key that nobody has, then no root is proposed', async () => {
    const options = { dir: desk, out, now };
    const { keyID } = await publicKey(desk, 'targets');
    await expect(revoke(keyID, undefined, { ...options, proposal: newProposal() })).rejects.toMatchObject({
      code: 'ERR_ROTATE',
    });
    await expect(revoke('0123456789ab', undefined, { ...options, proposal: newProposal() })).rejects.toMatchObject({
      code: 'ERR_KEY_UNKNOWN',
    });
  });
});

/** Repeatable random numbers (mulberry32): a failure names its seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

test.each([1, 2, 3])('whatever is done in whatever order, every browser follows (seed %i)', async (seed) => {
  const random = randomFrom(seed);
  const keys = { root: 'root', targets: 'targets', online: 'online' };
  const awake = newBrowser('awake');
  await awake.refresh();
  let edits = 0;
  for (let step = 0; step < 8; step++) {
    const role = (['root', 'targets', 'online'] as const)[random(3)]!;
    const proposal = newProposal();
    switch (random(4)) {
      case 0:
        await edit((text) => text.replace(/reason: .*/, `reason: Reason number ${++edits}.`));
        await publish({ rules, dir: desk, out, now });
        break;
      case 1:
        await renew(out, await readKey(join(desk, `keys/${keys.online}.key`)), now);
        break;
      case 2: {
        const next = `${role}-${step}`;
        await new PublisherFolder(desk).createKey(next, {});
        const change = { add: [await publicKey(desk, next)], remove: [(await publicKey(desk, keys[role])).keyID] };
        await rotate([{ role, ...change }], { dir: desk, out, proposal, now });
        await signAs(desk, proposal);
        await publishProposal({ dir: desk, out, proposal, now });
        keys[role] = next;
        break;
      }
      default:
        await rm(out, { recursive: true });
        await publish({ rules, dir: desk, out, now });
    }
    expect((await awake.refresh()).kind).toMatch(/^(updated|unchanged)$/);
    const fresh = newBrowser(`fresh-${step}`);
    expect((await fresh.refresh()).kind).toBe('updated');
    for (const browser of [awake, fresh]) expect(await reasons(browser)).toEqual(await reasonsInRules());
  }
});

/** The reason that each listed account of the tests is told with. */
async function reasons(browser: Feed): Promise<string[]> {
  const list = await openWatchlist((await (await browser.open())!.pieces('watchlist'))!);
  const [evidence] = await list.lookUp([{ site: 'linkedin', handle: 'tamsin-verrall-advisory' }], now);
  return evidence!.flatMap((found) => (found.kind === 'account' ? [found.entry.reason] : []));
}

async function reasonsInRules(): Promise<string[]> {
  const { entries } = await requireRules(rules, now);
  return entries.filter(({ id }) => id === 'HSD-2026-001').map(({ reason }) => reason);
}

describe('a stolen online key', () => {
  const forgedEntry = entrySchema.parse({
    id: 'FORGED',
    kind: 'profile',
    names: ['Wren Halloway'],
    accounts: [{ site: 'linkedin', handle: 'wren-halloway' }],
    alert: { issuer: 'Forger', title: 'Forged', date: '2026-01-01' },
    reason: 'Forged.',
    added: '2026-01-01',
    expires: '2030-01-01',
    dispute: 'forger@example.org',
  });

  test.each([
    ['add an entry to', [forgedEntry]],
    ['empty', []],
  ])('cannot %s the list of any browser', async (_, entries) => {
    const browser = newBrowser('seen');
    await browser.refresh();
    const stolen = await readKey(join(desk, 'keys/online.key'));
    const feed = new FeedFolder(out);
    const root = (await feed.root())!;
    const state = (await feed.state(root))!;

    const stage = await stageWatchlist(entries, 'watchlist', now);
    for (const { path, bytes } of stage.files) await feed.write(path, bytes);
    const version = state.targets.signed.version + 1;
    const forged = sign(nextTargets(version, { ...state.targets.signed.targets, ...stage.targets }, undefined, now), [
      stolen,
    ]);
    await feed.write(`${version}.targets.json`, encode(forged));
    const meta = {
      'targets.json': new MetaFile({ version }),
    };
    await signOnline(feed, root, stolen, now, meta, state);

    for (const victim of [browser, newBrowser('new')]) {
      expect(await victim.refresh()).toMatchObject({ kind: 'failed', code: 'ERR_FEED_SIGNATURE' });
    }
    expect(await warned(browser)).toEqual(['HSD-2026-001', 'HSD-2026-002']);
    expect(await newBrowser('new').open()).toBeNull();
    await expect(publish({ rules, dir: desk, out, now })).rejects.toMatchObject({ code: 'ERR_THRESHOLD' });
  });

  test('cannot take a browser back to a version before an entry was added', async () => {
    await edit((text) => text.replace('- id: HSD-2026-002', '- id: HSD-2026-012'));
    await publish({ rules, dir: desk, out, now });
    const browser = newBrowser('seen');
    await browser.refresh();
    const stolen = await readKey(join(desk, 'keys/online.key'));
    const feed = new FeedFolder(out);
    const root = (await feed.root())!;
    const state = (await feed.state(root))!;
    const meta = {
      'targets.json': new MetaFile({ version: 1 }),
    };
    await signOnline(feed, root, stolen, now, meta, state);
    expect(await browser.refresh()).toMatchObject({ kind: 'failed', code: 'ERR_FEED_ROLLBACK' });
    expect(await warned(browser)).toEqual(['HSD-2026-001', 'HSD-2026-012']);
  });
});

test('given the feed was restored from an old copy, then the same rules are published under a higher version', async () => {
  const browser = newBrowser('a');
  await cp(out, join(base, 'copy'), { recursive: true });
  const before = await readFile(join(rules, 'watchlist/example.yaml'), 'utf8');
  for (const text of [before.replace('Offered three', 'Offered four'), before]) {
    await edit(() => text);
    await publish({ rules, dir: desk, out, now });
  }
  expect(await browser.refresh()).toMatchObject({ kind: 'updated', version: 3 });
  await rm(out, { recursive: true });
  await cp(join(base, 'copy'), out, { recursive: true });
  await publish({ rules, dir: desk, out, now });
  expect(await browser.refresh()).toMatchObject({ kind: 'unchanged', version: 4 });
  const publisher = new PublisherFolder(desk);
  const { targets, ...others } = await publisher.versions();
  await publisher.noteVersions({ targets: targets - 1, ...others });
  expect(await publisher.versions()).toEqual({ targets, ...others });
});

test('after a theft: a clean folder and a new online key bring browsers back, even those that were sent far ahead', async () => {
  const browser = newBrowser('fast-forwarded');
  await browser.refresh();
  const stolen = await readKey(join(desk, 'keys/online.key'));
  const feed = new FeedFolder(out);
  const root = (await feed.root())!;
  const state = (await feed.state(root))!;
  const far = { snapshot: 1_000_000, timestamp: 1_000_000 };
  const meta = { ...state.snapshot.signed.meta, 'ghost.json': new MetaFile({ version: 1 }) };
  await signOnline(feed, root, stolen, now, meta, state, far);
  await browser.refresh();
  await rm(out, { recursive: true });

  await publish({ rules, dir: desk, out, now });
  expect(await browser.refresh()).toMatchObject({ kind: 'failed', code: 'ERR_FEED_ROLLBACK' });
  await new PublisherFolder(desk).createKey('online-2', {});
  const proposal = newProposal();
  await revoke(stolen.public.keyID, await publicKey(desk, 'online-2'), { dir: desk, out, proposal, now });
  await signAs(desk, proposal);
  await publishProposal({ dir: desk, out, proposal, now });

  expect(await browser.refresh()).toMatchObject({ kind: 'unchanged' });
  await edit((text) => text.replace('Offered three', 'Offered four'));
  await publish({ rules, dir: desk, out, now });
  expect(await browser.refresh()).toMatchObject({ kind: 'updated' });
});

describe('a partner', () => {
  let partner: string;
  let partnerRules: string;

  beforeEach(async () => {
    partner = await person('kelp');
    partnerRules = join(base, 'kelp-rules');
    await cp(rules, partnerRules, { recursive: true });
    const path = join(partnerRules, 'watchlist/example.yaml');
    await writeFile(
      path,
      (await readFile(path, 'utf8'))
        .replaceAll('HSD-2026', 'KELP')
        .replaceAll('tamsin-verrall-advisory', 'wren-halloway'),
    );
    const keys = [(await publicKey(partner, 'kelp')).keyVal.public!];
    await addPartner(rules, { name: 'kelp', title: 'Kelp Bay security', level: 'likely', keys, threshold: 1 });
    await publish({ rules, dir: desk, out, now });
  });

  const proposePartner = async () => {
    const proposal = newProposal();
    const review = await propose({ rules: partnerRules, dir: partner, out, proposal, now, partner: 'kelp' });
    expect(review!.changes[0]).toContain(await new PublisherFolder(desk).rootName());
    return proposal;
  };

  test('publishes under its own path with its own key; the cap stands in the publisher’s own signature', async () => {
    const proposal = await proposePartner();
    await expect(publishProposal({ dir: desk, out, proposal, now })).rejects.toMatchObject({ code: 'ERR_THRESHOLD' });
    await signAs(partner, proposal);
    await publishProposal({ dir: desk, out, proposal, now });

    const browser = newBrowser('a');
    await browser.refresh();
    expect(await warned(browser)).toEqual(['HSD-2026-001', 'HSD-2026-002']);
    expect(await warned(browser, 'partners/kelp/watchlist')).toEqual(['KELP-002', 'KELP-001']);
    const caps = JSON.parse(new TextDecoder().decode(await (await browser.open())!.read('partners.json')));
    expect(caps).toEqual({ partners: [{ name: 'kelp', title: 'Kelp Bay security', level: 'likely' }] });
  });

  test('keeps its list when the publisher publishes again, and follows with versions of its own', async () => {
    const first = await proposePartner();
    await signAs(partner, first);
    await publishProposal({ dir: desk, out, proposal: first, now });
    await edit((text) => text.replace('Offered three', 'Offered four'));
    await publish({ rules, dir: desk, out, now });
    const path = join(partnerRules, 'watchlist/example.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('Offered three', 'Offered nine'));
    const second = newProposal();
    await propose({ rules: partnerRules, dir: partner, out, proposal: second, now, partner: 'kelp' });
    await signAs(partner, second);
    await publishProposal({ dir: desk, out, proposal: second, now });
    const browser = newBrowser('a');
    expect(await browser.refresh()).toMatchObject({ version: 3 });
    expect(await warned(browser, 'partners/kelp/watchlist')).toContain('KELP-001');
  });

  test('cannot publish anything else', async () => {
    const proposal = await proposePartner();
    const name = (await readdir(proposal)).find((file) => file.startsWith('partner-kelp-'))!;
    const metadata = decode('targets', new Uint8Array(await readFile(join(proposal, name))), name);
    const own = metadata.signed.targets['partners/kelp/watchlist']!;
    metadata.signed.addTarget(new TargetFile({ path: 'watchlist', length: own.length, hashes: own.hashes }));
    await writeFile(join(proposal, name), encode(metadata));
    await cp(join(proposal, 'files/targets/partners/kelp'), join(proposal, 'files/targets'), { recursive: true });
    await expect(signAs(partner, proposal)).rejects.toMatchObject({ code: 'ERR_PARTNER_PATH' });
  });

  test('given its key was lost and replaced, then its old list is out of force at once and the own list is not touched', async () => {
    const proposal = await proposePartner();
    await signAs(partner, proposal);
    await publishProposal({ dir: desk, out, proposal, now });
    const browser = newBrowser('a');
    await browser.refresh();

    await new PublisherFolder(partner).createKey('kelp-2', {});
    const path = join(rules, 'partners.yaml');
    const [lost, next] = [await publicKey(partner, 'kelp'), await publicKey(partner, 'kelp-2')];
    await writeFile(path, (await readFile(path, 'utf8')).replace(lost.keyVal.public!, next.keyVal.public!));
    await publish({ rules, dir: desk, out, now });
    await browser.refresh();
    expect(await warned(browser)).toEqual(['HSD-2026-001', 'HSD-2026-002']);
    expect(await warned(browser, 'partners/kelp/watchlist')).toEqual([]);
  });
});
