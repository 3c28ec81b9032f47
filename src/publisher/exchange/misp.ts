/**
 * Entries as a static MISP feed: `manifest.json`, `hashes.csv` and one event for each entry. Templates of objects are those
 * of MISP/misp-objects; what MISP has no place for stands in machine tags, `gamekeeper:expires="2027-01-05"`.
 *
 * An entry withdrawn or expired is no longer marked for detection (`to_ids`); a withdrawn one is marked as deleted too.
 */
import { createHash } from 'node:crypto';
import type { Account, Entry } from '../../watchlist/entry.ts';
import type { ExportContext } from './stix.ts';
import { publisherId, uuid5 } from './uuid.ts';

const template = (description: string, template_uuid: string, template_version: string) => ({
  description,
  template_uuid,
  template_version,
});
const TEMPLATES = {
  person: template('A person or persona', 'a15b0477-e9d1-4b9c-9546-abe78a4f4248', '21'),
  organization: template('An organisation', 'f750e12b-127a-432c-b022-b3f9153c4e2a', '9'),
  'user-account': template('An account on a networking site', '49606b06-22f0-4ac8-8eee-2f12ad46f3d3', '6'),
};

/** An alias with this comment is a name shown on the profile. */
export const SHOWN = 'Name shown on the profile';
/** What attributes that stand alone mean, by their comment. */
export const LABELS = {
  issuer: 'Issuer of the alert',
  reason: 'Reason',
  dispute: 'Disputes',
  photo: 'PDQ hash of a photo',
};
/** What a person has to do with an organisation that the profile names. */
export const CLAIMS = 'works-for';

export type MispEvent = ReturnType<typeof eventAt>;

/** The event of an entry. `timestamp` is that of `previous` when nothing else differs: whoever follows the feed skips it. */
export function toMispEvent(entry: Entry, context: ExportContext, previous?: unknown): MispEvent {
  const kept = (previous as MispEvent | undefined)?.timestamp;
  const event = eventAt(String(Math.floor(context.now.getTime() / 1_000)), entry, context);
  if (kept === undefined) return event;
  const same = eventAt(kept, entry, context);
  return JSON.stringify(same) === JSON.stringify(previous) ? same : event;
}

function eventAt(timestamp: string, entry: Entry, context: ExportContext) {
  const { id, alert, added, expires, withdrawn } = entry;
  const { publisher, tlp, now } = context;
  const today = now.toISOString().slice(0, 10);
  const deleted = withdrawn !== undefined && withdrawn <= today;
  const make = makerOf(`${publisher} misp ${id}`, timestamp, deleted);
  const tags = { entry: id, added, expires, withdrawn };
  return {
    uuid: make.uuid(''),
    info: alert.title,
    date: alert.date,
    timestamp,
    publish_timestamp: timestamp,
    published: true,
    // 4: undefined. A list does not grade its entries. 2: the analysis is complete.
    threat_level_id: '4',
    analysis: '2',
    Orgc: { name: publisher, uuid: publisherId(publisher) },
    Tag: [
      { name: `tlp:${tlp}` },
      ...Object.entries(tags).flatMap(([name, value]) => (value ? [{ name: `gamekeeper:${name}="${value}"` }] : [])),
    ],
    Attribute: attributesOf(entry, make),
    Object: objectsOf(entry, make, !deleted && expires >= today, context.addresses),
  };
}

type Make = ReturnType<typeof makerOf>;
/** `to_ids`: whether the value is one to be looked for. */
type Row = [relation: string, type: string, value: string | undefined, comment?: string, to_ids?: boolean];

