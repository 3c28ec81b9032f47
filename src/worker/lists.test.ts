import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Repository } from '../../tests/fixtures/feed.ts';
import { Feed } from '../feed/feed.ts';
import { MemoryShelf } from '../feed/memory-store.ts';
import { type Edition, FeedStore } from '../feed/store.ts';
import { requireRules } from '../publisher/rules.ts';
import type { Sources } from '../verdict/assess.ts';
import { compileWatchlist } from '../watchlist/compile.ts';
import { ListCache } from './lists.ts';
import { derivations } from './prepared.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const { entries, hallmarks, sites } = await requireRules('rules', NOW);
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const published = {
  watchlist: compileWatchlist(entries),
  'hallmarks.json': json(hallmarks),
  'sites.json': json(sites),
};

let repository: Repository;
let shelf: MemoryShelf;
let logged: ReturnType<typeof vi.spyOn>;

beforeEach(async () => {
  repository = await Repository.create(NOW);
  shelf = new MemoryShelf();
  logged = vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => logged.mockRestore());

/** What a worker finds that has just been woken. */
async function woken() {
  const { root, base, fetch } = repository;
  const store = new FeedStore(shelf);
  const feed = new Feed({ store, root, mirrors: [base], fetch, clock: () => NOW, derive: derivations });
  await feed.refresh();
  return (await new ListCache(feed).current())!;
}

async function shownBy({ hallmarks }: Sources): Promise<string[] | undefined> {
  const text = 'We pay $2,000 for a short report with information that is not public. Let us move to WhatsApp.';
  const weigh = await hallmarks;
  return weigh?.({ site: 'linkedin' }, [{ from: 'them', text }]).evidence.map(({ id }) => id);
}

const prepared = () => [...shelf.held.keys()].filter((name) => /\.(?:hallmarks|sites)-/.test(name));

test('A partner’s list that cannot be opened does not silence the team’s own', async () => {
  const partner = { name: 'harbour', title: 'Harbour Security', level: 'caution' };
  await repository.publish(
    { ...published, 'partners.json': json({ partners: [partner] }) },
    { partners: { harbour: { 'partners/harbour/watchlist': compileWatchlist(entries.slice(1)) } } },
  );
  expect(await (await woken()).sources().watchlists).toHaveLength(2);
  const { files } = shelf.held.get('state/edition') as Edition;
  const { key } = files.find(({ role }) => role === 'harbour')!;
  const lists = await woken();
  shelf.held.set(`content/${key}`, Uint8Array.of(1, 2, 3));
  const [own, ...others] = await lists.sources().watchlists;
  expect(others).toEqual([]);
  expect(own!.cap).toBeUndefined();
  expect(logged).toHaveBeenCalled();
});

describe('What is published beside the list', () => {
  test('is made ready when it arrives', async () => {
    await repository.publish(published);
    const lists = await woken();
    expect(new Set(prepared().map((name) => name.split(/[.-]/)[1]))).toEqual(new Set(['hallmarks', 'sites']));
    expect(await lists.sites()).toEqual(sites!.sites);
    expect(await shownBy(lists.sources())).toContain('paid-report');
  });

  test.each([
    ['is cut short', (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, bytes.length / 2)],
    ['holds something else', () => json({})],
  ])('is made ready anew where what was stored %s', async (_, damage) => {
    await repository.publish(published);
    const before = await shownBy((await woken()).sources());
    const [name] = prepared().filter((key) => key.includes('.hallmarks-'));
    const whole = shelf.held.get(name!) as Uint8Array<ArrayBuffer>;
    shelf.held.set(name!, damage(whole));
    expect(await shownBy((await woken()).sources())).toEqual(before);
    expect(shelf.held.get(name!)).toEqual(whole);
  });

  test('is left out in a form that this version does not know; the list still warns', async () => {
    await repository.publish({ ...published, 'hallmarks.json': json({ ...hallmarks, format: 99 }) });
    const lists = await woken();
    const sources = lists.sources();
    expect(await sources.watchlists).toHaveLength(1);
    expect(await sources.hallmarks).toBeUndefined();
    expect(await lists.sites()).toEqual(sites!.sites);
    expect(logged).toHaveBeenCalled();
  });
});
