import { z } from 'zod';
import { browser } from '../platform/browser.ts';
import { type ReportDraft, reportDraftSchema } from '../reports/report.ts';

/**
 * Drafts on their way from a warning to the report page. They are in clear, so they live in memory alone: session
 * storage survives the worker but not the browser, and content scripts cannot read it.
 */
const key = (id: string) => `draft.${id}`;

const keptSchema = z.object({ at: z.number(), draft: reportDraftSchema });

/** More drafts than anyone opens; the oldest go first. */
const MOST = 20;

export async function keepDraft(draft: ReportDraft): Promise<string> {
  const { session } = browser.storage;
  const id = crypto.randomUUID();
  const kept = { [key(id)]: { at: Date.now(), draft } };
  const others = Object.entries(await session.get()).filter(([name]) => name.startsWith('draft.'));
  const ages = others.map(([name, value]) => ({ name, at: keptSchema.parse(value).at }));
  const newestFirst = ages.sort((a, b) => b.at - a.at).map(({ name }) => name);
  await session.remove(newestFirst.slice(MOST - 1));
  // A few long conversations fill the room: they make way for the one that is about to be reported.
  await session.set(kept).catch(() => session.remove(newestFirst).then(() => session.set(kept)));
  return id;
}

export async function readDraft(id: string): Promise<ReportDraft | null> {
  const { [key(id)]: kept } = await browser.storage.session.get(key(id));
  return kept ? keptSchema.parse(kept).draft : null;
}
