import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DRAFT } from '../../tests/fixtures/report.ts';
import { Casework } from '../hub/casework.ts';
import { openStorage } from '../hub/database.ts';
import { DeskKeys } from '../hub/desk/keys.ts';
import { sealSharedKey } from '../hub/desk/shared-key.ts';
import { type Hub, startHub } from '../hub/hub.ts';
import { decisionsSchema } from '../reports/decisions.ts';
import { seal, stamp } from '../reports/seal.ts';
import { type PullOptions, pull } from './pull.ts';

let dir: string;
let hub: Hub;
let options: PullOptions;
const identity = await generateIdentity();
const recipient = await identityToRecipient(identity);
const keys = await DeskKeys.from('shared');

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pull-'));
  await mkdir(join(dir, 'rules', 'watchlist'), { recursive: true });
  hub = await startHub({ dataDir: join(dir, 'data'), feedDir: join(dir, 'feed'), port: 0, log: () => {} });
  const token = await hub.analysts.add('ada');
  const headers = { Authorization: `Bearer ${token}` };
  const body = JSON.stringify(await sealSharedKey('shared', [recipient]));
  await fetch(`${hub.url}/desk/api/keys`, { method: 'POST', headers, body });
  options = {
    hub: hub.url,
    token,
    identity: `# the desk's\n${identity}\n`,
    rules: join(dir, 'rules'),
    decisions: join(dir, 'decisions.json'),
  };
});
afterEach(async () => {
  await hub.close();
  await rm(dir, { recursive: true });
});

const ENTRY = {
  id: 'desk-1',
  kind: 'profile',
  names: ['Mira Halden'],
  accounts: [{ site: 'linkedin', handle: 'mira-halden' }],
  alert: { issuer: 'The desk', title: 'Paid papers', date: '2026-11-20' },
  reason: 'Offers money for papers.',
  added: '2026-11-20',
  expires: '2027-11-20',
  dispute: 'disputes@desk.example',
};

/** A report of Mira Halden, and a listing that two analysts decided. */
async function listed(draft: unknown, sealedWith = keys): Promise<string> {
  const report = stamp(DRAFT, new Date());
  const body = await seal(report, [recipient]);
  const sent = await fetch(`${hub.url}/v1/reports`, {
    method: 'POST',
    headers: { 'Idempotency-Key': report.id },
    body,
  });
  const db = await openStorage(join(dir, 'data'));
  const casework = new Casework(db, Date.now);
  const person = await keys.personTag(DRAFT.subject.facts, '');
  await casework.file(report.id, { person, card: '', words: [] });
  const action = { reason: await sealedWith.seal('because') };
  await casework.act(person, 'ada', {
    ...action,
    action: 'propose',
    draft: await sealedWith.seal(draft),
    reports: 1,
    seen: 0,
  });
  await casework.act(person, 'bea', { ...action, action: 'confirm', reports: 1, seen: 1 });
  await db.destroy();
  return ((await sent.json()) as { receipt: string }).receipt;
}

test('a listing becomes a draft among the rules, and its reports are decided', async () => {
  const receipt = await listed(ENTRY);
  const file = join(dir, 'rules', 'watchlist', 'desk-1.yaml');
  expect(await pull(options)).toEqual({ drafts: [file], known: [], sealed: 0, decisions: 1 });
  expect(await readFile(file, 'utf8')).toMatch(
    /^# Proposed at the desk by ada, confirmed by bea on .*\n- id: desk-1\n/,
  );
  const decisions = decisionsSchema.parse(JSON.parse(await readFile(options.decisions, 'utf8')));
  expect(decisions.decisions[receipt]?.outcome).toBe('listed');
});

test('what a reviewer made of a draft is left alone', async () => {
  await listed(ENTRY);
  const file = join(dir, 'rules', 'watchlist', 'desk-1.yaml');
  await writeFile(file, 'reviewed');
  expect(await pull(options)).toMatchObject({ drafts: [], known: ['desk-1'] });
  expect(await readFile(file, 'utf8')).toBe('reviewed');
});

test('a draft sealed under another secret is counted and skipped, as are all without an identity of the desk', async () => {
  await listed(ENTRY, await DeskKeys.from('other'));
  const stranger = await generateIdentity();
  expect(await pull({ ...options, identity: stranger })).toMatchObject({ drafts: [], sealed: 1 });
  expect(await pull(options)).toMatchObject({ drafts: [], sealed: 1 });
});

test('a draft that is no entry, or that names a file elsewhere, is refused', async () => {
  await listed({ ...ENTRY, id: '../../outside' });
  await expect(pull(options)).rejects.toMatchObject({ code: 'ERR_FILE' });
});

test('a hub cannot write an entry of its own beside a draft', async () => {
  await listed(ENTRY);
  const outcome = await fetch(`${options.hub}/desk/api/outcome`, {
    headers: { Authorization: `Bearer ${options.token}` },
  });
  const answer = JSON.parse((await outcome.text()).replace('"bea"', '"bea\\n- id: FORGED\\n"'));
  const forger = createServer((_, response) => response.end(JSON.stringify(answer)));
  await new Promise<void>((resolve) => forger.listen(0, '127.0.0.1', resolve));
  const { port } = forger.address() as AddressInfo;
  await expect(pull({ ...options, hub: `http://127.0.0.1:${port}` })).rejects.toMatchObject({ code: 'ERR_HUB_ANSWER' });
  forger.close();
});

test('a wrong token, a wrong identity and a hub that is away are told apart', async () => {
  await expect(pull({ ...options, token: 'gkd_wrong' })).rejects.toMatchObject({ code: 'ERR_HUB_ANSWER' });
  await expect(pull({ ...options, identity: 'none' })).rejects.toMatchObject({ code: 'ERR_BAD_IDENTITY' });
  await expect(pull({ ...options, hub: 'http://127.0.0.1:9' })).rejects.toMatchObject({ code: 'ERR_HUB_AWAY' });
});
