import '../no-eval.ts';
import type { ComponentChild } from 'preact';
import { ask } from '../platform/client.ts';
import { userLanguage } from '../platform/i18n.ts';
import * as ownPages from '../platform/own-pages.ts';
import { readSites } from '../platform/sites.ts';
import type { MessageKey } from '../verdict/wording-language.ts';
import { mountPage } from './mount.tsx';
import { type World, WorldContext } from './parts/world.ts';
import { sendReport } from './send-report.ts';

const world: World = {
  ...ownPages,
  ask,
  readSites,
  send: sendReport,
  copy: (text) => navigator.clipboard.writeText(text),
  now: () => new Date(),
};

/** Opens a page of ours in the user's language. */
export async function openPage(title: MessageKey, page: ComponentChild): Promise<void> {
  const language = await userLanguage();
  mountPage(language, language.t(title), <WorldContext.Provider value={world}>{page}</WorldContext.Provider>);
}
