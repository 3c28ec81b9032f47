/**
 * Entries as STIX 2.1 (OASIS, 10 June 2021). Section numbers below are those of the specification.
 *
 *   identity      the person or organisation listed (4.5), and another for the firm a profile claims to work for
 *   user-account  each account (6.16), url its profile (6.15), both with the deterministic ids of 2.9
 *   indicator     one comparison that finds the account, by id and by address, until the entry expires (4.7)
 *   report        the alert (4.16)
 *   sighting      the publisher holds that the account was seen (5.2)
 *
 * A withdrawn entry is revoked (3.6). What STIX has no property for stands in an extension of ours (7.3).
 */
import { isDeepStrictEqual } from 'node:util';
import type { Account, Entry } from '../../watchlist/entry.ts';
import type { Addresses } from './accounts.ts';
import { publisherId, uuid5 } from './uuid.ts';

/** Defined in `docs/stix-extension.json`; the schema of bundles has no place for definitions. */
export const EXTENSION = 'extension-definition--9d2b5f0e-3c1a-4b47-8f0d-52c7d1b6a0e4';

/** 7.2.1.4 and the TLP 2.0 extension that OASIS publishes: fixed ids, so that every tool knows them. */
export const TLP = {
  clear: '94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: '55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': '939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'e828b379-4e03-4974-9ac4-e53a884c97c1',
} as const;
export type Tlp = keyof typeof TLP;

export interface ExportContext {
  publisher: string;
  contact: string;
  tlp: Tlp;
  now: Date;
  addresses: Addresses;
}

export type StixObject = { type: string; id: string } & Record<string, unknown>;
export interface Bundle {
  type: 'bundle';
  id: string;
  objects: StixObject[];
}

const midnight = (day: string) => `${day}T00:00:00.000Z`;
const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString();

/** `previous` is the bundle that this one follows: an object that says the same keeps its `modified` (3.6.2). */
export function toStix(entries: readonly Entry[], context: ExportContext, previous?: Bundle): Bundle {
  const { publisher, contact, tlp, now, addresses } = context;
  const author = `identity--${publisherId(publisher)}`;
  const make: Make = (type, name, fields) => ({
    type,
    spec_version: '2.1',
    id: `${type}--${uuid5(`${publisher} ${type} ${name}`)}`,
    created_by_ref: author,
    // Never before it was created (3.6), even where an entry is dated ahead.
    modified: [now.toISOString(), `${fields.created}`].sort().at(-1),
    ...fields,
  });
  const ours = make('identity', '', {
    id: author,
    created: '2026-01-01T00:00:00.000Z',
    name: publisher,
    identity_class: 'organization',
    contact_information: contact,
  });
  const marking = tlpMarking(tlp);
  const marked = [ours, ...entries.flatMap((entry) => entryObjects(entry, author, make, addresses))].map((each) => ({
    ...each,
    object_marking_refs: [marking.id],
  }));
  const objects = new Map([marking, ...marked].map((each) => [each.id, each]));
  const kept = keepModified([...objects.values()], previous);
  return { type: 'bundle', id: `bundle--${uuid5(JSON.stringify(kept))}`, objects: kept };
}

/** Whether all in the bundle is by `publisher`. */
export function isBundleOf(publisher: string, { objects }: Pick<Bundle, 'objects'>): boolean {
  const authors = new Set(objects.flatMap(({ created_by_ref }) => created_by_ref ?? []));
  return authors.size === 1 && authors.has(`identity--${publisherId(publisher)}`);
}

type Make = (type: string, name: string, fields: Record<string, unknown>) => StixObject;

