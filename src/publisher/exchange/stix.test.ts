import { describe, expect, test } from 'vitest';
import { bare, context, full, NOW, withdrawn } from '../../../tests/fixtures/entries.ts';
import { type Bundle, type StixObject, toStix } from './stix.ts';
import { fromStix } from './stix-import.ts';
import { uuid5 } from './uuid.ts';

const at = await context();
const bundle = toStix([full, bare, withdrawn], at);
const of = (type: string, from: Bundle = bundle) => from.objects.filter((each) => each.type === type);
const json = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('a STIX 2.1 bundle', () => {
  test('has for observables the ids that every producer gives them (2.9)', () => {
    expect(uuid5('{"value":"198.51.100.3"}', '00abedb4-aa42-466c-9c01-fed23315a9b7')).toBe(
      '28bb3599-77cd-5a82-a950-b5bc3caf07c4',
    );
    // As the OASIS library (cti-python-stix2) makes them.
    const other = { ...full, accounts: [{ ...full.accounts[0]!, handle: 'rowan-ashgrove' }] };
    const made = toStix([other], at);
    expect(of('user-account', made)[0]!.id).toBe('user-account--c63ca0ad-2e9d-557f-813d-f355384586c4');
    expect(of('url', made)[0]!.id).toBe('url--eb979dc0-f469-5104-af32-0946b07ea732');
  });

  test('gives every other object an id of its own that stays, and times to the millisecond (2.9, 3.2)', () => {
    const ids = bundle.objects.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      toStix([withdrawn, bare, full], at)
        .objects.map(({ id }) => id)
        .sort(),
    ).toEqual(ids.sort());
    for (const { type, id, created, modified } of bundle.objects.filter(({ type }) => type !== 'marking-definition')) {
      expect(id).toMatch(new RegExp(`^${type}--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`));
      if (type === 'url' || type === 'user-account') continue;
      expect(created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Date.parse(modified as string)).toBeGreaterThanOrEqual(Date.parse(created as string));
    }
  });

  test('refers to nothing that is not in it', () => {
    const ids = new Set(bundle.objects.map(({ id }) => id));
    const refs = (object: StixObject) =>
      Object.entries(object).flatMap(([name, value]) => (/_refs?$/.test(name) ? [value].flat() : []));
    for (const ref of bundle.objects.flatMap(refs)) expect(ids).toContain(ref);
  });

  test('finds each account by one comparison with text in quotes (4.7, 9.5)', () => {
    const patterns = of('indicator').map(({ pattern }) => pattern);
    expect(patterns).toEqual([
      "[user-account:user_id = 'ACoAAE0J-bIBGrmyjpsZYsuJVAol4zmN_uQX0Ya']",
      "[url:value = 'https://www.linkedin.com/in/mira-halden/']",
      "[url:value = 'https://www.linkedin.com/in/zo%C3%AB\\'%5Cbrook/']",
      "[url:value = 'https://www.xing.com/profile/Mira_Halden/']",
      "[user-account:user_id = '12345']",
      "[user-account:account_login = 'mira']",
      "[url:value = 'https://www.linkedin.com/in/rowan-ashgrove/']",
    ]);
  });

  test('ends with the last day of the entry (4.7), and is revoked when the entry is withdrawn (3.6)', () => {
    const [first] = of('indicator');
    expect(first).toMatchObject({ valid_from: '2026-11-21T00:00:00.000Z', valid_until: '2027-11-21T00:00:00.000Z' });
    expect(first).not.toHaveProperty('revoked');
    const theirs = of('report').find(({ object_refs }) =>
      (object_refs as string[]).includes(of('indicator').at(-1)!.id),
    )!;
    expect(theirs.revoked).toBe(true);
    for (const id of theirs.object_refs as string[]) {
      const object = bundle.objects.find((each) => each.id === id)!;
      expect(object.revoked, object.type).toBe(
        object.type === 'url' || object.type === 'user-account' ? undefined : true,
      );
    }
  });

  test('carries the alert as a report with its source (4.16), and the publisher’s sighting of each account (5.2)', () => {
    expect(of('report')[0]).toMatchObject({
      name: 'Paid papers & more',
      published: '2026-11-20T00:00:00.000Z',
      external_references: [{ source_name: 'The desk', url: 'https://a.example/?a=1&b=2' }],
    });
    const publisher = of('identity').find(({ name }) => name === 'Example desk')!;
    expect(of('sighting').map(({ sighting_of_ref }) => sighting_of_ref)).toEqual(of('indicator').map(({ id }) => id));
    for (const sighting of of('sighting')) expect(sighting.where_sighted_refs).toEqual([publisher.id]);
  });

  test('is marked with the TLP level that OASIS publishes, all of it (7.2)', () => {
    const marking = 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1';
    const red = toStix([full], { ...at, tlp: 'red' });
    expect(red.objects[0]).toMatchObject({ id: marking, name: 'TLP:RED', created: '2022-10-01T00:00:00.000Z' });
    for (const object of red.objects.slice(1)) expect(object.object_marking_refs).toEqual([marking]);
  });

  test('made again later, changes the time of what changed alone (3.6)', () => {
    const later = { ...at, now: new Date(NOW.getTime() + 60_000) };
    expect(toStix([full, bare, withdrawn], later, json(bundle))).toEqual(json(bundle));
    const changed = toStix([{ ...full, reason: 'Other.' }, bare, withdrawn], later, json(bundle));
    const news = changed.objects.filter(({ modified }) => modified === later.now.toISOString());
    expect(new Set(news.map(({ type }) => type))).toEqual(new Set(['identity', 'indicator', 'report']));
  });
});

