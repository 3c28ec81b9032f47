/** Several people, several machines: propose, sign, publish. Nothing secret leaves anyone's folder. */

import { Metadata } from '@tufjs/models';
import { GamekeeperError } from '../errors.ts';
import { FeedFolder } from '../signing/feed-folder.ts';
import { commit } from './commit.ts';
import { type DraftOptions, draft } from './draft.ts';
import { PublisherFolder } from './folder.ts';
import { Proposal } from './proposal.ts';
import { type Inspection, inspectProposal, type Review, requireNext, review, trustAtFirst } from './review.ts';

interface ProposeOptions extends DraftOptions {
  dir: string;
  /** A new folder for the proposal. */
  proposal: string;
}

/** Writes what is to be signed. It needs no private key. Undefined when the rules say what is already in force. */
export async function propose({ dir, proposal: path, ...options }: ProposeOptions): Promise<Review | undefined> {
  const publisher = new PublisherFolder(dir);
  const news = await trustAtFirst(publisher, new FeedFolder(options.out));
  const drafted = await draft(publisher, options);
  if (!drafted.targets) return undefined;
  const proposal = new Proposal(path);
  const targets = { role: drafted.role, metadata: new Metadata(drafted.targets), files: drafted.files };
  await proposal.write(drafted.current, { targets });
  const { changes, needs } = await review(publisher, proposal);
  return { changes: [...news, ...changes], needs };
}

/** What a proposal would change, and who has signed. */
export function inspect(dir: string, proposal: string): Promise<Inspection> {
  return inspectProposal(new PublisherFolder(dir), new Proposal(proposal));
}

/**
 * Adds the signatures of the keys in `dir` to what was inspected, even if the folder says something else by now.
 *
 * @throws GamekeeperError ERR_SIGN_NO_KEY when no key in `dir` counts; those of `review`
 */
export async function addSignatures(
  dir: string,
  path: string,
  { review: { needs }, proposed }: Inspection,
  passphrase?: string,
): Promise<Review> {
  const publisher = new PublisherFolder(dir);
  const proposal = new Proposal(path);
  let added = 0;
  for (const role of new Set(needs.map((need) => need.role))) {
    const keyIDs = needs.filter((need) => need.role === role).flatMap(({ keys }) => keys);
    const metadata = role === 'root' ? proposed.root! : proposed.targets!.metadata;
    for (const key of await publisher.keysFor({ keyIDs }, passphrase)) {
      metadata.sign((data) => key.sign(data));
      await proposal.addSignature(role, metadata.signatures[key.public.keyID]!);
      added++;
    }
  }
  if (added === 0) {
    throw new GamekeeperError(
      'ERR_SIGN_NO_KEY',
      `No key in ${publisher.path}/keys is asked to sign this. Name the folder of your keys with --dir.`,
    );
  }
  return review(publisher, proposal);
}

interface PublishProposalOptions {
  dir: string;
  out: string;
  proposal: string;
  now: Date;
  /** Of the online key, if it has one. */
  passphrase?: string;
}

/**
 * Publishes a proposal that enough people have signed. Besides their signatures it needs the online key in `dir`.
 *
 * @returns `version` of the list, as browsers show it
 * @throws GamekeeperError ERR_THRESHOLD with nothing written; ERR_PROPOSAL_OLD when the feed has moved on
 */
export async function publishProposal(options: PublishProposalOptions) {
  const publisher = new PublisherFolder(options.dir);
  const proposed = await new Proposal(options.proposal).read();
  const current = await publisher.current(options.out, proposed.root);
  const { root, state } = current;
  requireNext(root, state, proposed);
  const next = proposed.root ?? root;
  const renewal = await commit(publisher, current, proposed, options);
  const top = proposed.targets?.role === 'targets' ? proposed.targets.metadata : state?.targets;
  return { ...renewal, version: top?.signed.version ?? 0, rootVersion: next.signed.version };
}
