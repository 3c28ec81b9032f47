import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addPartner, withdrawEntry } from './edit-rules.ts';
import { entriesInForce, loadRules } from './rules.ts';

let rules: string;
beforeEach(async () => {
  rules = await mkdtemp(join(tmpdir(), 'gamekeeper-edit-'));
  await mkdir(join(rules, 'watchlist'));
  await cp('rules/reporting.yaml', join(rules, 'reporting.yaml'));
});
afterEach(() => rm(rules, { recursive: true }));

const ENTRY = `kind: profile
  names: [Rowan Ashgrove] # as shown
  accounts: [{ site: linkedin, handle: rowan-ashgrove }]
  alert: { issuer: Example desk, title: Paid reports, date: 2026-01-05 }
  reason: Offered payment for reports.
  added: 2026-01-05
  expires: 2027-01-05
  dispute: disputes@example.org
`;

describe('withdrawing an entry', () => {
  test('adds one line and leaves every other as its authors wrote it', async () => {
    const path = join(rules, 'watchlist/a.yaml');
    const text = `# ours\n- id: EX-1 # first\n  ${ENTRY}\n- id: EX-2\n  ${ENTRY}`;
    await writeFile(path, text);
    expect(await withdrawEntry(rules, 'EX-1', '2026-06-15')).toBe(path);
    expect(await readFile(path, 'utf8')).toBe(text.replace('# first\n', '# first\n  withdrawn: 2026-06-15\n'));

    const now = new Date('2026-06-15T08:00:00Z');
    const checked = await loadRules(rules, now);
    expect(entriesInForce(checked.rules?.entries ?? [], now).map(({ id }) => id)).toEqual(['EX-2']);
  });

  test('works in an entry that is written on one line', async () => {
    const path = join(rules, 'watchlist/a.yaml');
    await writeFile(path, '- { id: EX-1, kind: profile }\n');
    await withdrawEntry(rules, 'EX-1', '2026-06-15');
    expect(await readFile(path, 'utf8')).toBe('- { id: EX-1, withdrawn: 2026-06-15, kind: profile }\n');
  });

  test('says so when there is no such entry, or when it was withdrawn before', async () => {
    await writeFile(join(rules, 'watchlist/a.yaml'), `- id: EX-1\n  withdrawn: 2026-02-01\n  ${ENTRY}`);
    await expect(withdrawEntry(rules, 'EX-3', '2026-06-15')).rejects.toMatchObject({ code: 'ERR_ENTRY_UNKNOWN' });
    await expect(withdrawEntry(rules, 'EX-1', '2026-06-15')).rejects.toMatchObject({ code: 'ERR_ENTRY_WITHDRAWN' });
    await writeFile(join(rules, 'watchlist/a.yaml'), '- id: [EX-1\n');
    await expect(withdrawEntry(rules, 'EX-1', '2026-06-15')).rejects.toMatchObject({ code: 'ERR_RULES' });
  });
});

test('partners are added behind those that are there; none is added twice', async () => {
  const partner = { title: 'Kelp Bay security', level: 'likely', keys: ['a'.repeat(64)], threshold: 1 } as const;
  await writeFile(join(rules, 'watchlist/a.yaml'), '[]\n');
  await writeFile(join(rules, 'partners.yaml'), '# Nobody yet.\n[]\n');
  await addPartner(rules, { name: 'kelp', ...partner, keys: [...partner.keys] });
  await addPartner(rules, { name: 'dulse', ...partner, keys: [...partner.keys] });
  const checked = await loadRules(rules, new Date());
  expect(checked.problems).toEqual([]);
  expect(checked.rules?.partners.map(({ name }) => name)).toEqual(['kelp', 'dulse']);
  await expect(addPartner(rules, { name: 'kelp', ...partner, keys: [...partner.keys] })).rejects.toMatchObject({
    code: 'ERR_PARTNER_KNOWN',
  });
});
