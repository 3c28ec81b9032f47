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
  const id = crypto.randomUUID();
  await browser.storage.session.set({ [key(id)]: { at: Date.now(), draft } });
  const all = Object.entries(await browser.storage.session.get()).filter(([name]) => name.startsWith('draft.'));
  const kept = all.map(([name, value]) => ({ name, at: keptSchema.parse(value).at }));
  const oldest = kept.sort((a, b) => b.at - a.at).slice(MOST);
  await browser.storage.session.remove(oldest.map(({ name }) => name));
  return id;
}

export async function readDraft(id: string): Promise<ReportDraft | null> {
  const { [key(id)]: kept } = await browser.storage.session.get(key(id));
  return kept ? keptSchema.parse(kept).draft : null;
}
