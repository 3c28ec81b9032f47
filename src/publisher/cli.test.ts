/** The commands as a shell sees them: what they print, and how they end. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspect, propose } from './ceremony.ts';
import { withdrawEntry } from './edit-rules.ts';
import { initPublisher } from './init.ts';

/** A command starts a process, which takes long on a busy machine. */
const PATIENCE_MS = 120_000;

let base: string;
let rules: string;
let dir: string;
let feed: string;
let where: string[];

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'gamekeeper-cli-'));
  [rules, dir, feed] = [join(base, 'rules'), join(base, 'publisher'), join(base, 'feed')];
  where = ['--rules', rules, '--dir', dir, '--out', feed];
  await initPublisher({ dir, now: new Date() });
  await cp('rules/watchlist', join(rules, 'watchlist'), { recursive: true });
  await cp('rules/reporting.yaml', join(rules, 'reporting.yaml'));
});
afterAll(() => rm(base, { recursive: true }));

const gamekeeper = (...args: string[]) => run('src/publisher/cli.ts', args);

function run(script: string, args: string[], cwd = '.'): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', script, ...args],
      { cwd },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err });
      },
    );
  });
}

describe('gamekeeper', { timeout: PATIENCE_MS }, () => {
  test('ends with 2 when it is used wrongly, and says how to use it', async () => {
    expect(await gamekeeper('publish', '--nonsense')).toMatchObject({
      code: 2,
      err: expect.stringContaining("unknown option '--nonsense'"),
    });
  });

  test('runs from any folder by its link, whatever Node started it', async () => {
    const link = join(base, 'gamekeeper');
    await symlink(resolve('scripts/gamekeeper.mjs'), link);
    const { code, out } = await run(link, ['check', '--rules', rules, '--json'], base);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ entries: 5, problems: [] });
  });

  test('runs on a new Node where the packages were installed without those for development', async () => {
    const project = join(base, 'project');
    await cp('scripts', join(project, 'scripts'), { recursive: true });
    await mkdir(join(project, 'node_modules'));
    for (const file of ['package-lock.json', 'node_modules/.package-lock.json'])
      await writeFile(join(project, file), '{}');
    await symlink(resolve('src'), join(project, 'src'));
    const { code, out } = await run(
      join(project, 'scripts/gamekeeper.mjs'),
      ['check', '--rules', rules, '--json'],
      base,
    );
    expect([code, JSON.parse(out)]).toMatchObject([0, { entries: 5 }]);
  });

  test('leaves no hub behind when the npx that started it is ended', async () => {
    const data = join(base, 'left-behind');
    const npx = spawn('npx', ['gamekeeper', 'hub', '--port', '0', '--data', data], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    const gone = once(npx.stderr, 'close');
    npx.stderr.on('data', (chunk) => {
      const before = said.includes('hub started');
      said += chunk;
      if (!before && said.includes('hub started')) npx.kill('SIGTERM');
    });
    await gone;
    expect(said).toContain('hub stopped');
  });

  test('says in one line what the operating system refused', async () => {
    await writeFile(join(base, 'file'), '');
    expect(await gamekeeper('analyst', 'list', '--data', join(base, 'file'))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^\S+\/file is there already, .*\n\(EEXIST\)\n$/),
    });
  });

  test('lets no stranger write control characters to the terminal', async () => {
    const facts = join(base, 'facts.json');
    const name = 'Tamsin Verrall \u001b[2J\u009b2J';
    await writeFile(
      facts,
      JSON.stringify({ site: 'linkedin', name, handle: 'tamsin-verrall-advisory', '\u001b[2J': 1 }),
    );
    const refused = await gamekeeper('assess', facts, '--rules', rules);
    expect(refused.err).toContain('?[2J: is not a known field');
    await writeFile(facts, JSON.stringify({ site: 'linkedin', name, handle: 'tamsin-verrall-advisory' }));
    const { out } = await gamekeeper('referral', facts, '--rules', rules);
    expect(out).toContain('Tamsin Verrall ?[2J?2J');
  });

  test('init and publish say what browsers will see', async () => {
    const made = await gamekeeper('init', '--dir', join(base, 'made'), '--json');
    expect(JSON.parse(made.out)).toMatchObject({ created: true, rootVersion: 1, encrypted: false });
    const again = await gamekeeper('init', '--dir', join(base, 'made'));
    expect(again.out).toMatch(/nothing was changed\.\nIts keys are not encrypted/);
    const published = await gamekeeper('publish', ...where, '--endpoint', 'https://hub.example.org/v1/reports');
    expect(published.code).toBe(0);
    expect(published.out).toMatch(/^\+ HSD-2026-001 profile "Tamsin Verrall"/);
    expect(published.out).toContain('Browsers will see version 1 with 4 entries');
  });

  test('import says what was lost and assumed, writes it above the entry, and replaces nothing', async () => {
    const bundle = join(base, 'list.json');
    expect(await gamekeeper('export', bundle, '--rules', rules, '--tlp', 'green')).toMatchObject({ code: 0 });
    const into = join(base, 'into');
    await cp(rules, into, { recursive: true });
    await rm(join(into, 'watchlist/example.yaml'));
    const args = ['import', bundle, '--as', 'partner', '--rules', into];
    const first = await gamekeeper(...args);
    expect(first).toMatchObject({ code: 0 });
    expect(first.out).toContain('HSD-2026-001: not taken over: marking TLP:GREEN\n');
    const path = join(into, 'watchlist/partner.yaml');
    const written = await readFile(path, 'utf8');
    expect(written).toContain('# not taken over: marking TLP:GREEN\n- id: HSD-2026-001\n');
    expect(await gamekeeper(...args)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/partner\.yaml is there already/),
    });
    expect(await readFile(path, 'utf8')).toBe(written);
    expect(await gamekeeper('check', '--rules', into, '--json')).toMatchObject({ code: 0 });
  });

  test('referral prints what the networking site needs of an entry', async () => {
    const { out } = await gamekeeper('referral', 'HSD-2026-002', '--rules', rules, '--json');
    expect(JSON.parse(out).referrals).toMatchObject([
      { standing: expect.stringMatching(/listed|withdrawn/), names: ['Corin Maddern', 'Corin Aldous Maddern'] },
    ]);
    expect(await gamekeeper('referral', 'nobody', '--rules', rules)).toMatchObject({
      code: 1,
      err: expect.stringContaining('ERR_ENTRY_UNKNOWN'),
    });
  });

  test('sign shows what would change and signs nothing unasked', async () => {
    const proposal = join(base, 'proposal');
    await withdrawEntry(rules, 'HSD-2026-002', '2026-06-15');
    await propose({ rules, dir, out: feed, proposal, now: new Date() });
    const shown = await gamekeeper('sign', proposal, '--dir', dir);
    expect(shown).toMatchObject({ code: 1, err: expect.stringContaining('ERR_NOT_SIGNED') });
    expect(shown.out).toMatch(/^- HSD-2026-002 profile "Corin Maddern"/m);
    expect((await inspect(dir, proposal)).review.needs).toMatchObject([{ role: 'targets', signed: [] }]);
  });

  test('each step of a ceremony says what browsers will see', async () => {
    const next = await gamekeeper('rotate', 'targets', '--dir', dir, '--out', feed, '--proposal', join(base, 'next'));
    expect(next.out).toMatch(/^Root version 2.*\nBrowsers keep what they have until this is published/);
    const signed = await gamekeeper('sign', join(base, 'next'), '--dir', dir, '--yes');
    expect(signed.out).toMatch(/Browsers keep.*\n\nSigned\.\nroot .*1 of 1 signatures, complete/s);
    const published = await gamekeeper('publish', '--proposal', join(base, 'next'), '--dir', dir, '--out', feed);
    expect(published.out).toBe('Browsers will see version 1 under root 2 at their next check, within 15 minutes.\n');
    const withdrawn = await gamekeeper('withdraw', 'HSD-2026-003', '--rules', rules);
    expect(withdrawn.out).toContain('within 15 minutes no browser will warn of it');
    const proposed = await gamekeeper('propose', ...where, '--proposal', join(base, 'last'));
    expect(proposed.out).toMatch(/^targets version 2: 2 entries.*- HSD-2026-003.*Browsers keep/s);
  });

  test('check ends with 1 and names the mistake by file, line and field', async () => {
    const broken = join(base, 'broken');
    await cp(rules, broken, { recursive: true });
    const path = join(broken, 'watchlist/example.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('kind: organisation', 'kind: company'));
    const line = `${path}:`;
    const checked = await gamekeeper('check', '--rules', broken);
    expect(checked.code).toBe(1);
    expect(checked.out).toContain(line);
    expect(checked.out).toMatch(/\d+ 3\.kind: is "company", expected one of profile, organisation/);
  });
});
