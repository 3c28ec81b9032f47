import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Facts } from '../profile/facts.ts';
import { compileWatchlist } from './compile.ts';
import { buildDirectory, derivedDirectory } from './directory.ts';
import { type Entry, type EntryInput, entrySchema } from './entry.ts';
import { openWatchlist } from './open.ts';
import { type Pieces, piecesInMemory } from './pieces.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const MEMBER = 'ACoAAOfFKeIBYT3u2WU-mVJ9iejuZ2eAA73TeHM';
const SAME_NUMBER = 'ACoAAOfFKeIBAAAAAAAAAAAAAAAAAAAAAAAAAAA';

function entry(id: string, more: Partial<EntryInput> = {}): Entry {
  return entrySchema.parse({
    id,
    kind: 'profile',
    names: ['Mara Quell'],
    alert: { issuer: 'Example Security Team', title: 'Approaches by a consultancy', date: '2026-01-05' },
    reason: 'Offered paid reports to committee staff.',
    added: '2026-01-05',
    expires: '2027-01-05',
    dispute: 'disputes@example.org',
    ...more,
  });
}

const account = (more: object) => ({ accounts: [{ site: 'linkedin', ...more }] }) as Partial<EntryInput>;
const open = (entries: Entry[]) => openWatchlist(piecesInMemory(compileWatchlist(entries)));
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => entry(`e${index}`, account({ handle: `handle-${index}` })));

/** `pieces`, with the indices of those that were read. */
function counting({ count, read }: Pieces): { counted: Pieces; read: number[] } {
  const asked: number[] = [];
  const counted: Pieces = {
    count,
    read: (indices) => {
      asked.push(...indices);
      return read(indices);
    },
  };
  return { counted, read: asked };
}

async function matches(entries: Entry[], facts: Partial<Facts>, now = NOW) {
  const [evidence] = await (await open(entries)).lookUp([{ site: 'linkedin', ...facts }], now);
  return evidence!.map((item) =>
    `${item.kind} ${'entry' in item ? item.entry.id : ''} ${'by' in item ? item.by : ''}`.trim(),
  );
}

describe('accounts', () => {
  test('a handle matches whole, whatever its case, encoding or composition', async () => {
    const list = [entry('one', account({ handle: 'h%C3%A9l%C3%A8ne-vardel' }))];
    for (const handle of ['Hélène-Vardel', 'he\u0301le\u0300ne-vardel', 'H%C3%89L%C3%88NE-VARDEL']) {
      expect(await matches(list, { handle })).toEqual(['account one handle']);
    }
    for (const handle of ['hélène', 'hélène-vardel-2', 'helene-vardel', 'x-hélène-vardel']) {
      expect(await matches(list, { handle })).toEqual([]);
    }
  });

  test('the same handle on another site is another account', async () => {
    const list = [entry('one', account({ handle: 'mara-quell' }))];
    expect(await matches(list, { site: 'xing', handle: 'mara-quell' })).toEqual([]);
  });

  test('a member id matches itself, the number inside it, and an address made of it', async () => {
    const list = [entry('one', account({ memberId: MEMBER }))];
    expect(await matches(list, { memberId: MEMBER })).toEqual(['account one memberId']);
    expect(await matches(list, { handle: MEMBER })).toEqual(['account one memberId']);
    expect(await matches(list, { memberNumericId: '3888458210' })).toEqual(['account one memberNumericId']);
    expect(await matches(list, { memberId: SAME_NUMBER })).toEqual(['account one memberNumericId']);
    expect(await matches(list, { memberNumericId: '3888458211' })).toEqual([]);
    expect(await matches(list, { memberNumericId: '0' })).toEqual([]);
  });

  test('two entries that both match are both told', async () => {
    const list = [entry('one', account({ handle: 'mara-quell' })), entry('two', account({ memberId: MEMBER }))];
    const found = await matches(list, { handle: 'mara-quell', memberId: MEMBER });
    expect(found.toSorted()).toEqual(['account one handle', 'account two memberId']);
  });
});

describe('dates', () => {
  const list = [entry('one', { ...account({ handle: 'mara-quell' }), expires: '2026-06-15' })];
  const gone = [entry('one', { ...account({ handle: 'mara-quell' }), withdrawn: '2026-06-15' })];
  const at = (entries: Entry[], time: string) => matches(entries, { handle: 'mara-quell' }, new Date(time));

  test('an entry matches through the day it expires, in UTC, and never after', async () => {
    expect(await at(list, '2026-06-15T23:59:59Z')).toHaveLength(1);
    expect(await at(list, '2026-06-16T00:00:00Z')).toEqual([]);
  });

  test('an entry matches until the day it is withdrawn, and never from it', async () => {
    expect(await at(gone, '2026-06-14T23:59:59Z')).toHaveLength(1);
    expect(await at(gone, '2026-06-15T00:00:00Z')).toEqual([]);
  });
});

