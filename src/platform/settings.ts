import { z } from 'zod';
import { browser } from './browser.ts';

/** What a user chose; kept in `storage.local` under one key with the version of its form. */
export const storedSettingsSchema = z.strictObject({
  version: z.literal(1),
  display: z.enum(['inline', 'toolbar']),
  /** Profiles whose warning the user put away. */
  dismissed: z.array(z.strictObject({ site: z.string().max(64), account: z.string().max(300) })).max(10_000),
  /** Hosts that the user added, whether or not the browser still lets us read them. */
  sites: z.array(z.string().max(253)).max(1_000).default([]),
});

export type StoredSettings = z.infer<typeof storedSettingsSchema>;

const DEFAULTS: StoredSettings = { version: 1, display: 'inline', dismissed: [], sites: [] };

/** Steps from each older form to the next; the index is the version that it starts from. */
const MIGRATIONS: ((old: never) => unknown)[] = [];

/** Never fails: settings that cannot be read are set aside under `settings.unreadable`, and the defaults hold. */
export async function readSettings(): Promise<StoredSettings> {
  const { settings: stored } = await browser.storage.local.get('settings');
  if (stored === undefined) return DEFAULTS;
  const parsed = storedSettingsSchema.safeParse(migrate(stored));
  if (parsed.success) return parsed.data;
  await browser.storage.local.set({ 'settings.unreadable': stored });
  return DEFAULTS;
}

let writing: Promise<unknown> = Promise.resolve();

/** Changes are applied one after the other, each to what the one before has stored. */
export function changeSettings(change: (settings: StoredSettings) => StoredSettings): Promise<StoredSettings> {
  const next = writing.then(async () => {
    const settings = storedSettingsSchema.parse(change(await readSettings()));
    await browser.storage.local.set({ settings });
    return settings;
  });
  writing = next.catch(() => {});
  return next;
}

function migrate(stored: unknown): unknown {
  let value = stored;
  for (;;) {
    const version = (value as { version?: unknown } | null)?.version;
    const step = typeof version === 'number' ? MIGRATIONS[version] : undefined;
    if (!step) return value;
    value = step(value as never);
  }
}
