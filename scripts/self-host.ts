/** What an organisation serves itself in place of a store: the signed package and the file that says it is the newest. */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GamekeeperError } from '../src/errors.ts';
import { readSecret, writeSecret } from '../src/signing/keys.ts';
import type { Target } from './build.ts';
import { extensionId, packCrx } from './crx.ts';
import { zipOf } from './zip.ts';

export interface SelfHosting {
  /** A copy of the unpacked extension, ours to change. */
  folder: string;
  /** Folder on the web that the files are served from. */
  base: URL;
  /** `gamekeeper-1.2.3` */
  name: string;
  version: string;
  /** File of the key, made if absent. */
  key: string;
  passphrase?: string | undefined;
  /** Takes lines for the caller to read. */
  told: string[];
}

type Files = Record<string, string | Uint8Array>;

export const selfHosted: Record<Target, (hosting: SelfHosting) => Promise<Files>> = {
  /** https://developer.chrome.com/docs/extensions/how-to/distribute/host-extensions */
  chrome: async ({ folder, base, name, version, key: file, passphrase, told }) => {
    const key = await extensionKey(file, passphrase, told);
    const id = extensionId(key);
    await changeManifest(folder, (manifest) => ({ ...manifest, update_url: new URL('updates.xml', base).href }));
    told.push(`Chrome and Edge know it as ${id}; the policy names this and ${new URL('updates.xml', base)}`);
    return {
      [`${name}.crx`]: packCrx(await zipOf(folder), key),
      'updates.xml': `<?xml version="1.0" encoding="UTF-8"?>
<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">
  <app appid="${id}">
    <updatecheck codebase="${new URL(`${name}.crx`, base)}" version="${version}" />
  </app>
</gupdate>
`,
    };
  },

  /** https://extensionworkshop.com/documentation/manage/updating-your-extension/ */
  firefox: async ({ folder, base, name, version, told }) => {
    let id = '';
    await changeManifest(folder, (manifest) => {
      const { gecko } = manifest.browser_specific_settings as { gecko: { id: string } };
      id = gecko.id;
      return {
        ...manifest,
        browser_specific_settings: { gecko: { ...gecko, update_url: new URL('updates.json', base).href } },
      };
    });
    told.push(
      `${name}.xpi is unsigned. Firefox wants Mozilla's signature: upload it to addons.mozilla.org as “on your own”, and serve ` +
        'what comes back under the same name. Firefox ESR and Developer Edition take it unsigned, with xpinstall.signatures.required off.',
    );
    const updates = [{ version, update_link: new URL(`${name}.xpi`, base).href }];
    return {
      [`${name}.xpi`]: await zipOf(folder),
      'updates.json': `${JSON.stringify({ addons: { [id]: { updates } } }, null, 2)}\n`,
    };
  },
};

/** The key that makes one extension of all its versions: whoever has it can update what is installed. */
async function extensionKey(file: string, passphrase: string | undefined, told: string[]): Promise<KeyObject> {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3_072 });
    await writeSecret(file, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, { passphrase });
    told.push(`Made ${file}. Keep it as you keep the list's key: without it no update reaches what is installed.`);
  }
  const pem = await readSecret(file, passphrase);
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // Told below: the text of the error could quote the key.
  }
  throw new GamekeeperError('ERR_KEY_FORMAT', `${file} holds no RSA private key. Restore it from your backup.`);
}

type Manifest = Record<string, unknown>;

export async function changeManifest(folder: string, change: (manifest: Manifest) => Manifest): Promise<void> {
  const file = join(folder, 'manifest.json');
  await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, 'utf8')))));
}
