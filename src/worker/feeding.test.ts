import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { Repository } from '../../tests/fixtures/feed.ts';
import { pieceKeys } from '../feed/stored-pieces.ts';
import { compileWatchlist } from '../watchlist/compile.ts';
import { entrySchema } from '../watchlist/entry.ts';

const world = vi.hoisted(() => ({ managed: {} as Record<string, unknown>, broken: false }));
vi.mock('webextension-polyfill', () => ({
  default: {
    storage: {
      managed: { get: async () => world.managed },
      local: {
        get: async () => {
          if (world.broken) throw new Error('IO error: .../000005.ldb: Unable to open');
          return {};
        },
      },
    },
    runtime: { getURL: (path: string) => `chrome-extension://gamekeeper${path}`, getPlatformInfo: async () => ({}) },
    alarms: { get: async () => undefined, create: () => {} },
    tabs: { query: async () => [] },
    contextMenus: { removeAll: async () => {}, create: () => {} },
    i18n: { getMessage: () => 'Report' },
  },
}));
const { FeedKeeper } = await import('./feeding.ts');
const { store } = await import('./feed-store.ts');

const NOW = new Date('2026-06-15T12:00:00Z');
const person = (handle: string) => ({ site: 'linkedin', handle });
const listOf = (handle: string) =>
  compileWatchlist([
    entrySchema.parse({
      id: handle,
      kind: 'profile',
      names: ['Mara Quell'],
      accounts: [person(handle)],
      alert: { issuer: 'Example Security Team', title: 'Approaches by a consultancy', date: '2026-01-05' },
      reason: 'Offered paid reports to committee staff.',
      added: '2026-01-05',
      expires: '2027-01-05',
      dispute: 'disputes@example.org',
    }),
  ]);

/** A feed of its own address, and the policy that has it followed. */
async function team(host: string, handle: string) {
  const repository = await Repository.create(NOW);
  await repository.publish({ watchlist: listOf(handle) });
  const policy = { feeds: [`https://${host}/`], root: new TextDecoder().decode(repository.root) };
  return { repository, policy };
}
const [ours, theirs] = [await team('ours.example', 'on-ours'), await team('theirs.example', 'on-theirs')];

vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
  if (url.startsWith('chrome-extension:')) return Promise.resolve(Response.json({ feeds: [] }));
  return (url.includes('ours.example') ? ours : theirs).repository.fetch(url, init);
});
const errors = vi.spyOn(console, 'error').mockImplementation(() => {});

beforeEach(() => {
  Object.assign(world, { managed: ours.policy, broken: false });
  errors.mockClear();
});

async function listed(keeper: InstanceType<typeof FeedKeeper>, handle: string): Promise<boolean> {
  const [list] = await (await keeper.lists())!.sources().watchlists;
  return (await list!.lookUp([person(handle)], NOW))[0]!.length > 0;
}

test('when whom to follow cannot be read for once, then who asks next is answered', async () => {
  const keeper = new FeedKeeper(() => NOW);
  world.broken = true;
  await expect(keeper.reopen()).rejects.toThrow('IO error');
  world.broken = false;
  await keeper.refresh();
  expect(await listed(keeper, 'on-ours')).toBe(true);
});

test('damage found in the list of whoever was followed before does not bring that list back', async () => {
  const keeper = new FeedKeeper(() => NOW);
  await keeper.refresh();
  const [before] = await (await keeper.lists())!.sources().watchlists;
  const { key } = (await store.edition())!.files[0]!;
  const [piece] = (await pieceKeys(store, key))!;
  world.managed = theirs.policy;
  await keeper.reopen();
  await store.stage(new Map([[piece!, Uint8Array.of(0)]]));
  const asked = ours.repository.requests.length;
  expect(await before!.lookUp([person('on-ours')], NOW)).toEqual([[]]);
  await vi.waitFor(() => expect(errors).toHaveBeenCalled());
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(ours.repository.requests.slice(asked)).toEqual([]);
  expect(await listed(keeper, 'on-theirs')).toBe(true);
});
