/**
 * The one link by which an unmanaged user follows a list: `https://feed.example/join.html#1-<hash>`. It is the address of a
 * page that `publish` writes into the feed, so that whoever opens it is told what to do with it; before the page's name stands
 * the feed's base address, behind it the name of a root.
 */

import { GamekeeperError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import { sha256Hex } from './hash.ts';

export const JOIN_PAGE = 'join.html';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** A root by its version and the SHA-256 of its file: as good as the root itself, and short enough for a link or a policy. */
const ROOT_NAME = /^([1-9]\d{0,5})-([0-9a-f]{64})$/;

export async function rootNameOf(version: number, bytes: Bytes): Promise<string> {
  return `${version}-${await sha256Hex(bytes)}`;
}

/** Version and hash in a root's name; undefined when the text is no such name. */
export function parseRootName(text: string): { version: number; hash: string } | undefined {
  const [, version, hash] = ROOT_NAME.exec(text) ?? [];
  return hash === undefined ? undefined : { version: Number(version), hash };
}

export interface Joined {
  /** Base address of the feed, ending in a slash. */
  feed: string;
  /** Name of the root that the chain of trust starts from. */
  root: string;
}

export function joinLink({ feed, root }: Joined): string {
  return `${new URL(JOIN_PAGE, feed.endsWith('/') ? feed : `${feed}/`)}#${root}`;
}

/** What a link says; undefined when it is not a whole one. What mail programs put around it is put aside. */
export function readJoinLink(text: string): Joined | undefined {
  const url = URL.parse(text.replace(/^[\s<"'(]+|[\s>"')]+$/g, ''));
  const root = url?.hash.slice(1) ?? '';
  if (!isSafe(url) || !url.pathname.endsWith(`/${JOIN_PAGE}`) || !parseRootName(root)) return undefined;
  return { feed: new URL('.', url.origin + url.pathname).href, root };
}

/** @throws GamekeeperError ERR_JOIN_LINK */
export function parseJoinLink(text: string): Joined {
  const joined = readJoinLink(text);
  if (joined) return joined;
  throw new GamekeeperError(
    'ERR_JOIN_LINK',
    'This is not a whole link to a watch list. Open the link that your security team sent, and copy all of its address.',
  );
}

/** Encrypted, or on this machine. */
export function isSafe(url: URL | null): url is URL {
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.includes(url.hostname));
}
