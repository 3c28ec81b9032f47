/** Whose code is in the built extension: their licences for its users, a bill of materials for its auditors. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

export interface Bundled {
  /** Relative to the project: `node_modules/…`, as the lock file names it. */
  folder: string;
  name: string;
  version: string;
  /** SPDX identifier or expression, as the package says it. */
  license: string;
  /** The licence's text. */
  text: string;
}

/** Readings of Han characters in `src/profile/names/` are drawn from this one, though none of its code is bundled. */
const DRAWN_FROM = ['any-ascii'];

/** Notes the folders of packages whose code is left in a bundle after all unused code is gone. */
export function notePackages(folders: Set<string>): Plugin {
  return {
    name: 'gamekeeper-packages',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const [id, { renderedLength }] of Object.entries(chunk.modules)) {
          const folder = packageFolder(id);
          if (folder && renderedLength > 0) folders.add(folder);
        }
      }
    },
  };
}

function packageFolder(id: string): string | undefined {
  // Modules that the bundler itself adds: `\0vite/preload-helper.js`, `\0rolldown/runtime.js`.
  const added = /^\0(vite|rolldown)\//.exec(id);
  if (added) return `node_modules/${added[1]}`;
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0];
}

/** Sorted by folder, so that the same build gives the same files. */
export async function readBundled(folders: Iterable<string>): Promise<Bundled[]> {
  const all = new Set([...folders].map((folder) => folder.slice(folder.indexOf('node_modules/'))));
  for (const name of DRAWN_FROM) all.add(`node_modules/${name}`);
  return Promise.all(
    [...all].sort().map(async (folder) => {
      const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
      return { folder, name, version, license, text: await licenceText(folder, license) };
    }),
  );
}

async function licenceText(folder: string, license: string): Promise<string> {
  const file = (await readdir(folder)).sort().find((candidate) => /^(licen[cs]e|copying)/i.test(candidate));
  if (!file) return `${license}, as its package.json says; it comes without the text.`;
  const text = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n');
  // Build tools list what they bundle for themselves: none of that is in what they build.
  return text.split(/^#+ Licenses of bundled dependencies/m)[0]!.trim();
}

export function notices(bundled: readonly Bundled[]): string {
  const parts = bundled.map(
    ({ name, version, license, text }) => `${'-'.repeat(72)}\n${name} ${version} (${license})\n\n${text}\n`,
  );
  return `Gamekeeper contains work of others under these licences.\n\n${parts.join('\n')}`;
}

/** CycloneDX 1.6. It carries no time and no serial number: the same build gives the same file. */
export async function billOfMaterials(bundled: readonly Bundled[]): Promise<string> {
  const own = JSON.parse(await readFile('package.json', 'utf8'));
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8'));
  const ownRef = purl(own);
  const components = bundled.map(({ folder, name, version, license }) => {
    const [algorithm, digest] = `${packages[folder]?.integrity ?? ''}`.split('-');
    return {
      type: 'library',
      'bom-ref': purl({ name, version }),
      name,
      version,
      ...(algorithm === 'sha512' && {
        hashes: [{ alg: 'SHA-512', content: Buffer.from(digest!, 'base64').toString('hex') }],
      }),
      licenses: [/[ ()]/.test(license) ? { expression: license } : { license: { id: license } }],
      purl: purl({ name, version }),
    };
  });
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': ownRef,
        name: own.name,
        version: own.version,
        licenses: [{ license: { id: own.license } }],
        purl: ownRef,
      },
    },
    components,
    dependencies: [{ ref: ownRef, dependsOn: components.map(({ purl }) => purl) }],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

/** https://github.com/package-url/purl-spec: the `@` of a scope is percent-encoded. */
const purl = ({ name, version }: { name: string; version: string }) => `pkg:npm/${name.replace('@', '%40')}@${version}`;
