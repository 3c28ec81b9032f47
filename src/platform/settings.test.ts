import { beforeEach, expect, test, vi } from 'vitest';

const storage = vi.hoisted(() => ({
  managed: {} as Record<string, unknown>,
  local: {} as Record<string, unknown>,
  full: false,
}));
vi.mock('webextension-polyfill', () => ({
  default: {
    storage: {
      managed: { get: async () => storage.managed },
      local: {
        get: async () => structuredClone(storage.local),
        set: async (values: object) => {
          if (storage.full) throw new Error('IO error: No space left on device');
          Object.assign(storage.local, values);
        },
      },
    },
  },
}));
const { changeSettings, readSettings, settingsInForce } = await import('./settings.ts');

const mara = { site: 'linkedin', account: 'mara-quill' };

beforeEach(() => {
  Object.assign(storage, { managed: {}, local: {}, full: false });
});

test('when the disk is full, then it says so, and what was stored before stays', async () => {
  await changeSettings((settings) => ({ ...settings, dismissed: [mara] }));
  storage.full = true;
  const change = changeSettings((settings) => ({ ...settings, dismissed: [] }));
  await expect(change).rejects.toMatchObject({ code: 'ERR_STORAGE_FULL' });
  storage.full = false;
  expect((await readSettings()).dismissed).toEqual([mara]);
});

test('settings that cannot be read are set aside, and the defaults hold', async () => {
  storage.local = { settings: { version: 1, display: 'everywhere' } };
  expect((await settingsInForce()).display).toBe('inline');
  expect(storage.local['settings.unreadable']).toEqual({ version: 1, display: 'everywhere' });
});

test('the policy’s display holds, unless users may change it and have', async () => {
  await changeSettings((settings) => ({ ...settings, display: 'inline' }));
  storage.managed = { display: 'toolbar' };
  expect(await settingsInForce()).toMatchObject({ display: 'toolbar', locked: ['display'] });
  storage.managed = { display: 'toolbar', userMayChange: ['display'] };
  expect(await settingsInForce()).toMatchObject({ display: 'inline', locked: ['hidden', 'sites'] });
});

test('where users may not hide warnings, those that they hid are shown again, and are not forgotten', async () => {
  await changeSettings((settings) => ({ ...settings, dismissed: [mara] }));
  storage.managed = { userMayChange: [] };
  expect((await settingsInForce()).dismissed).toEqual([]);
  storage.managed = {};
  expect((await settingsInForce()).dismissed).toEqual([mara]);
});
