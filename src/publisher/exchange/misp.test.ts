import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bare, context, full, NOW, withdrawn } from '../../../tests/fixtures/entries.ts';
import { hashes, type MispEvent, manifest, toMispEvent } from './misp.ts';
import { fromMisp } from './misp-import.ts';

const at = await context();
const events = [full, bare, withdrawn].map((entry) => toMispEvent(entry, at));
const json = (value: unknown) => JSON.parse(JSON.stringify(value));
const attributes = ({ Attribute, Object: objects }: MispEvent) => [
  ...Attribute,
  ...objects.flatMap((each) => each.Attribute),
];

describe('a MISP event', () => {
  test('has a person, the accounts and the firm as objects of the published templates', () => {
    expect(
      json(events[0]).Object.map((each: { name: string; template_uuid: string }) => [each.name, each.template_uuid]),
    ).toEqual([
      ['person', 'a15b0477-e9d1-4b9c-9546-abe78a4f4248'],
      ...Array(5).fill(['user-account', '49606b06-22f0-4ac8-8eee-2f12ad46f3d3']),
      ['organization', 'f750e12b-127a-432c-b022-b3f9153c4e2a'],
    ]);
  });

  test('marks an account for detection while the entry is in force, and no longer', () => {
    const marked = (event: MispEvent) => attributes(event).flatMap(({ to_ids, value }) => (to_ids ? value : []));
    expect(marked(events[0]!)).toContain('https://www.linkedin.com/in/mira-halden/');
    expect(marked(events[2]!)).toEqual([]);
    expect(marked(toMispEvent({ ...full, expires: '2027-01-31' }, at))).toEqual([]);
    expect(json(events[2]).Object.every((each: { deleted: boolean }) => each.deleted)).toBe(true);
  });

  test('keeps its time, and so is not fetched again, when nothing else changed', () => {
    const later = { ...at, now: new Date(NOW.getTime() + 60_000) };
    expect(toMispEvent(full, later, json(events[0]))).toEqual(events[0]);
    expect(toMispEvent({ ...full, reason: 'Other.' }, later, json(events[0])).timestamp).toBe(
      String(later.now.getTime() / 1_000),
    );
  });

  test('is named in the manifest with what its feed is judged by, and its values in hashes.csv', () => {
    const named = JSON.parse(manifest(events));
    expect(Object.keys(named)).toEqual(events.map(({ uuid }) => uuid));
    expect(named[events[0]!.uuid]).toMatchObject({
      info: full.alert.title,
      date: '2026-11-20',
      Tag: expect.arrayContaining([{ name: 'tlp:amber' }]),
    });
    const lines = hashes(events).trim().split('\n');
    for (const { value } of attributes(events[0]!)) {
      expect(lines).toContain(`${createHash('md5').update(value).digest('hex')},${events[0]!.uuid}`);
    }
  });
});

describe('read back', () => {
  test('every entry is what it was', () => {
    const { entries, notes } = fromMisp(json({ response: events.map((Event) => ({ Event })) }), at);
    expect(entries).toEqual([full, bare, withdrawn]);
    expect(notes.map(({ lost, assumed }) => ({ lost, assumed }))).toEqual(
      Array(3).fill({ lost: ['tag tlp:amber'], assumed: [] }),
    );
  });
});

