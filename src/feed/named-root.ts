import { GamekeeperError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import { sha256Hex } from './hash.ts';
import { type Fetch, get } from './http.ts';
import { parseRootName } from './join-link.ts';
import { fromFirst } from './mirrors.ts';
import { join, LIMIT, present } from './role.ts';

interface Sources {
  /** The root that the chain has started from so far. */
  pinned: Bytes | undefined;
  mirrors: readonly string[];
  fetch?: Fetch;
}

/**
 * The root of that name (`join-link.ts`): the one already held, else from the first mirror that has it.
 *
 * @throws GamekeeperError ERR_FEED_ROOT when another root stands under its number, ERR_FEED_MISSING, ERR_FEED_UNREACHABLE
 */
export async function namedRoot(name: string, { pinned, mirrors, fetch = globalThis.fetch }: Sources): Promise<Bytes> {
  const { version, hash } = parseRootName(name) ?? {};
  if (pinned && (await sha256Hex(pinned)) === hash) return pinned;
  return fromFirst(mirrors, async (mirror) => {
    const file = `${version}.root.json`;
    const answer = await get((...asked) => fetch(...asked), { url: join(mirror, file), limit: LIMIT.root });
    const bytes = present(answer, file);
    if ((await sha256Hex(bytes)) === hash) return bytes;
    throw new GamekeeperError(
      'ERR_FEED_ROOT',
      `The root of trust at ${new URL(mirror).host} is not the one you were told to trust. Ask your security team.`,
    );
  });
}
