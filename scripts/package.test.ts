import { execFile } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const SOURCES = ['entrypoints', 'public', 'scripts', 'src', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Thirty years on: what a build reads of the clock shows. */
const LATER = `data:text/javascript,${encodeURIComponent(
  'const now = Date; const on = () => now.now() + 9.5e11; globalThis.Date = class extends now { constructor(...a) { super(...(a.length ? a : [on()])); } static now() { return on(); } };',
)}`;

let work: string;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'gamekeeper-packages-'));
});
afterAll(() => rm(work, { recursive: true, force: true }));

/** A copy of the sources in a folder of its own. */
async function copy(name: string): Promise<string> {
  const folder = join(work, name);
  for (const source of [...SOURCES, 'wxt.config.ts']) await cp(source, join(folder, source), { recursive: true });
  await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** `npm run package` there. @returns what it printed */
async function pack(folder: string, args: string[], node: string[] = [], env = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [...node, 'scripts/package.ts', ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
  return stdout;
}

const SELF_HOST = ['--self-host', 'https://it.example.org/gamekeeper/', '--key', '../extension.key'];

describe('given the same sources, built twice', { timeout: 180_000 }, () => {
  let first: string;
  let printed: string;
  const file = (name: string) => readFile(join(first, '.output/packages', name));

  beforeAll(async () => {
    first = await copy('here');
    printed = await pack(first, SELF_HOST);
  }, 180_000);

  test('in another folder, time zone, language and decade, then every file has the same bytes', async () => {
    const second = await copy('some/where/else');
    await cp(join(work, 'extension.key'), join(second, '../extension.key'));
    await pack(second, SELF_HOST, ['--import', LATER], { TZ: 'Pacific/Kiritimati', LANG: 'cy_GB.UTF-8' });
    expect(await readFile(join(second, '.output/packages/SHA256SUMS'), 'utf8')).toBe(
      (await file('SHA256SUMS')).toString(),
    );
  });

  test('then the checksums name every file, and the run names each', async () => {
    const sums = (await file('SHA256SUMS')).toString().trimEnd().split('\n');
    const names = (await readdir(join(first, '.output/packages'))).filter((name) => name !== 'SHA256SUMS');
    expect(sums.map((line) => line.slice(66)).sort()).toEqual(names.sort());
    for (const line of sums) expect(printed).toContain(line);
  });

  test('then the packages for stores follow nobody and update by the store alone', async () => {
    for (const browser of ['chrome', 'firefox']) {
      const files = unzipSync(await file(`gamekeeper-0.1.0-${browser}.zip`));
      expect(JSON.parse(strFromU8(files['trust.json']!))).toEqual({ feeds: [] });
      expect(strFromU8(files['manifest.json']!)).not.toMatch(/"(update_url|key)"/);
      expect(strFromU8(files['licences.txt']!)).toContain('Mozilla Public License Version 2.0');
    }
  });

  test('then the CRX is signed by the key that names the extension in the update manifest', async () => {
    const crx = await file('gamekeeper-0.1.0.crx');
    expect(crx.subarray(0, 4).toString()).toBe('Cr24');
    const headerEnd = 12 + crx.readUInt32LE(8);
    const zip = crx.subarray(headerEnd);
    const manifest = JSON.parse(strFromU8(unzipSync(zip)['manifest.json']!));
    expect(manifest.update_url).toBe('https://it.example.org/gamekeeper/updates.xml');
    const key = createPublicKey(await readFile(join(work, 'extension.key'), 'utf8'));
    // What is signed ends the header: the extension's id in 16 bytes, with 2 bytes before it.
    const signedData = crx.subarray(headerEnd - 18, headerEnd);
    const length = Buffer.from([18, 0, 0, 0]);
    const signature = crx.subarray(headerEnd - 18 - 4 - 384, headerEnd - 18 - 4);
    const signed = Buffer.concat([Buffer.from('CRX3 SignedData\0'), length, signedData, zip]);
    expect(verify('sha256', signed, key, signature)).toBe(true);
    const id = signedData
      .subarray(2)
      .toString('hex')
      .replaceAll(/./g, (digit) => 'abcdefghijklmnop'[Number(`0x${digit}`)]!);
    expect((await file('updates.xml')).toString()).toContain(`appid="${id}"`);
    expect(printed).toContain(id);
  });

  test('then the bill of materials names each bundled package as the lock file pins it', async () => {
    const { components } = JSON.parse((await file('sbom.cdx.json')).toString());
    const names: string[] = components.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['preact', 'zod', 'idb', 'age-encryption', 'webextension-polyfill']));
    // The hub's, the publisher's and the tests'.
    for (const other of ['hono', 'pg', 'jsdom', 'vitest', 'yaml']) expect(names).not.toContain(other);
    for (const { hashes, licenses } of components) {
      expect(hashes?.[0].content).toMatch(/^[0-9a-f]{128}$/);
      expect(licenses).toHaveLength(1);
    }
  });
});

describe('given options that cannot be right, then nothing is written', () => {
  test.each([
    ['an address without TLS', ['--self-host', 'http://it.example.org/'], 'no https address'],
    ['a feed without its root', ['--feed', 'https://feed.example.org/'], '--feed and --root belong together'],
    ['a root that is none', ['--feed', 'https://feed.example.org/', '--root', 'package.json'], 'no TUF root'],
    ['an unknown option', ['--colour', 'red'], '--self-host URL'],
  ])('%s', async (_, args, told) => {
    const outcome = pack('.', args);
    await expect(outcome).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(told) });
  });

  test('a key file that holds something else', async () => {
    const key = join(work, 'other.key');
    await writeFile(key, 'hello');
    const folder = await copy('wrong-key');
    await expect(pack(folder, ['--self-host', 'https://it.example.org/', '--key', key])).rejects.toMatchObject({
      stderr: expect.stringContaining('ERR_KEY_FORMAT'),
    });
  }, 180_000);
});
