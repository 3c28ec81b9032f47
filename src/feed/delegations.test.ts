/** The search through delegations (TUF specification, sections 4.5, 5.6.7 and 5.7.3), over metadata already verified. */
import { describe, expect, it } from 'vitest';
import { findTarget, matches, targetPath } from './delegations.ts';
import type { DelegatedRole, TargetFile, Targets } from './metadata.ts';
import type { Delegator } from './signatures.ts';

const FILE: TargetFile = { length: 1, hashes: { sha256: 'ab' } };

interface Delegation {
  to: string;
  paths?: string[];
  prefixes?: string[];
  terminating?: boolean;
}

function role(targets: string[] = [], delegations: Delegation[] = []): Targets {
  const roles = delegations.map(
    ({ to, paths, prefixes, terminating = false }): DelegatedRole => ({
      name: to,
      keyids: [`key of ${to}`],
      threshold: 1,
      terminating,
      ...(prefixes ? { path_hash_prefixes: prefixes } : { paths: paths ?? ['*'] }),
    }),
  );
  return {
    _type: 'targets',
    spec_version: '1.0.31',
    version: 1,
    expires: '2030-01-01T00:00:00Z',
    targets: Object.fromEntries(targets.map((name) => [name, FILE])),
    delegations: { keys: {}, roles },
  };
}

/** Searches for `name` from `targets` on; says who vouches for it, and which roles were loaded, in that order. */
async function search(name: string, graph: Record<string, Targets>) {
  const loaded: string[] = [];
  const found = await findTarget(name, graph.targets!, async (next) => {
    loaded.push(next);
    return graph[next]!;
  });
  return { by: found?.role, loaded };
}

describe('4.5 path patterns', () => {
  it.each([
    ['*', 'watchlist', true],
    ['*', 'a/watchlist', false],
    ['partners/*/watchlist', 'partners/harbour/watchlist', true],
    ['partners/*/watchlist', 'partners/harbour/x/watchlist', false],
    ['partners/harbour/*', 'partners/harbour/watchlist', true],
    ['partners/harbour/*', 'partners/harbour', false],
    ['foo-?.tgz', 'foo-1.tgz', true],
    ['foo-?.tgz', 'foo-12.tgz', false],
    ['foo-?.tgz', 'foo-/.tgz', false],
    ['*.tgz', '.tgz', true],
    ['*a*b*c', 'xxaxxbxxc', true],
    ['*a*b*c', 'xxaxxcxxb', false],
    ['a*', 'A', false],
    ['[ab]', 'a', false],
    ['a.c', 'abc', false],
    ['', '', true],
    ['**', 'anything', true],
  ])('%s covers %s: %s', (pattern, target, covered) => {
    expect(matches(pattern, target)).toBe(covered);
  });

  it('given a pattern made to be slow, then the answer still comes at once', () => {
    expect(matches(`${'*a'.repeat(2000)}b`, 'a'.repeat(4000))).toBe(false);
  });

  it('given prefixes of the SHA-256 of the path, then they decide', async () => {
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode('watchlist'))).toString(
      'hex',
    );
    const graph = (prefix: string) => ({
      targets: role([], [{ to: 'a', prefixes: [prefix] }]),
      a: role(['watchlist']),
    });
    expect((await search('watchlist', graph(hash.slice(0, 3)))).by).toBe('a');
    expect((await search('watchlist', graph(hash[0] === '0' ? '1' : '0'))).loaded).toEqual([]);
  });

  it('given a delegation without paths, then it covers nothing', async () => {
    const targets = role([], [{ to: 'a' }]);
    delete targets.delegations!.roles[0]!.paths;
    expect(await search('x', { targets, a: role(['x']) })).toEqual({ by: undefined, loaded: [] });
  });
});

describe('5.6.7 pre-order depth-first search', () => {
  it('given the target in the top-level role, then no other is loaded', async () => {
    expect(await search('x', { targets: role(['x'], [{ to: 'a' }]), a: role(['x']) })).toEqual({
      by: 'targets',
      loaded: [],
    });
  });

  it('visits a role, then what it delegates, then its neighbour', async () => {
    const graph = {
      targets: role([], [{ to: 'a' }, { to: 'b' }]),
      a: role([], [{ to: 'c' }, { to: 'd' }]),
      b: role(),
      c: role(),
      d: role(),
    };
    expect((await search('x', graph)).loaded).toEqual(['a', 'c', 'd', 'b']);
  });

  it('5.6.7.1 given a cycle, then each role is visited once', async () => {
    const graph = {
      targets: role([], [{ to: 'a' }]),
      a: role([], [{ to: 'b' }]),
      b: role([], [{ to: 'a' }, { to: 'c' }]),
      c: role(['x']),
    };
    expect(await search('x', graph)).toEqual({ by: 'c', loaded: ['a', 'b', 'c'] });
  });

  it('5.6.7.1 given more roles than anyone needs, then the search ends', async () => {
    const graph: Record<string, Targets> = { targets: role([], [{ to: 'r0' }]) };
    for (let next = 0; next < 100; next++) graph[`r${next}`] = role([], [{ to: `r${next + 1}` }]);
    expect((await search('x', graph)).loaded).toHaveLength(31);
  });

  it('5.6.7.2.1 given a terminating delegation, then nothing after it is searched, at any level', async () => {
    const graph = {
      targets: role([], [{ to: 'a' }, { to: 'b' }]),
      a: role([], [{ to: 'c', terminating: true }, { to: 'd' }]),
      b: role(['x']),
      c: role(),
      d: role(['x']),
    };
    expect(await search('x', graph)).toEqual({ by: undefined, loaded: ['a', 'c'] });
  });

  it('given a terminating delegation for other paths, then the search goes on', async () => {
    const graph = {
      targets: role([], [{ to: 'a', paths: ['partners/*'], terminating: true }, { to: 'b' }]),
      a: role(['x']),
      b: role(['x']),
    };
    expect(await search('x', graph)).toEqual({ by: 'b', loaded: ['b'] });
  });

  it('given two delegators of one role, then the one through which it is reached is asked for its keys', async () => {
    const graph = {
      targets: role([], [{ to: 'a' }, { to: 'b' }]),
      a: role([], [{ to: 'c' }]),
      b: role([], [{ to: 'c' }]),
      c: role(),
    };
    const reached: [string, Delegator][] = [];
    await findTarget('x', graph.targets, async (name, delegator) => {
      reached.push([name, delegator]);
      return graph[name as keyof typeof graph];
    });
    expect(reached.find(([name]) => name === 'c')![1].role).toBe(graph.a.delegations!.roles[0]);
  });
});

describe('5.7.3 the path of a target', () => {
  it.each([
    ['watchlist', true, 'ab.watchlist'],
    ['partners/harbour/watchlist', true, 'partners/harbour/ab.watchlist'],
    ['watchlist', false, 'watchlist'],
    ['a b/c?d#e%2f', false, 'a%20b/c%3Fd%23e%252f'],
    ['__proto__', true, 'ab.__proto__'],
  ])('%s, consistent snapshots %s: %s', (name, consistent, path) => {
    expect(targetPath(name, FILE, consistent)).toBe(path);
  });

  it.each(['../x', 'a/../x', '..', '.', './x', '/x', 'a//x', 'a/', '', '..\\x', 'a\0'])(
    'given the name %j, then it is not fetched',
    (name) => {
      expect(() => targetPath(name, FILE, true)).toThrow(expect.objectContaining({ code: 'ERR_FEED_TARGET_NAME' }));
    },
  );
});
