/**
 * Our TUF client under the command line of the official conformance suite (theupdateframework/tuf-conformance,
 * CLIENT-CLI.md): the workflow of src/feed over a folder in place of IndexedDB, and the real clock.
 *
 *   client --metadata-dir D init ROOT
 *   client --metadata-dir D --metadata-url U refresh
 *   client --metadata-dir D --metadata-url U --target-name N … --target-base-url B --target-dir T download
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FoundTarget } from '../../src/feed/delegations.ts';
import { checkHashes } from '../../src/feed/rules.ts';
import { FeedStore } from '../../src/feed/store.ts';
import { Workflow } from '../../src/feed/workflow.ts';
import { FileShelf } from '../fixtures/file-store.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'metadata-dir': { type: 'string' },
    'metadata-url': { type: 'string' },
    'target-name': { type: 'string', multiple: true, default: [] },
    'target-base-url': { type: 'string' },
    'target-dir': { type: 'string' },
  },
});

type Options = typeof values;

function required(name: Exclude<keyof Options, 'target-name'>): string {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
}

async function init(store: FeedStore): Promise<void> {
  const [, rootFile] = positionals;
  if (!rootFile) throw new Error('init needs the file of the trusted root');
  await store.keepMetadata(new Map([['root', new Uint8Array(await readFile(rootFile))]]));
}

async function refresh(store: FeedStore): Promise<Workflow> {
  const workflow = new Workflow({ store, base: required('metadata-url'), fetch, started: new Date() });
  await workflow.refresh();
  return workflow;
}

async function download(store: FeedStore): Promise<void> {
  const workflow = await refresh(store);
  const folder = required('target-dir');
  await mkdir(folder, { recursive: true });
  for (const name of values['target-name']) {
    const target = await workflow.findTarget(name);
    if (!target) throw new Error(`There is no target ${name}`);
    const path = join(folder, encodeURIComponent(name));
    if (await isCurrent(path, target)) continue;
    await writeFile(path, await workflow.fetchTarget(target, required('target-base-url')));
  }
}

/** Whether the file was downloaded before and is still what the publisher signed. */
async function isCurrent(path: string, { name, file }: FoundTarget): Promise<boolean> {
  try {
    await checkHashes(name, new Uint8Array(await readFile(path)), file);
    return true;
  } catch {
    return false;
  }
}

const commands: Record<string, (store: FeedStore) => Promise<unknown>> = { init, refresh, download };

try {
  const command = commands[positionals[0] ?? ''];
  if (!command) throw new Error(`Unknown command ${positionals[0]}`);
  await command(new FeedStore(new FileShelf(required('metadata-dir'))));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