describe('an event of somebody else', () => {
  const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
  const object = (n: number, name: string, values: Record<string, string>, to: number[] = []) => ({
    uuid: uuid(n),
    name,
    Attribute: Object.entries(values).map(([object_relation, value]) => ({ type: 'text', object_relation, value })),
    ObjectReference: to.map((other) => ({ referenced_uuid: uuid(other), relationship_type: 'uses' })),
  });
  const event = (...objects: object[]) => ({
    Event: {
      ...{ uuid: uuid(0), info: 'Approaches', date: '2026-05-01', Orgc: { name: 'A CERT' }, Object: objects },
      Attribute: [
        { type: 'comment', value: 'Offers money.' },
        { type: 'ip-dst', value: '192.0.2.1' },
        { type: 'comment', value: 'Taken back.', deleted: '1' },
      ],
    },
  });

  test('gives an entry for each person with the accounts it refers to, and for accounts that nobody owns', () => {
    const { entries, notes } = fromMisp(
      event(
        object(1, 'person', { 'first-name': 'Ada', 'last-name': 'Brook', nationality: 'none' }, [3]),
        object(2, 'person', { 'full-name': 'Ben Crumb' }, [4]),
        object(3, 'user-account', { 'account-type': 'LinkedIn', 'user-id': 'ada-brook' }),
        object(4, 'user-account', { username: 'x', link: 'https://www.xing.com/profile/Ben_Crumb' }),
        object(5, 'user-account', {
          'account-type': 'xing',
          username: 'Cy_Dale',
          'display-name': 'Cy Dale',
          password: 'x',
        }),
      ),
      at,
    );
    expect(entries).toMatchObject([
      { names: ['Ada Brook'], accounts: [{ site: 'linkedin', handle: 'ada-brook' }], reason: 'Offers money.' },
      { names: ['Ben Crumb'], accounts: [{ site: 'xing', handle: 'Ben_Crumb' }], alert: { issuer: 'A CERT' } },
      { names: ['Cy Dale'], accounts: [{ site: 'xing', handle: 'Cy_Dale' }], alert: { title: 'Approaches' } },
    ]);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(3);
    expect(notes[0]!.lost).toEqual(['attribute ip-dst 192.0.2.1', 'person nationality']);
    expect(notes[2]!.lost).toEqual(['attribute ip-dst 192.0.2.1', 'user-account password']);
    expect(notes[0]!.assumed).toEqual(['expires', 'dispute']);
  });

  test('joins people with what they refer to in the order of the event, however often they say it, and also what they share', () => {
    const person = (n: number, name: string, to: number[], firms: number[]) => ({
      ...object(n, 'person', { 'full-name': name }),
      ObjectReference: [
        ...to.map((other) => ({ referenced_uuid: uuid(other), relationship_type: 'uses' })),
        ...firms.map((other) => ({ referenced_uuid: uuid(other), relationship_type: 'works-for' })),
      ],
    });
    const { entries } = fromMisp(
      event(
        person(1, 'Ada Brook', [5, 4, 5], [8, 7]),
        person(2, 'Ben Crumb', [4, 9], [8]),
        person(3, 'Cy Dale', [], []),
        object(4, 'user-account', { 'account-type': 'xing', username: 'shared' }),
        object(5, 'user-account', { 'account-type': 'xing', username: 'first' }),
        object(5, 'user-account', { 'account-type': 'xing', username: 'same_id' }),
        object(6, 'user-account', { 'account-type': 'xing', username: 'nobody' }),
        object(7, 'organization', { name: 'First' }),
        object(8, 'organization', { name: 'Second' }),
      ),
      at,
    );
    const handles = entries.map(({ names, accounts, organisation }) => [
      ...[names[0], organisation],
      ...accounts.map(({ handle }) => handle),
    ]);
    expect(handles).toEqual([
      ['Ada Brook', 'First', 'shared', 'first', 'same_id'],
      ['Ben Crumb', 'Second', 'shared'],
      ['Cy Dale', undefined],
      ['nobody', undefined, 'nobody'],
    ]);
  });

  test('takes the address of a profile for an account, and a link to an analysis for no more than that', () => {
    const links = [
      { type: 'url', value: 'https://www.linkedin.com/in/ada-brook/' },
      { type: 'link', value: 'https://www.linkedin.com/in/an-analyst/' },
    ];
    const alone = { Event: { ...event().Event, Attribute: links } };
    const expected = {
      accounts: [{ site: 'linkedin', handle: 'ada-brook' }],
      alert: { link: links[1]!.value },
    };
    expect(fromMisp(alone, at).entries).toMatchObject([{ ...expected, names: ['ada-brook'] }]);
    const person = { Event: { ...alone.Event, Object: [object(1, 'person', { 'full-name': 'Ada Brook' })] } };
    expect(fromMisp(person, at).entries).toMatchObject([{ ...expected, names: ['Ada Brook'] }]);
  });

  test('never lists a victim or a witness, nor their accounts', () => {
    const { entries, leftOut } = fromMisp(
      event(
        object(1, 'person', { 'full-name': 'Victim', role: 'Victim' }, [3]),
        object(2, 'person', { 'full-name': 'Hostile', role: 'Suspect' }),
        object(3, 'user-account', { 'account-type': 'linkedin', username: 'victim' }),
      ),
      at,
    );
    expect(entries.map(({ names, accounts }) => [names, accounts])).toEqual([[['Hostile'], []]]);
    expect(leftOut).toEqual([`${uuid(1)} Victim`]);
  });

  test.each<[string, unknown, RegExp]>([
    ['no event', { event: {} }, /^x\.json .*: /],
    ['a wrong date', { Event: { ...event().Event, date: 'soon' } }, /^x\.json Event\.date: is "soon", expected a date/],
    [
      'a reference that is no id',
      event({ ...object(1, 'person', {}), ObjectReference: [{ referenced_uuid: '../x' }] }),
      /Event\.Object\.0\.ObjectReference\.0\.referenced_uuid: is "\.\.\/x"/,
    ],
    ['a person without a name', event(object(1, 'person', { gender: 'none' })), /names: is a list of 0/],
  ])('%s is refused by file and path', (_, value, message) => {
    expect(() => fromMisp(value, at)).toThrow(message);
  });
});
