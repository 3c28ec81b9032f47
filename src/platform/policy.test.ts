import { beforeEach, expect, test, vi } from 'vitest';

const storage = vi.hoisted(() => ({
  managed: {} as Record<string, unknown> | Error,
  local: {} as Record<string, unknown>,
  full: false,
}));
vi.mock('webextension-polyfill', () => ({
  default: {
    storage: {
      managed: {
        get: async () => {
          if (storage.managed instanceof Error) throw storage.managed;
          return storage.managed;
        },
      },
      local: {
        get: async () => storage.local,
        set: async (values: object) => {
          if (storage.full) throw new Error('IO error: No space left on device');
          Object.assign(storage.local, values);
        },
      },
    },
  },
}));
const { readPolicy, rememberPolicy } = await import('./policy.ts');

const POLICY = { display: 'toolbar' };
const inForce = async () => (await readPolicy()).policy;

beforeEach(() => {
  Object.assign(storage, { managed: {}, local: {}, full: false });
});

test('until the browser has delivered a policy, the last one known holds', async () => {
  expect(await inForce()).toEqual({});
  storage.managed = POLICY;
  await rememberPolicy(false);
  storage.managed = {};
  await rememberPolicy(false);
  expect(await inForce()).toEqual(POLICY);
});

test('when the browser delivers that there is none any more, the last one is forgotten', async () => {
  storage.local = { policy: POLICY };
  await rememberPolicy(true);
  expect(await inForce()).toEqual({});
});

test('Firefox answers nothing but an error where there is none: then none holds', async () => {
  storage.local = { policy: POLICY };
  storage.managed = new Error('Managed storage manifest not found');
  expect(await inForce()).toEqual({});
});

test('a policy that the full disk does not take is in force all the same', async () => {
  storage.managed = POLICY;
  storage.full = true;
  await rememberPolicy(true);
  expect(await inForce()).toEqual(POLICY);
});
