import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { canonicalize } from '@tufjs/canonical-json';
import { Key, Signature } from '@tufjs/models';
import { armor, Decrypter, Encrypter } from 'age-encryption';
import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import { writeWhole } from './files.ts';

/** An Ed25519 key that can sign TUF metadata. */
export interface SigningKey {
  public: Key;
  sign(data: Buffer): Signature;
}

const ENCRYPTED = '-----BEGIN AGE ENCRYPTED FILE-----';

export interface SecretOptions {
  passphrase?: string;
  /** log2 of scrypt's cost; 18 unless tests say otherwise. */
  workFactor?: number;
}

/** A new key, written to `path`. */
export async function createKey(path: string, options: SecretOptions = {}): Promise<SigningKey> {
  const { privateKey } = generateKeyPairSync('ed25519');
  await writeSecret(path, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, options);
  return signingKey(privateKey);
}

/** The key at `path`. @throws GamekeeperError ERR_KEY_MISSING, ERR_KEY_LOCKED, ERR_KEY_PASSPHRASE or ERR_KEY_FORMAT */
export async function readKey(path: string, passphrase?: string): Promise<SigningKey> {
  const pem = await readSecret(path, passphrase);
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return signingKey(key);
  } catch {
    // Told below: the text of the error could quote the key.
  }
  throw new GamekeeperError('ERR_KEY_FORMAT', `${path} holds no Ed25519 private key. Restore it from your backup.`);
}

/**
 * Writes a secret so that only this user can read it (0600, in a folder 0700). With a passphrase it is an armoured age
 * file, which any age tool opens: scrypt at age's cost, where OpenSSL's encrypted PEM stops at 2,048 rounds of PBKDF2.
 */
export async function writeSecret(
  path: string,
  secret: string,
  { passphrase, workFactor }: SecretOptions,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  let text = secret;
  if (passphrase) {
    const encrypter = new Encrypter();
    encrypter.setPassphrase(passphrase);
    if (workFactor) encrypter.setScryptWorkFactor(workFactor);
    text = armor.encode(await encrypter.encrypt(secret));
  }
  await writeWhole(path, text, { mode: 0o600, exclusive: true });
}

/** The secret at `path`, decrypted. @throws GamekeeperError ERR_KEY_MISSING, ERR_KEY_LOCKED or ERR_KEY_PASSPHRASE */
export async function readSecret(path: string, passphrase?: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new GamekeeperError(
      'ERR_KEY_MISSING',
      `${path} cannot be read (${cause.code}). Check the path, and --dir, which names the folder of the keys.`,
    );
  });
  if (!text.startsWith(ENCRYPTED)) return text;
  if (!passphrase) {
    throw new GamekeeperError(
      'ERR_KEY_LOCKED',
      `${path} is encrypted. Set GAMEKEEPER_PASSPHRASE or give --passphrase-file FILE.`,
    );
  }
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return decrypter.decrypt(armor.decode(text), 'text').catch(() => {
    throw new GamekeeperError('ERR_KEY_PASSPHRASE', `The passphrase does not open ${path}.`);
  });
}

/** Whether the secret at `path` is there for anybody to read. */
export async function liesOpen(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => ENCRYPTED);
  return !text.startsWith(ENCRYPTED);
}

function signingKey(privateKey: KeyObject): SigningKey {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const key = ed25519Key(spki.subarray(-32).toString('hex'));
  return {
    public: key,
    sign: (data) => new Signature({ keyID: key.keyID, sig: sign(null, data, privateKey).toString('hex') }),
  };
}

const publicKeySchema = z.strictObject({
  keytype: z.literal('ed25519'),
  scheme: z.literal('ed25519'),
  keyval: z.strictObject({ public: z.string().regex(/^[0-9a-f]{64}$/) }),
});

/** A public key from its 32 bytes in hexadecimal. Its id is the SHA-256 of its canonical JSON (specification, 4.2). */
export function ed25519Key(hex: string): Key {
  const json = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: hex } };
  return Key.fromJSON(hash('sha256', canonicalize(json)), json);
}

/** Public keys travel between people as small JSON files. @throws GamekeeperError ERR_KEY_MISSING or ERR_KEY_FORMAT */
export async function readPublicKey(path: string): Promise<Key> {
  const text = await readSecret(path);
  try {
    return ed25519Key(publicKeySchema.parse(JSON.parse(text)).keyval.public);
  } catch {
    throw new GamekeeperError(
      'ERR_KEY_FORMAT',
      `${path} holds no public key. Ask for the *.pub.json file that "gamekeeper key" wrote.`,
    );
  }
}

export async function writePublicKey(path: string, key: Key): Promise<void> {
  await writeWhole(path, `${JSON.stringify(key.toJSON(), null, 2)}\n`);
}
