import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import { DeskKeys, findIdentity } from '../hub/desk/keys.ts';
import { decisionsSchema } from '../reports/decisions.ts';
import { writeWhole } from '../signing/files.ts';
import { entrySchema } from '../watchlist/entry.ts';

export interface PullOptions {
  /** Address of the hub. */
  hub: string;
  /** Token of an analyst. */
  token: string;
  /** Text of the desk's age identity; drafts are sealed under keys derived from it. */
  identity: string;
  /** Folder of the rules: each draft becomes `watchlist/<id>.yaml`, for review. */
  rules: string;
  /** File for `gamekeeper publish --decisions`. */
  decisions: string;
}

export interface Pulled {
  /** Files written. */
  drafts: string[];
  /** Ids of drafts whose file was already there, and was left alone. */
  known: string[];
  /** Drafts that this identity cannot open. */
  sealed: number;
  /** Number of reports with a decision. */
  decisions: number;
}

const outcomeSchema = z.object({
  decisions: decisionsSchema.shape.decisions,
  listings: z.array(
    z.object({ draft: z.string(), proposedBy: z.string(), confirmedBy: z.string(), at: z.iso.datetime() }),
  ),
});

/**
 * Brings what the desk decided to where it is published from: drafts of entries into the rules, decisions into a file.
 * Nothing is signed here.
 * @throws ERR_HUB_AWAY, ERR_HUB_ANSWER, ERR_BAD_IDENTITY, ERR_DRAFT
 */
export async function pull({ hub, token, identity, rules, decisions }: PullOptions): Promise<Pulled> {
  const secret = findIdentity(identity);
  if (secret === undefined)
    throw new GamekeeperError('ERR_BAD_IDENTITY', 'The identity file holds no AGE-SECRET-KEY-1….');
  const keys = await DeskKeys.from(secret);
  const outcome = await askHub(hub, token);
  const pulled: Pulled = { drafts: [], known: [], sealed: 0, decisions: Object.keys(outcome.decisions).length };
  for (const { draft, proposedBy, confirmedBy, at } of outcome.listings) {
    const opened = await keys.open(draft);
    if (opened === undefined) {
      pulled.sealed += 1;
      continue;
    }
    const entry = entrySchema.safeParse(opened);
    if (!entry.success) {
      const issue = entry.error.issues[0]!;
      const what = `${issue.path.join('.')}: ${issue.message}`;
      throw new GamekeeperError(
        'ERR_DRAFT',
        `The draft that ${proposedBy} proposed is no entry: ${what}. Reopen it at the desk.`,
      );
    }
    const file = join(rules, 'watchlist', `${entry.data.id}.yaml`);
    const head = `# Proposed at the desk by ${proposedBy}, confirmed by ${confirmedBy} on ${at.slice(0, 10)}. Review before you publish.\n`;
    if (await writeNew(file, head + stringify([opened]))) pulled.drafts.push(file);
    else pulled.known.push(entry.data.id);
  }
  await writeWhole(
    decisions,
    Buffer.from(`${JSON.stringify({ version: 1, decisions: outcome.decisions }, null, 2)}\n`),
  );
  return pulled;
}

async function askHub(hub: string, token: string): Promise<z.infer<typeof outcomeSchema>> {
  const url = `${hub.replace(/\/$/, '')}/desk/api/outcome`;
  let response: Response;
  try {
    const headers = { Authorization: `Bearer ${token}` };
    response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(60_000) });
  } catch (cause) {
    throw new GamekeeperError('ERR_HUB_AWAY', `The hub does not answer at ${url}.`, { cause });
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const said = z.object({ message: z.string().max(500) }).safeParse(answer);
    throw new GamekeeperError(
      'ERR_HUB_ANSWER',
      `The hub answered ${response.status}. ${said.data?.message ?? ''}`.trim(),
    );
  }
  const outcome = outcomeSchema.safeParse(answer);
  if (!outcome.success) throw new GamekeeperError('ERR_HUB_ANSWER', `${url} is no hub of this version.`);
  return outcome.data;
}

/** @returns false when the file was there already: a reviewer may have changed it */
async function writeNew(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new GamekeeperError('ERR_RULES_FOLDER', `${file} cannot be written.`, { cause: error });
  }
}
