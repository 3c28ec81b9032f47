import type { TargetFile } from '@tufjs/models';
import { errorCode, GamekeeperError } from '../errors.ts';
import type { Decisions } from '../reports/decisions.ts';
import type { FeedFolder, FeedState } from '../signing/feed-folder.ts';
import { isDue } from '../signing/metadata.ts';
import { refuseMoreFalseAlarms } from './approaches.ts';
import { diffEntries } from './diff.ts';
import type { PublisherFolder } from './folder.ts';
import { delegationsTo, partnerOfRole, watchlistPath } from './partners.ts';
import { publishedEntries } from './published-entries.ts';
import { entriesInForce, requireRules } from './rules.ts';
import { nextTargets, type Stage, sameContent, stageRules, stageWatchlist, targetFilePath } from './stage.ts';

export interface DraftOptions {
  /** Folder of the rules. */
  rules: string;
  /** Folder of the feed: plain files for any web server. */
  out: string;
  now: Date;
  /** Overrides the report endpoint of `rules/reporting.yaml`. */
  endpoint?: string;
  /** The signed target `decisions.json`; without it the decisions in force stay. */
  decisions?: Decisions;
  /** Accept hallmark rules that warn of more benign approaches than those in force. */
  allowFalseAlarms?: boolean;
  /** Draft the list of this partner, under its role, instead of the publisher's own targets. */
  partner?: string;
}

/**
 * What the rules come to, beside what is in force. Nothing of it is signed.
 *
 * @throws GamekeeperError ERR_RULES, ERR_NO_ROOT, ERR_NO_RECIPIENTS, ERR_PARTNER_UNKNOWN, ERR_FALSE_ALARMS, or what is wrong with the feed
 */
export async function draft(publisher: PublisherFolder, options: DraftOptions) {
  const { now, partner } = options;
  const rules = await requireRules(options.rules, now);
  const current = await publisher.current(options.out);
  const { feed, state } = current;
  const role = partner === undefined ? 'targets' : roleOfPartner(state, partner);
  const before = role === 'targets' ? state?.targets : state?.delegated.get(role);
  const previous = before && { targets: before.signed.targets, feed };

  const entries = entriesInForce(rules.entries, now);
  let stage: Stage;
  if (partner === undefined) {
    const inForce = previous?.targets['hallmarks.json'];
    if (rules.hallmarks && inForce && !options.allowFalseAlarms)
      await refuseMoreFalseAlarms(options.rules, rules.hallmarks, await readJson(feed, inForce));
    stage = await stageRules(rules, entries, { ...options, recipients: await publisher.recipients() }, previous);
    const kept = previous?.targets['decisions.json'];
    if (kept && !options.decisions) stage.targets['decisions.json'] = kept;
  } else {
    stage = await stageWatchlist(entries, watchlistPath(partner), now, previous);
  }

  const floor = role === 'targets' ? (await publisher.versions()).targets : 0;
  const version = Math.max(before?.signed.version ?? 0, floor) + 1;
  const delegations = partner === undefined ? delegationsTo(rules.partners) : undefined;
  const next = nextTargets(version, stage.targets, delegations, now);
  const unchanged =
    before &&
    before.signed.version >= floor &&
    sameContent(before.signed, next) &&
    !isDue('targets', before.signed.expires, now);
  const known = before ? await entriesOf(feed, before.signed.targets[watchlistPath(partner)]) : [];
  return {
    current,
    /** `targets`, or the partner's role. */
    role,
    /** Undefined when the rules say what is already in force. */
    targets: unchanged ? undefined : next,
    files: stage.files,
    /** How many are in force. */
    entries: entries.length,
    diff: diffEntries(known, entries),
  };
}

async function readJson(feed: FeedFolder, target: TargetFile): Promise<unknown> {
  const bytes = await feed.read(targetFilePath(target));
  return bytes && JSON.parse(new TextDecoder().decode(bytes));
}

/**
 * The entries of a list in the feed, as browsers read them. A list in a form that this version does not know counts as
 * empty: it can be replaced, and the diff then shows every entry as new.
 */
export async function entriesOf(feed: FeedFolder, target: TargetFile | undefined) {
  if (!target) return [];
  try {
    return await publishedEntries(await feed.read(targetFilePath(target)), (file) => feed.read(file));
  } catch (error) {
    if (errorCode(error) === 'ERR_FEED_PIECES') return [];
    throw error;
  }
}

function roleOfPartner(state: FeedState | undefined, partner: string): string {
  const role = Object.keys(state?.targets.signed.delegations?.roles ?? {}).find(
    (name) => partnerOfRole(name) === partner,
  );
  if (role) return role;
  throw new GamekeeperError(
    'ERR_PARTNER_UNKNOWN',
    `The feed trusts no partner named ${partner}. Its publisher runs "gamekeeper delegate ${partner}" and publishes first.`,
  );
}