/** Makes the parts of one event. Their ids follow from what they say, in `space`: exported again they are the same. */
function makerOf(space: string, timestamp: string, deleted: boolean) {
  const uuid = (part: string) => uuid5(`${space} ${part}`);
  const attribute = (at: string, type: string, category: string, value: string, comment = '') => ({
    uuid: uuid(`${at} ${type} ${value} ${comment}`),
    type,
    category,
    value,
    to_ids: false,
    comment,
    timestamp,
    distribution: '5',
    disable_correlation: false,
    deleted: false,
  });
  const row = (at: string, [object_relation, type, value, comment, to_ids = false]: Row) => {
    if (value === undefined) return [];
    const category = type === 'full-name' ? 'Person' : type === 'link' ? 'External analysis' : 'Other';
    const made = attribute(`${at} ${object_relation}`, type, category, value, comment);
    return [{ ...made, object_relation, to_ids, deleted }];
  };
  const reference = (at: string, { to, as }: { to: string; as: string }) => ({
    uuid: uuid(`${at} ${as} ${to}`),
    timestamp,
    object_uuid: uuid(at),
    referenced_uuid: uuid(to),
    relationship_type: as,
    comment: '',
    deleted,
  });
  const object = (
    name: keyof typeof TEMPLATES,
    at: string,
    rows: Row[],
    references: { to: string; as: string }[] = [],
  ) => ({
    uuid: uuid(at),
    name,
    'meta-category': 'misc',
    ...TEMPLATES[name],
    timestamp,
    distribution: '5',
    comment: '',
    deleted,
    ObjectReference: references.map((each) => reference(at, each)),
    Attribute: rows.flatMap((each) => row(at, each)),
  });
  return { uuid, attribute, object };
}

function attributesOf({ alert, reason, dispute, photos }: Entry, { attribute }: Make) {
  return [
    ...(alert.link ? [attribute('', 'link', 'External analysis', alert.link)] : []),
    attribute('', 'text', 'Other', alert.issuer, LABELS.issuer),
    attribute('', 'text', 'Other', reason, LABELS.reason),
    attribute('', 'text', 'Other', dispute, LABELS.dispute),
    ...photos.map(({ pdq, note }) =>
      attribute('', 'other', 'Other', pdq, note === undefined ? LABELS.photo : `${LABELS.photo}: ${note}`),
    ),
  ];
}

/** Who is listed, each account, and the firm that the profile names. */
function objectsOf(entry: Entry, { object }: Make, inForce: boolean, addresses: ExportContext['addresses']) {
  const { kind, names, aliases, accounts, organisation } = entry;
  const name: Row = kind === 'profile' ? ['full-name', 'full-name', names[0]] : ['name', 'text', names[0]];
  const others = [
    ...names.slice(1).map((other): Row => ['alias', 'text', other, SHOWN]),
    ...aliases.map((other): Row => ['alias', 'text', other]),
  ];
  const firm = organisation === undefined ? [] : [object('organization', 'firm', [['name', 'text', organisation]])];
  const references = [
    ...accounts.map((account) => ({ to: placeOf(account), as: 'uses' })),
    ...firm.map(() => ({ to: 'firm', as: CLAIMS })),
  ];
  return [
    object(kind === 'profile' ? 'person' : 'organization', 'listed', [name, ...others], references),
    ...accounts.map((account) =>
      object('user-account', placeOf(account), [
        ['account-type', 'text', account.site],
        ['username', 'text', account.handle, '', inForce],
        ['user-id', 'text', account.memberId, '', inForce],
        ['display-name', 'text', names[0]],
        ['link', 'link', addresses.of(account), '', inForce],
      ]),
    ),
    ...firm,
  ];
}

const placeOf = ({ site, handle, memberId }: Account) => `account ${site} ${memberId ?? handle}`;

/** `manifest.json`: what a MISP instance reads first, to see which events are new. */
export function manifest(events: readonly MispEvent[]): string {
  const rows = events.map(({ uuid, info, date, timestamp, analysis, threat_level_id, Orgc, Tag }) => [
    uuid,
    { info, date, timestamp, analysis, threat_level_id, Orgc, Tag },
  ]);
  return JSON.stringify(Object.fromEntries(rows), null, 2);
}

/** `hashes.csv`: which value stands in which event, for instances that look values up before they fetch events. */
export function hashes(events: readonly MispEvent[]): string {
  const rows = events.flatMap((event) =>
    [...event.Attribute, ...event.Object.flatMap((object) => object.Attribute)].map(
      ({ value }) => `${createHash('md5').update(value).digest('hex')},${event.uuid}`,
    ),
  );
  return `${[...new Set(rows)].join('\n')}\n`;
}
