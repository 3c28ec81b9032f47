import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Trust } from '../src/platform/trust.ts';

/**
 * Points a built extension at a security team: its feed, its root of trust, its name. The same as replacing
 * `trust.json` in a downloaded package by hand.
 *
 * Firefox also gets permission for the feed's host, because it lets an extension take its own identifying header off a
 * request only with permission for where the request goes (see `src/platform/private-requests.ts`).
 */
export async function followPublisher(folder: string, trust: Trust): Promise<void> {
  await writeFile(join(folder, 'trust.json'), JSON.stringify(trust));
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  if (!manifest.browser_specific_settings) return;
  const hosts = trust.feeds.map((feed) => `*://${new URL(feed).hostname}/*`);
  manifest.host_permissions = [...new Set([...manifest.host_permissions, ...hosts])];
  await writeFile(file, JSON.stringify(manifest));
}
