import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import { ANALYST_NAME } from '../hub/analysts.ts';
import { DeskKeys, findIdentity } from '../hub/desk/keys.ts';
import { openSharedKey } from '../hub/desk/shared-key.ts';
import { decisionsSchema } from '../reports/decisions.ts';
import { writeWhole } from '../signing/files.ts';
import { entrySchema } from '../watchlist/entry.ts';
import { check } from './input.ts';
import { stringifyYaml } from './yaml.ts';

export interface PullOptions {
  /** Address of the hub. */
  hub: string;
  /** Token of an analyst. */
  token: string;
  /** Text of an age identity that opens the desk. */
  identity: string;
  /** Folder of the rules: each draft becomes `watchlist/<id>.yaml`, for review. */
  rules: string;
  /** File for `gamekeeper publish --decisions`. */
  decisions: string;
}

/** Names stand in a comment of the rules, which nothing must get out of. */
const analystName = z.string().regex(ANALYST_NAME);

const outcomeSchema = z.object({
  keys: z.array(z.object({ fingerprint: z.string(), sealed: z.base64(), recipients: z.string() })),
  decisions: decisionsSchema.shape.decisions,
  listings: z.array(
    z.object({ draft: z.string(), proposedBy: analystName, confirmedBy: analystName, at: z.iso.datetime() }),
  ),
});

/**
 * Brings what the desk decided to where it is published from: drafts of entries into the rules, decisions into a file.
 * Nothing is signed here.
 * @returns files of new drafts; ids of known ones, whose files were left alone; how many this identity cannot open; how many reports
 *   were decided
 * @throws ERR_HUB_AWAY, ERR_HUB_ANSWER, ERR_BAD_IDENTITY, ERR_FILE when a draft is no entry
 */
export async function pull({ hub, token, identity, rules, decisions }: PullOptions) {
  const secret = findIdentity(identity);
  if (secret === undefined)
    throw new GamekeeperError('ERR_BAD_IDENTITY', 'The identity file holds no AGE-SECRET-KEY-1….');
  const outcome = await askHub(`${hub.replace(/\/$/, '')}/desk/api/outcome`, token);
  const shared = await openSharedKey(outcome.keys, secret);
  const keys = shared === undefined ? undefined : await DeskKeys.from(shared);
  const drafts: string[] = [];
  const known: string[] = [];
  let sealed = 0;
  for (const { draft, proposedBy, confirmedBy, at } of outcome.listings) {
    const opened = await keys?.open(draft);
    if (opened === undefined) {
      sealed += 1;
      continue;
    }
    const { id } = check(opened, entrySchema, `draft of ${proposedBy}`, 'an entry. Reopen it at the desk');
    const file = join(rules, 'watchlist', `${id}.yaml`);
    const head = `# Proposed at the desk by ${proposedBy}, confirmed by ${confirmedBy} on ${at.slice(0, 10)}. Review before you publish.\n`;
    // A reviewer may have changed it.
    if (existsSync(file)) known.push(id);
    else {
      await writeWhole(file, head + stringifyYaml([opened]), { exclusive: true });
      drafts.push(file);
    }
  }
  await writeWhole(decisions, `${JSON.stringify({ version: 1, decisions: outcome.decisions }, null, 2)}\n`);
  return { drafts, known, sealed, decisions: Object.keys(outcome.decisions).length };
}

async function askHub(url: string, token: string): Promise<z.infer<typeof outcomeSchema>> {
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(60_000) }).catch(
    (cause) => {
      throw new GamekeeperError('ERR_HUB_AWAY', `The hub does not answer at ${url}.`, { cause });
    },
  );
  const answer: unknown = await response.json().catch(() => undefined);
  const outcome = outcomeSchema.safeParse(answer);
  if (response.ok && outcome.success) return outcome.data;
  const said = z.object({ message: z.string().max(500) }).safeParse(answer).data?.message;
  const reason = response.ok ? `${url} is no hub of this version.` : `The hub answered ${response.status}.`;
  throw new GamekeeperError('ERR_HUB_ANSWER', said ? `${reason} ${said}` : reason);
}
