import { chmod, mkdir } from 'node:fs/promises';
import { Root } from '@tufjs/models';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { writeWhole } from '../signing/files.ts';
import { liesOpen, writeSecret } from '../signing/keys.ts';
import { encode, expiry, requireSigned, SPEC_VERSION, sign } from '../signing/metadata.ts';
import { PublisherFolder } from './folder.ts';

interface InitOptions {
  /** Folder for keys and roots; made with mode 0700. */
  dir: string;
  now: Date;
  /** Encrypts root key, targets key and desk identity at rest. The online key stays open: the hub works unattended. */
  passphrase?: string;
}

/**
 * Makes, where absent, one key each for root, targets and the online roles, a first root that trusts them, and the age
 * identity for the analysts' desk. `rotate` brings in further people and thresholds.
 */
export async function initPublisher({ dir, now, passphrase }: InitOptions) {
  const folder = new PublisherFolder(dir);
  const created = (await folder.roots.root()) === undefined;
  if (created) await create(folder, now, passphrase);

  const root = await folder.requireRoot();
  const text = new TextDecoder().decode(await folder.roots.read(`${root.signed.version}.root.json`));
  return {
    /** False when the folder already held a root; then nothing was changed. */
    created,
    /** The newest root this folder trusts: JSON text to pack into the extension as its root of trust. */
    root: text,
    rootVersion: root.signed.version,
    /** Version and hash: what people compare, and what policies and join links name. */
    rootName: await folder.rootName(),
    /** False when anybody who reads the folder can use the root key or the list key. */
    encrypted: !(await liesOpen(folder.file('keys/root.key'))) && !(await liesOpen(folder.file('keys/targets.key'))),
    onlineKey: folder.file('keys/online.key'),
    deskIdentity: folder.file('keys/desk.age'),
    recipients: await folder.recipients(),
  };
}

/** The root is written last: a folder without one was interrupted, and says which file is in the way. */
async function create(folder: PublisherFolder, now: Date, passphrase: string | undefined): Promise<void> {
  await mkdir(folder.file('keys'), { recursive: true, mode: 0o700 });
  await chmod(folder.path, 0o700);

  const rootKey = await folder.createKey('root', { passphrase });
  const targetsKey = await folder.createKey('targets', { passphrase });
  const onlineKey = await folder.createKey('online', {});

  const identity = await generateX25519Identity();
  await writeSecret(folder.file('keys/desk.age'), `${identity}\n`, { passphrase });
  await writeWhole(
    folder.file('recipients.txt'),
    `# The desk of this publisher\n${await identityToRecipient(identity)}\n`,
  );

  const root = new Root({
    version: 1,
    specVersion: SPEC_VERSION,
    expires: expiry('root', now),
    consistentSnapshot: true,
  });
  root.addKey(rootKey.public, 'root');
  root.addKey(targetsKey.public, 'targets');
  root.addKey(onlineKey.public, 'snapshot');
  root.addKey(onlineKey.public, 'timestamp');
  const signed = sign(root, [rootKey]);
  requireSigned(signed, 'root', signed);
  await folder.roots.write('1.root.json', encode(signed));
}