describe('pieces', () => {
  test('the same entries in any order compile to the same pieces', () => {
    expect(compileWatchlist(many(100).reverse())).toEqual(compileWatchlist(many(100)));
  });

  test('one changed, added or removed entry changes one piece', () => {
    const before = compileWatchlist(many(2_000));
    const changed = many(2_000).map((item) => (item.id === 'e7' ? { ...item, reason: 'Another reason.' } : item));
    for (const entries of [changed, [...many(2_000), entry('new')], many(2_000).slice(1)]) {
      const after = compileWatchlist(entries, before.length);
      expect(after).toHaveLength(before.length);
      expect(after.filter((piece, index) => Buffer.compare(piece, before[index]!) !== 0)).toHaveLength(1);
    }
  });

  test('the number of pieces follows the list without flapping', () => {
    const count = (entries: number, previous?: number) => compileWatchlist(many(entries), previous).length;
    expect(count(0)).toBe(1);
    expect(count(96 * 16)).toBe(16);
    expect(count(96 * 16 * 3, 16)).toBe(16);
    expect(count(96 * 16 * 5, 16)).toBeGreaterThan(16);
    expect(count(96, 16)).toBe(1);
  });

  test('every entry is found, cold, through a stored directory, and a look-up reads few pieces', async () => {
    const pieces = compileWatchlist(many(3_000));
    const directory = await buildDirectory(piecesInMemory(pieces));
    const { counted, read } = counting(piecesInMemory(pieces));
    const list = await openWatchlist(counted, { directory: piecesInMemory(directory) });
    for (let index = 0; index < 3_000; index += 97) {
      const [evidence] = await list.lookUp([{ site: 'linkedin', handle: `HANDLE-${index}` }], NOW);
      expect(evidence).toMatchObject([{ kind: 'account', entry: { id: `e${index}` } }]);
    }
    expect(read).toHaveLength(Math.ceil(3_000 / 97));
    await list.lookUp([{ site: 'linkedin', handle: 'not-on-the-list' }], NOW);
    expect(read).toHaveLength(Math.ceil(3_000 / 97));
  });

  test('on a page of many people with namesakes in more pieces than are read, every listed account is found', async () => {
    const syllables = ['ba', 'dor', 'fen', 'gil', 'kam', 'lot', 'mur', 'nes', 'pav', 'rid', 'sul', 'tog', 'vex'];
    const nameOf = (index: number) => {
      const [a, b] = [syllables[index % 13]!, syllables[Math.floor(index / 13) % 13]!];
      return `${a}${b}rim ${b}${a}lon`;
    };
    const people = Array.from({ length: 160 }, (_, index) => ({ name: nameOf(index), handle: `person-${index}` }));
    const listed = people.flatMap(({ name, handle }) =>
      Array.from({ length: 4 }, (_, n) =>
        entry(`${handle}-${n}`, { names: [name], ...(n === 0 && account({ handle })) }),
      ),
    );
    const pieces = piecesInMemory(compileWatchlist([...listed, ...many(12_000)], 512));
    const { counted, read } = counting(pieces);
    const directory = piecesInMemory(await buildDirectory(pieces));
    const list = await openWatchlist(counted, { directory });
    const found = await list.lookUp(
      people.map((person) => ({ site: 'linkedin', ...person })),
      NOW,
    );
    expect(read).toHaveLength(256);
    expect(found.filter((evidence) => !evidence.some(({ kind }) => kind === 'account'))).toEqual([]);
  });

  test('two entries with one id are refused', () => {
    expect(() => compileWatchlist([entry('one'), entry('one')])).toThrow(/id one/);
  });

  test('a piece that is damaged, cut short or of another form is refused by name', async () => {
    const [piece] = compileWatchlist([entry('one')]);
    const text = new TextDecoder().decode(piece);
    const bad = [text.slice(0, -1), text.slice(1), `${text}{}\n`, 'null\n', '\n', text.replace('profile', 'rumour')];
    for (const damaged of bad) {
      await expect(openWatchlist(piecesInMemory([new TextEncoder().encode(damaged)]))).rejects.toMatchObject({
        code: 'ERR_WATCHLIST_PIECE',
        message: expect.stringContaining('Piece 0'),
      });
    }
  });

  test('a directory that is damaged or of another list is built anew', async () => {
    const pieces = piecesInMemory(compileWatchlist(many(200)));
    const whole = await buildDirectory(pieces);
    const other = await buildDirectory(piecesInMemory(compileWatchlist(many(2_000))));
    const cut = whole.map((part, at) => (at === 0 ? part : part.subarray(0, -8)));
    for (const stored of [[], [new Uint8Array(3)], [new Uint8Array(64)], other, cut]) {
      let anew = 0;
      const read = async (parts: readonly number[], again = false) => {
        if (again) anew++;
        return parts.map((part) => (anew > 0 ? whole : stored)[part] ?? new Uint8Array());
      };
      const list = await openWatchlist(pieces, { directory: { read } });
      expect(await list.lookUp([{ site: 'linkedin', handle: 'handle-3' }], NOW)).toMatchObject([[{ kind: 'account' }]]);
      expect(anew).toBe(1);
    }
  });
});

