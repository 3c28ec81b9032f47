import { beforeEach, expect, test, vi } from 'vitest';

const HOST = 'people.example.org';
const PATTERN = `https://${HOST}/*`;
const world = vi.hoisted(() => ({ local: {} as Record<string, unknown>, full: false, origins: [] as string[] }));
const registered = vi.hoisted(() => [] as { id: string; matches: string[] }[]);
vi.mock('webextension-polyfill', () => ({
  default: {
    storage: {
      managed: { get: async () => ({}) },
      local: {
        get: async () => structuredClone(world.local),
        set: async (values: object) => {
          if (world.full) throw new Error('IO error: No space left on device');
          Object.assign(world.local, values);
        },
      },
    },
    permissions: {
      getAll: async () => ({ origins: world.origins }),
      contains: async ({ origins }: { origins: string[] }) => origins.every((origin) => world.origins.includes(origin)),
      remove: async ({ origins }: { origins: string[] }) => {
        world.origins = world.origins.filter((origin) => !origins.includes(origin));
      },
    },
    runtime: { getManifest: () => ({}) },
    scripting: {
      getRegisteredContentScripts: async () => registered,
      unregisterContentScripts: async () => void registered.splice(0),
      registerContentScripts: async (scripts: typeof registered) => void registered.push(...scripts),
    },
    tabs: { query: async () => [] },
  },
}));
const { removeSite, sitesAllowed } = await import('./added-sites.ts');
const { readSites } = await import('../platform/sites.ts');

const read = () => registered.flatMap(({ matches }) => matches);

beforeEach(() => {
  Object.assign(world, { local: {}, full: false, origins: [PATTERN] });
  registered.splice(0);
});

test('a site that the user allows is read, and its loss can be told; one taken off is gone', async () => {
  await sitesAllowed([PATTERN]);
  expect(read()).toEqual([PATTERN]);
  world.origins = [];
  expect(await readSites()).toMatchObject([{ host: HOST, by: 'user', allowed: false }]);
  await removeSite(HOST);
  expect(read()).toEqual([]);
  expect(await readSites()).toEqual([]);
});

test('on a full disk, a site that the user allows is read all the same', async () => {
  world.full = true;
  await sitesAllowed([PATTERN]).catch(() => {});
  expect(read()).toEqual([PATTERN]);
});

test('on a full disk, a site that the user takes off is read no longer', async () => {
  await sitesAllowed([PATTERN]);
  world.full = true;
  await removeSite(HOST).catch(() => {});
  expect(read()).toEqual([]);
  expect(world.origins).toEqual([]);
});