describe('read back', () => {
  test('every entry is what it was', () => {
    const { entries, notes } = fromStix(json(bundle), at);
    expect(entries).toEqual([full, bare, withdrawn]);
    expect(notes.map(({ lost, assumed }) => ({ lost, assumed }))).toEqual(
      Array(3).fill({ lost: ['marking TLP:AMBER'], assumed: [] }),
    );
  });

  test('without our extension, says of each entry what had to be assumed', () => {
    const plain = json(bundle);
    for (const object of plain.objects) if (object.type === 'identity') delete object.extensions;
    const { entries, notes } = fromStix(plain, at);
    expect(entries[0]).toMatchObject({ names: [full.names[0]], accounts: full.accounts, dispute: at.contact });
    expect(notes.map(({ entry, assumed }) => [entry, ...assumed])).toEqual([
      ['desk-1', 'dispute'],
      ['desk-2', 'expires', 'dispute'],
      ['desk-3', 'dispute'],
    ]);
    expect(entries[2]!.withdrawn).toBe('2027-02-01');
  });
});

describe('a bundle of somebody else', () => {
  const id = (type: string, n: number) => `${type}--00000000-0000-4000-8000-00000000000${n}`;
  const times = { created: '2026-05-01T10:00:00Z', modified: '2026-05-02T10:00:00Z' };
  const foreign = (...objects: object[]) => ({ type: 'bundle', id: id('bundle', 0), objects });
  const indicator = {
    ...times,
    type: 'indicator',
    id: id('indicator', 1),
    pattern: "[url:value = 'https://uk.linkedin.com/in/Ada-Brook?trk=x']",
    pattern_type: 'stix',
    valid_from: '2026-05-01T00:00:00Z',
    valid_until: '2026-08-01T00:00:00Z',
    confidence: 60,
  };

  test('gives an entry for an account that only an indicator names', () => {
    const { entries, notes } = fromStix(foreign(indicator), at);
    expect(entries).toMatchObject([
      {
        names: ['Ada-Brook'],
        accounts: [{ site: 'linkedin', handle: 'Ada-Brook' }],
        added: '2026-05-01',
        expires: '2026-07-31',
      },
    ]);
    expect(notes[0]!.lost).toEqual(['indicator confidence']);
    expect(notes[0]!.assumed).toEqual(['alert.title', 'alert.issuer', 'alert.date', 'reason', 'dispute']);
  });

  test('keeps two persons of one report apart, each with the account that is related', () => {
    const person = (n: number) => ({
      ...times,
      type: 'threat-actor',
      id: id('threat-actor', n),
      name: `Person ${n}`,
      aliases: ['P'],
    });
    const account = (n: number) => ({
      type: 'user-account',
      id: id('user-account', n),
      account_type: 'LinkedIn',
      user_id: `p${n}`,
    });
    const uses = (n: number) => ({
      ...times,
      ...{ type: 'relationship', id: id('relationship', n), relationship_type: 'uses' },
      ...{ source_ref: id('threat-actor', n), target_ref: id('user-account', n) },
    });
    const author = {
      ...times,
      type: 'identity',
      id: id('identity', 9),
      name: 'A CERT',
      identity_class: 'organization',
    };
    const refs = [1, 2].flatMap((n) => [id('threat-actor', n), id('user-account', n)]);
    const report = {
      ...times,
      type: 'report',
      id: id('report', 1),
      name: 'Approaches',
      published: times.created,
      object_refs: refs,
      created_by_ref: author.id,
    };
    const { entries } = fromStix(
      foreign(author, report, ...[1, 2].flatMap((n) => [person(n), account(n), uses(n)])),
      at,
    );
    expect(entries).toMatchObject(
      [1, 2].map((n) => ({
        names: [`Person ${n}`],
        aliases: ['P'],
        accounts: [{ site: 'linkedin', handle: `p${n}` }],
        alert: { issuer: 'A CERT', title: 'Approaches', date: '2026-05-01' },
      })),
    );
  });

  test('never lists a victim, a witness or an author, nor their accounts', () => {
    const identity = (n: number, name: string) => ({
      ...times,
      type: 'identity',
      id: id('identity', n),
      name,
      identity_class: 'individual',
    });
    const actor = {
      ...times,
      type: 'threat-actor',
      id: id('threat-actor', 1),
      name: 'Hostile',
      created_by_ref: id('identity', 3),
    };
    const account = {
      type: 'user-account',
      id: id('user-account', 1),
      account_type: 'linkedin',
      account_login: 'victim',
    };
    const join = (n: number, relationship_type: string, source_ref: string, target_ref: string) => ({
      ...{ ...times, type: 'relationship', id: id('relationship', n), relationship_type, source_ref, target_ref },
    });
    const sighting = {
      ...times,
      type: 'sighting',
      id: id('sighting', 1),
      sighting_of_ref: actor.id,
      where_sighted_refs: [id('identity', 2)],
    };
    const { entries, leftOut } = fromStix(
      foreign(
        ...[identity(1, 'Victim'), identity(2, 'Witness'), identity(3, 'Author'), actor, account, sighting],
        join(1, 'impersonates', actor.id, id('identity', 1)),
        join(2, 'related-to', id('identity', 1), account.id),
        { ...times, type: 'malware', id: id('malware', 1) },
      ),
      at,
    );
    expect(entries.map(({ names, accounts }) => [names, accounts])).toEqual([[['Hostile'], []]]);
    expect(leftOut).toEqual([`${id('identity', 1)} Victim`, id('malware', 1)]);
  });

  test('says which patterns were not taken over', () => {
    const both = { ...indicator, pattern: "[url:value = 'https://a.example' OR url:value = 'https://b.example']" };
    const person = { ...times, type: 'identity', id: id('identity', 1), name: 'Ada', identity_class: 'individual' };
    const related = {
      ...times,
      type: 'relationship',
      id: id('relationship', 1),
      relationship_type: 'indicates',
      source_ref: both.id,
      target_ref: person.id,
    };
    const { notes } = fromStix(foreign(person, both, related), at);
    expect(notes[0]!.lost).toContain(`indicator ${both.pattern}`);
  });

  test.each<[string, unknown, RegExp]>([
    ['is no bundle', { type: 'indicator' }, /^x\.json type: is "indicator", expected bundle/],
    ['says a wrong time', foreign({ ...indicator, valid_until: 'soon' }), /^x\.json objects\.0 valid_until: is "soon"/],
    [
      'lacks a name',
      foreign({ ...times, type: 'identity', id: id('identity', 1) }),
      /^x\.json objects\.0 name: is missing/,
    ],
    [
      'names someone at endless length',
      foreign({
        ...times,
        type: 'identity',
        id: id('identity', 1),
        name: 'a'.repeat(400),
        identity_class: 'individual',
      }),
      /names\.0: .*\(400 characters\), expected at most 300/,
    ],
  ])('that %s is refused by file and path', (_, value, message) => {
    expect(() => fromStix(value, at)).toThrow(message);
  });

  test('cannot smuggle control characters into what people read', () => {
    const odd = { ...indicator, 'x_\u001b[31m\n- id: evil': 1 };
    expect(fromStix(foreign(odd), at).notes[0]!.lost).toEqual(['indicator confidence', 'indicator x_?[31m?- id: evil']);
  });
});
