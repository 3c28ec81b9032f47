import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { afterAll, describe, expect, test } from 'vitest';
import type { ReportDraft } from './report.ts';
import { PADDED_SIZES, seal, stamp, unseal } from './seal.ts';

const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'seal-'));
afterAll(() => rm(folder, { recursive: true }));

const draft: ReportDraft = {
  kind: 'approach',
  pageUrl: 'https://www.linkedin.com/in/mira-halden/',
  subject: { key: '1', surface: 'profile', facts: { site: 'linkedin', name: 'Mira Halden', handle: 'mira-halden' } },
  level: 'listed',
  evidence: ['example-0001'],
  listVersion: 3,
};
const now = new Date('2026-11-20T09:00:00Z');

async function keyPair() {
  const identity = await generateIdentity();
  return { identity, recipient: await identityToRecipient(identity) };
}

const hasAge = await run('age', ['--version']).then(
  () => true,
  () => false,
);

describe('a sealed report', () => {
  test('is opened by each recipient, and carries its version and id', async () => {
    const [analyst, escrow] = [await keyPair(), await keyPair()];
    const report = stamp(draft, now);
    const sealed = await seal(report, [analyst.recipient, escrow.recipient]);
    expect(await unseal(sealed, analyst.identity)).toEqual(report);
    expect(await unseal(sealed, escrow.identity, report.id)).toEqual({
      ...draft,
      version: 1,
      id: report.id,
      createdAt: now.toISOString(),
    });
  });

  test('is not opened by anyone else, nor under the id of another report', async () => {
    const [analyst, stranger] = [await keyPair(), await keyPair()];
    const sealed = await seal(stamp(draft, now), [analyst.recipient]);
    await expect(unseal(sealed, stranger.identity)).rejects.toMatchObject({ code: 'ERR_NOT_A_RECIPIENT' });
    await expect(unseal(sealed, analyst.identity, crypto.randomUUID())).rejects.toMatchObject({
      code: 'ERR_REPORT_DAMAGED',
    });
    await expect(unseal(sealed, 'hunter2')).rejects.toMatchObject({ code: 'ERR_BAD_IDENTITY' });
  });

  test('is refused when any byte of the text was changed', async () => {
    const { identity, recipient } = await keyPair();
    const sealed = await seal(stamp(draft, now), [recipient]);
    sealed[sealed.length - 1]! ^= 1;
    await expect(unseal(sealed, identity)).rejects.toMatchObject({ code: 'ERR_REPORT_DAMAGED' });
  });

  test('does not tell by its size how much was written', async () => {
    const { recipient } = await keyPair();
    const brief = await seal(stamp(draft, now), [recipient]);
    const wordy = await seal(stamp({ ...draft, note: 'ю'.repeat(1_000) }, now), [recipient]);
    expect(wordy.length).toBe(brief.length);
    const long = await seal(stamp({ ...draft, note: 'ю'.repeat(5_000) }, now), [recipient]);
    expect(long.length - brief.length).toBe(PADDED_SIZES[1]! - PADDED_SIZES[0]!);
  });

  test('fits the hub’s limit of 64 KiB without a screenshot, sealed to twenty people', async () => {
    const recipients = await Promise.all(Array.from({ length: 20 }, async () => (await keyPair()).recipient));
    const messages = [
      { from: 'them' as const, text: 'x'.repeat(20_000) },
      { from: 'me' as const, text: 'y'.repeat(20_000) },
    ];
    const sealed = await seal(stamp({ ...draft, subject: { ...draft.subject, messages } }, now), recipients);
    expect(sealed.length).toBeLessThanOrEqual(65_536);
  });

  test('is refused when too large, or when there is nobody to read it', async () => {
    const { recipient } = await keyPair();
    const message = { from: 'them' as const, text: 'x'.repeat(20_000) };
    const huge = {
      ...draft,
      screenshot: 'A'.repeat(4_000_000),
      subject: { ...draft.subject, messages: Array(20).fill(message) },
    };
    await expect(seal(stamp(huge, now), [recipient])).rejects.toMatchObject({ code: 'ERR_REPORT_TOO_LARGE' });
    await expect(seal(stamp(draft, now), [])).rejects.toMatchObject({ code: 'ERR_NO_RECIPIENTS' });
    await expect(seal(stamp(draft, now), ['age1nonsense'])).rejects.toMatchObject({ code: 'ERR_BAD_RECIPIENT' });
  });

  test.skipIf(!hasAge)('is opened by the age command as plain JSON', async () => {
    const { identity, recipient } = await keyPair();
    const report = stamp(draft, now);
    await writeFile(join(folder, 'key'), `# created: today\n${identity}\n`, { mode: 0o600 });
    await writeFile(join(folder, 'report.age'), await seal(report, [(await keyPair()).recipient, recipient]));
    const { stdout } = await run('age', ['--decrypt', '-i', join(folder, 'key'), join(folder, 'report.age')]);
    expect(stdout.length).toBe(PADDED_SIZES[0]);
    expect(JSON.parse(stdout)).toEqual(report);
  });
});