function entryObjects(entry: Entry, author: string, made: Make, addresses: Addresses): StixObject[] {
  const { id, kind, names, aliases, photos, organisation, alert, reason, added, expires, withdrawn, dispute } = entry;
  const make: Make = (type, name, fields) =>
    made(type, `${id} ${name}`, { created: midnight(added), ...(withdrawn && { revoked: true }), ...fields });
  const listed = make('identity', '', {
    name: names[0],
    description: reason,
    identity_class: kind === 'profile' ? 'individual' : 'organization',
    external_references: referenceTo(id),
    extensions: {
      [EXTENSION]: {
        extension_type: 'property-extension',
        expires,
        dispute,
        ...(withdrawn && { withdrawn }),
        ...(names.length > 1 && { other_names: names.slice(1) }),
        ...(aliases.length > 0 && { aliases }),
        ...(photos.length > 0 && { photos }),
      },
    },
  });
  const accounts = entry.accounts.flatMap((account) => {
    const { site, handle, memberId } = account;
    const address = addresses.of(account);
    const found = observable('user-account', { account_type: site, user_id: memberId, account_login: handle });
    const url = address === undefined ? [] : [observable('url', { value: address })];
    const indicators = patterns(account, address).flatMap((pattern) =>
      indicatorObjects(pattern, `${names[0]} on ${site}`, entry, listed, author, make),
    );
    return [found, ...url, related(make, listed, found), ...indicators];
  });
  const firm = organisation && make('identity', 'firm', { name: organisation, identity_class: 'organization' });
  const objects = [listed, ...accounts, ...(firm ? [firm, related(make, listed, firm)] : [])];
  const report = make('report', '', {
    name: alert.title,
    description: reason,
    report_types: ['threat-report'],
    published: midnight(alert.date),
    external_references: [
      { source_name: alert.issuer, description: alert.title, ...(alert.link && { url: alert.link }) },
    ],
    object_refs: objects.map((each) => each.id),
  });
  return [...objects, report];
}

/** What finds an account, that it leads to whom we list, and that we hold it was seen. */
function indicatorObjects(
  pattern: string,
  name: string,
  { id, reason, added, expires, alert }: Entry,
  listed: StixObject,
  author: string,
  make: Make,
): StixObject[] {
  const indicator = make('indicator', pattern, {
    name,
    description: reason,
    indicator_types: ['malicious-activity'],
    pattern,
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: midnight(added),
    valid_until: dayAfter(expires),
    external_references: referenceTo(id),
  });
  const seen = make('sighting', pattern, {
    description: `Named in: ${alert.title}`,
    sighting_of_ref: indicator.id,
    where_sighted_refs: [author],
  });
  return [indicator, related(make, indicator, listed), seen];
}

const referenceTo = (id: string) => [{ source_name: 'gamekeeper', external_id: id }];

const related = (make: Make, source: StixObject, target: StixObject) =>
  make('relationship', `${source.id} ${target.id}`, {
    relationship_type: 'related-to',
    source_ref: source.id,
    target_ref: target.id,
  });

/** One comparison each (9.5): by what never changes, and by the address, which is all that other tools see of a visit. */
function patterns({ handle, memberId }: Account, address: string | undefined): string[] {
  const known = [
    ['user-account:user_id', memberId],
    ['url:value', address],
    ['user-account:account_login', address || memberId ? undefined : handle],
  ];
  return known.flatMap(([path, value]) =>
    value ? `[${path} = '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']` : [],
  );
}

/** The namespace of observables, and their ids from the canonical JSON of what makes them the same (2.9). */
const OBSERVABLES = '00abedb4-aa42-466c-9c01-fed23315a9b7';

/** Canonical JSON (RFC 8785) of text properties is JSON with sorted names. */
function observable(type: string, properties: Record<string, string | undefined>): StixObject {
  const known = Object.entries(properties).filter(([, value]) => value !== undefined);
  const identity = Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : 1)));
  return { type, spec_version: '2.1', id: `${type}--${uuid5(JSON.stringify(identity), OBSERVABLES)}`, ...identity };
}

function tlpMarking(tlp: Tlp): StixObject {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: `marking-definition--${TLP[tlp]}`,
    created: '2022-10-01T00:00:00.000Z',
    name: `TLP:${tlp.toUpperCase()}`,
    extensions: {
      'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': {
        extension_type: 'property-extension',
        tlp_2_0: tlp,
      },
    },
  };
}

function keepModified(objects: readonly StixObject[], previous: Bundle | undefined): StixObject[] {
  const before = new Map(previous?.objects.map((each) => [each.id, each]));
  return objects.map((each) => {
    const modified = before.get(each.id)?.modified;
    const kept = JSON.parse(JSON.stringify({ ...each, ...(modified !== undefined && { modified }) }));
    return isDeepStrictEqual(kept, before.get(each.id)) ? kept : each;
  });
}