test('given other keys or another form of the directory than before, then its FORMAT is another too', async () => {
  const names = [
    'Mara Quell',
    'Dr. Anneliese Okonjo-Bright',
    'Wei Ming Tan',
    '王伟',
    '김민수',
    'Иван Петров',
    'Yusuf ibn Harun',
  ];
  const entries = names.map((name, at) =>
    entry(`e${at}`, {
      names: [name],
      ...account({ handle: `handle-${at}`, memberId: MEMBER }),
      organisation: 'Lantern Advisory Group Ltd',
      photos: [{ pdq: 'a'.repeat(64) }],
    }),
  );
  const front = entry('front', { kind: 'organisation', names: ['Kestrel Policy Partners'] });
  const directory = await buildDirectory(piecesInMemory(compileWatchlist([...entries, front])));
  const hash = createHash('sha256').update(Buffer.concat(directory)).digest('hex').slice(0, 16);
  // Browsers keep directories by their FORMAT: where the hash changes, raise FORMAT, then note the new pair here.
  expect({ version: derivedDirectory.version, hash }).toEqual({ version: 'directory-5', hash: '89ea5d9b16168fd5' });
});

describe('a directory made from the one before', () => {
  const photo = (digit: string) => ({ photos: [{ pdq: digit.repeat(64) }] });
  const list = (count: number, changed: string) =>
    Array.from({ length: count }, (_, at) =>
      entry(`e${at}`, {
        ...account({ handle: at % 50 === 3 ? `${changed}-${at}` : `handle-${at}` }),
        ...(at === 3 && photo(changed === 'old' ? '3' : 'c')),
        ...(at === 4 && photo('a')),
      }),
    );

  async function patched(before: Entry[], after: Entry[]) {
    const was = compileWatchlist(before);
    const is = compileWatchlist(after, was.length);
    const changed = [...is.keys()].filter((at) => Buffer.compare(is[at]!, was[at] ?? Buffer.of()) !== 0);
    const derived = await buildDirectory(piecesInMemory(was));
    const read: number[] = [];
    const pieces = {
      count: is.length,
      read: (at: readonly number[]) => {
        read.push(...at);
        return piecesInMemory(is).read(at);
      },
    };
    const directory = await buildDirectory(pieces, { derived, changed });
    return {
      open: await openWatchlist(piecesInMemory(is), { directory: piecesInMemory(directory) }),
      read,
      changed,
      pieces: is,
    };
  }
  const found = async (open: Awaited<ReturnType<typeof openWatchlist>>, handle: string) =>
    (await open.lookUp([{ site: 'linkedin', handle }], NOW))[0]!.length;
  const seen = async (open: Awaited<ReturnType<typeof openWatchlist>>, digit: string) =>
    (await open.lookUp([{ site: 'linkedin' }], NOW, [[{ pdq: digit.repeat(64), quality: 100 }]]))[0]!.length;

  test('reads the changed pieces alone, and answers as one made anew', async () => {
    const { open, read, changed } = await patched(list(1_000, 'old'), list(1_000, 'new'));
    expect(read.toSorted()).toEqual(changed.toSorted());
    expect(changed.length).toBeLessThan(16);
    for (let at = 0; at < 1_000; at += 7) {
      expect(await found(open, at % 50 === 3 ? `new-${at}` : `handle-${at}`)).toBe(1);
      expect(await found(open, `old-${at}`)).toBe(0);
    }
    expect([await seen(open, '3'), await seen(open, 'c'), await seen(open, 'a')]).toEqual([0, 1, 1]);
  });

  test.each([
    ['has grown twofold', 2_000],
    ['has lost most of its entries', 300],
  ])('given a list that %s, then nothing of it is missing and nothing else is found', async (_, count) => {
    const { open } = await patched(list(1_000, 'old'), list(count, 'new'));
    for (let at = 0; at < 2_000; at += 7) {
      expect(await found(open, at % 50 === 3 ? `new-${at}` : `handle-${at}`)).toBe(at < count ? 1 : 0);
    }
  });

  test('given an earlier one that is damaged, then all is read', async () => {
    const is = piecesInMemory(compileWatchlist(list(200, 'new')));
    const directory = await buildDirectory(is, { derived: [new Uint8Array(64)], changed: [] });
    expect(directory).toEqual(await buildDirectory(is));
  });
});

test('an entry of a partner names the partner', async () => {
  const pieces = piecesInMemory(compileWatchlist([entry('one', account({ handle: 'mara-quell' }))]));
  const list = await openWatchlist(pieces, { publisher: 'harbour' });
  const found = await list.lookUp([{ site: 'linkedin', handle: 'mara-quell' }], NOW);
  expect(found).toMatchObject([[{ kind: 'account', entry: { id: 'one', publisher: 'harbour' } }]]);
});
