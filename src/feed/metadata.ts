/**
 * TUF metadata as it arrives: bytes that may be anything, parsed and checked for shape (specification, section 4).
 * Fields the specification does not know are allowed and are part of what is signed.
 */

import { canonicalize } from '@tufjs/canonical-json';
import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import type { Bytes } from './bytes.ts';

/** The four roles that root names (section 2.1). */
const TOP_LEVEL = ['root', 'timestamp', 'snapshot', 'targets'] as const;
export type TopLevel = (typeof TOP_LEVEL)[number];

const version = z.int().min(1);
const hashes = z
  .record(z.string().min(1), z.string().regex(/^[0-9a-f]+$/))
  .refine((all) => Object.keys(all).length > 0);
const key = z.looseObject({
  keytype: z.string(),
  scheme: z.string(),
  keyval: z.looseObject({ public: z.string() }),
});
const role = z.looseObject({
  keyids: z.array(z.string()).refine((all) => new Set(all).size === all.length, { error: 'a key id stands twice' }),
  threshold: z.int().min(1),
});
const metaFile = z.looseObject({ version, length: z.int().min(0).optional(), hashes: hashes.optional() });

/** Names under which other metadata is stored: a delegated role that borrowed one would take its place. */
const RESERVED: readonly string[] = [...TOP_LEVEL, 'pinned-root'];

function common<T extends string>(type: T) {
  return {
    _type: z.literal(type),
    spec_version: z.string().regex(/^1\.\d+(\.\d+)?$/),
    version,
    expires: z.iso.datetime(),
  };
}

const delegatedRole = role.extend({
  name: z
    .string()
    .min(1)
    .refine((name) => !RESERVED.includes(name), { error: 'is a reserved name' }),
  terminating: z.boolean(),
  paths: z.array(z.string()).optional(),
  path_hash_prefixes: z.array(z.string().regex(/^[0-9a-f]+$/)).optional(),
});

const signed = {
  root: z.looseObject({
    ...common('root'),
    consistent_snapshot: z.boolean().default(false),
    keys: z.record(z.string(), key),
    roles: z.looseObject({ root: role, timestamp: role, snapshot: role, targets: role }),
  }),
  timestamp: z.looseObject({ ...common('timestamp'), meta: z.looseObject({ 'snapshot.json': metaFile }) }),
  snapshot: z.looseObject({ ...common('snapshot'), meta: z.record(z.string(), metaFile) }),
  targets: z.looseObject({
    ...common('targets'),
    targets: z.record(
      z.string(),
      z.looseObject({ length: z.int().min(0), hashes, custom: z.record(z.string(), z.unknown()).optional() }),
    ),
    delegations: z
      .looseObject({ keys: z.record(z.string(), key), roles: z.array(delegatedRole) })
      .refine(({ roles }) => new Set(roles.map(({ name }) => name)).size === roles.length, {
        error: 'a role stands twice',
      })
      .optional(),
  }),
};

const envelope = z.object({
  signed: z.looseObject({}),
  signatures: z
    .array(z.object({ keyid: z.string(), sig: z.string() }))
    // Section 4.2: "The keyid MUST be unique in the signatures array".
    .refine((all) => new Set(all.map(({ keyid }) => keyid)).size === all.length, { error: 'a key signed twice' }),
});

export type Key = z.output<typeof key>;
export type Role = z.output<typeof role>;
export type DelegatedRole = z.output<typeof delegatedRole>;
export type MetaFile = z.output<typeof metaFile>;
export type Root = z.output<typeof signed.root>;
export type Timestamp = z.output<typeof signed.timestamp>;
export type Snapshot = z.output<typeof signed.snapshot>;
export type Targets = z.output<typeof signed.targets>;
export type TargetFile = Targets['targets'][string];
interface SignedBy {
  root: Root;
  timestamp: Timestamp;
  snapshot: Snapshot;
  targets: Targets;
}

/** One metadata file, its shape checked, its signatures not yet. */
export interface Metadata<T extends TopLevel = TopLevel> {
  /** As the repository sent it: stored and hashed so, never as we would write it. */
  bytes: Bytes;
  signed: SignedBy[T];
  /** What the signatures cover. */
  payload: Bytes;
  signatures: { keyid: string; sig: string }[];
}

/** @throws GamekeeperError ERR_FEED_FORMAT, naming the file and the first field that is wrong. */
export function parseMetadata<T extends TopLevel>(type: T, bytes: Bytes, name: string = type): Metadata<T> {
  try {
    const raw: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const outer = envelope.parse(raw);
    const canonical = canonicalize((raw as { signed: unknown }).signed);
    // A lone surrogate would be signed as U+FFFD: two texts, one signature.
    if (!canonical.isWellFormed()) throw new TypeError('has text that is not Unicode');
    return {
      bytes,
      signed: signed[type].parse(outer.signed) as SignedBy[T],
      payload: new TextEncoder().encode(canonical),
      signatures: outer.signatures,
    };
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const what = issue ? `field ${issue.path.join('.') || '(all)'}: ${issue.message}` : String(error);
    throw new GamekeeperError(
      'ERR_FEED_FORMAT',
      `${name}.json from the feed is not valid metadata (${what.slice(0, 300)}). Check that the feed's address is right.`,
      { cause: error },
    );
  }
}

/** Own entries only, so that `constructor` and `__proto__` name nothing unless the publisher signed such a target. */
export function own<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
