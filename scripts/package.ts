/**
 * `npm run package`: what goes to the stores and, with `--self-host`, what an organisation serves itself. Two runs on the
 * same sources give the same bytes. Everything is written to `.output/packages/`.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Metadata, MetadataKind } from '@tufjs/models';
import { GamekeeperError } from '../src/errors.ts';
import { buildExtension, TARGETS } from './build.ts';
import { billOfMaterials } from './bundled.ts';
import { followPublisher } from './follow.ts';
import { changeManifest, selfHosted } from './self-host.ts';
import { zipOf } from './zip.ts';

const OUT = '.output/packages';
const USAGE = `npm run package -- [options]
  --self-host URL    also a signed CRX, an XPI and their update manifests, to be served under URL
  --key FILE         RSA key of the CRX, made if absent (.gamekeeper/keys/extension.key)
  --feed URL         follow this feed (repeat for mirrors); without it the packages follow nobody yet
  --root FILE        the publisher's root of trust, the newest in .gamekeeper/roots/
  --publisher NAME   the security team, as staff know it`;

export interface PackageOptions {
  selfHost?: string | undefined;
  key: string;
  feeds: string[];
  root?: string | undefined;
  publisher?: string | undefined;
  /** Of the keys' folder, as for `npx gamekeeper`. */
  passphrase?: string | undefined;
}

/** @returns one line for each file, then what the caller has to know */
export async function writePackages(options: PackageOptions): Promise<string[]> {
  const { version, name } = JSON.parse(await readFile('package.json', 'utf8'));
  const trust = await trustOf(options);
  const base = options.selfHost === undefined ? undefined : webAddress(options.selfHost, '--self-host');
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  const told: string[] = [];
  const write = (file: string, content: string | Uint8Array) => writeFile(join(OUT, file), content);
  const work = await mkdtemp(join(tmpdir(), 'gamekeeper-package-'));
  try {
    for (const browser of TARGETS) {
      const built = await buildExtension(browser);
      await write('sbom.cdx.json', await billOfMaterials(built.bundled));
      const folder = join(work, browser);
      await cp(built.folder, folder, { recursive: true });
      // Stores refuse the key of the unpacked build, and a CRX brings its own.
      await changeManifest(folder, ({ key: _, ...manifest }) => manifest);
      if (trust) await followPublisher(folder, trust);
      await write(`${name}-${version}-${browser}.zip`, await zipOf(folder));
      if (!base) continue;
      const files = await selfHosted[browser]({ ...options, folder, base, name: `${name}-${version}`, version, told });
      for (const [file, content] of Object.entries(files)) await write(file, content);
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const sums = await Promise.all(
    (await readdir(OUT)).sort().map(async (file) => {
      const content = await readFile(join(OUT, file));
      return `${createHash('sha256').update(content).digest('hex')}  ${file}`;
    }),
  );
  await write('SHA256SUMS', `${sums.join('\n')}\n`);
  return [...sums, ...told];
}

/** Whose list the packages follow; undefined: nobody's yet, which is for stores. */
async function trustOf({ feeds, root, publisher }: PackageOptions) {
  if (feeds.length === 0 && root === undefined) return undefined;
  if (feeds.length === 0 || root === undefined) throw usage('--feed and --root belong together.');
  const text = await readFile(root, 'utf8').catch(() => {
    throw usage(`--root ${root} cannot be read. The newest root stands in the folder of your keys, under roots/.`);
  });
  try {
    Metadata.fromJSON(MetadataKind.Root, JSON.parse(text));
  } catch {
    throw usage(`--root ${root} is no TUF root. Take the newest file in the folder of your keys, under roots/.`);
  }
  return {
    feeds: feeds.map((feed) => webAddress(feed, '--feed').href),
    root: text,
    ...(publisher !== undefined && { publisher }),
  };
}

/** https, or http on this machine; always a folder. */
function webAddress(text: string, option: string): URL {
  const url = URL.parse(text);
  const local = url?.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname);
  if (!url || (url.protocol !== 'https:' && !local)) throw usage(`${option} ${text} is no https address.`);
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

const usage = (message: string) => new GamekeeperError('ERR_USAGE', `${message}\n\n${USAGE}`);

if (import.meta.main) {
  try {
    const { values } = parseArgs({
      options: {
        'self-host': { type: 'string' },
        key: { type: 'string', default: '.gamekeeper/keys/extension.key' },
        feed: { type: 'string', multiple: true, default: [] },
        root: { type: 'string' },
        publisher: { type: 'string' },
      },
    });
    const told = await writePackages({
      selfHost: values['self-host'],
      key: values.key,
      feeds: values.feed,
      root: values.root,
      publisher: values.publisher,
      passphrase: process.env.GAMEKEEPER_PASSPHRASE,
    });
    console.log(`${OUT}/\n${told.map((line) => `  ${line}`).join('\n')}`);
  } catch (error) {
    if (error instanceof GamekeeperError) console.error(`${error.message}\n(${error.code})`);
    else if (error instanceof TypeError) console.error(`${error.message}\n\n${USAGE}`);
    else throw error;
    process.exitCode = 1;
  }
}
