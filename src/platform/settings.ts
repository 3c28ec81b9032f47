import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import { browser } from './browser.ts';
import { readPolicy } from './policy.ts';
import { CHOICES, type Choice, type Policy, type ReadPolicy } from './policy-settings.ts';
import { trustSchema } from './trust.ts';

export type Display = NonNullable<Policy['display']>;

/** What a user chose; kept in `storage.local` under one key with the version of its form. */
const storedSettingsSchema = z.strictObject({
  version: z.literal(1),
  /** Absent until the user chooses. */
  display: z.enum(['inline', 'toolbar']).optional(),
  /** Profiles whose warning the user put away. */
  dismissed: z.array(z.strictObject({ site: z.string().max(64), account: z.string().max(300) })).max(10_000),
  /** Hosts that the user added, whether or not the browser still lets us read them. */
  sites: z.array(z.string().max(253)).max(1_000).default([]),
  /** Folder of `_locales`; absent: the browser's language. */
  language: z.string().max(10).optional(),
  /** Whose list the user joined by a link. */
  joined: trustSchema.optional(),
});

export type StoredSettings = z.infer<typeof storedSettingsSchema>;

const DEFAULTS: StoredSettings = { version: 1, dismissed: [], sites: [] };

/** Steps from each older form to the next; the index is the version that it starts from. */
const MIGRATIONS: ((old: never) => unknown)[] = [];

/** Never fails: settings that cannot be read are set aside under `settings.unreadable`, and the defaults hold. */
export async function readSettings(): Promise<StoredSettings> {
  const { settings: stored } = await browser.storage.local.get('settings');
  if (stored === undefined) return DEFAULTS;
  const parsed = storedSettingsSchema.safeParse(migrate(stored));
  if (parsed.success) return parsed.data;
  await browser.storage.local.set({ 'settings.unreadable': stored }).catch(() => {});
  return DEFAULTS;
}

let writing: Promise<unknown> = Promise.resolve();

/** Changes are applied one after the other, each to what the one before has stored. */
export function changeSettings(change: (settings: StoredSettings) => StoredSettings): Promise<StoredSettings> {
  const next = writing.then(async () => {
    const settings = storedSettingsSchema.parse(change(await readSettings()));
    await browser.storage.local.set({ settings }).catch((cause: unknown) => {
      throw new GamekeeperError('ERR_STORAGE_FULL', 'This could not be kept. Free some space on this device.', {
        cause,
      });
    });
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

interface InForce extends ReadPolicy {
  language: string | undefined;
  display: Display;
  dismissed: StoredSettings['dismissed'];
  /** What the user may not change. */
  locked: Choice[];
}

/** What is in force: the user's choice where the policy leaves it to them, else the policy's, else ours. */
export async function settingsInForce(): Promise<InForce> {
  const [settings, { policy, problems }] = await Promise.all([readSettings(), readPolicy()]);
  const may = policy.userMayChange;
  const locked = CHOICES.filter((choice) => (may ? !may.includes(choice) : choice === 'display' && policy.display));
  const chosen = locked.includes('display') ? undefined : settings.display;
  return {
    policy,
    problems,
    locked,
    language: settings.language,
    display: chosen ?? policy.display ?? 'inline',
    dismissed: locked.includes('hidden') ? [] : settings.dismissed,
  };
}
