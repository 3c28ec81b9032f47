import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKey, readKey, readPublicKey, writePublicKey } from './keys.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gamekeeper-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a key at rest', () => {
  test('is the same key when read again', async () => {
    const path = join(folder, 'a.key');
    await expect(readKey(path)).rejects.toMatchObject({ code: 'ERR_KEY_MISSING' });
    const made = await createKey(path);
    expect((await readKey(path)).public).toEqual(made.public);
  });

  test('given a passphrase, then the file shows nothing without it', async () => {
    const path = join(folder, 'a.key');
    const made = await createKey(path, { passphrase: 'four plain words here', workFactor: 8 });
    expect(await readFile(path, 'utf8')).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/);
    expect((await readKey(path, 'four plain words here')).public).toEqual(made.public);
    await expect(readKey(path)).rejects.toMatchObject({ code: 'ERR_KEY_LOCKED' });
    await expect(readKey(path, 'four plain words')).rejects.toMatchObject({ code: 'ERR_KEY_PASSPHRASE' });
  });

  test('is never overwritten by a new one', async () => {
    const path = join(folder, 'a.key');
    const made = await createKey(path);
    await expect(createKey(path)).rejects.toMatchObject({ code: 'EEXIST' });
    expect((await readKey(path)).public).toEqual(made.public);
  });

  test('given a damaged file, then the error names it and quotes nothing of it', async () => {
    const path = join(folder, 'a.key');
    await createKey(path);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('MC4C', 'AAAA'));
    await expect(readKey(path)).rejects.toSatisfy(
      ({ code, message, cause }) => code === 'ERR_KEY_FORMAT' && message.includes(path) && cause === undefined,
    );
  });
});

describe('a public key on its way between people', () => {
  test('keeps its id', async () => {
    const { public: key } = await createKey(join(folder, 'a.key'));
    await writePublicKey(join(folder, 'a.pub.json'), key);
    expect(await readPublicKey(join(folder, 'a.pub.json'))).toEqual(key);
  });

  test.each(['{}', 'not json', '{"keytype":"rsa","scheme":"ed25519","keyval":{"public":"00"}}'])(
    '%s is refused',
    async (text) => {
      await writeFile(join(folder, 'a.pub.json'), text);
      await expect(readPublicKey(join(folder, 'a.pub.json'))).rejects.toMatchObject({ code: 'ERR_KEY_FORMAT' });
    },
  );
});
