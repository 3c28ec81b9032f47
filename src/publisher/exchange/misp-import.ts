/** MISP events of anyone, read for review. */
import { z } from 'zod';
import type { Account } from '../../watchlist/entry.ts';
import { check } from '../input.ts';
import { type Addresses, accountOf } from './accounts.ts';
import { CLAIMS, LABELS, SHOWN } from './misp.ts';
import { completeAll, type Found, type ImportContext, type Imported } from './review.ts';

const text = z.string().max(100_000);
const flag = z.union([z.boolean(), z.stringbool()]).default(false);
const attribute = z.looseObject({
  type: text,
  value: z.union([text, z.number()]).transform(String),
  comment: text.nullish().transform((comment) => comment ?? ''),
  object_relation: text.nullish(),
  deleted: flag,
});
const object = z.looseObject({
  uuid: z.uuid(),
  name: text,
  deleted: flag,
  Attribute: z.array(attribute).max(10_000).default([]),
  ObjectReference: z
    .array(z.looseObject({ referenced_uuid: z.uuid(), relationship_type: text.nullish() }))
    .max(10_000)
    .default([]),
});
const event = z.looseObject({
  uuid: z.uuid(),
  info: text,
  date: z.iso.date(),
  Orgc: z.looseObject({ name: text }).nullish(),
  Tag: z
    .array(z.looseObject({ name: text }))
    .max(10_000)
    .default([]),
  Attribute: z
    .array(attribute)
    .max(100_000)
    .default([])
    .transform((all) => all.filter(({ deleted }) => !deleted)),
  Object: z.array(object).max(100_000).default([]),
});
const wrapped = z.looseObject({ Event: event });
/** One event, or what MISP's search answers. */
const eventsSchema = z.union([
  wrapped.transform((one) => [one.Event]),
  z
    .looseObject({ response: z.array(wrapped).max(100_000) })
    .transform(({ response }) => response.map((one) => one.Event)),
]);
export const manifestSchema = z.record(z.uuid(), z.unknown());

type Event = z.output<typeof event>;
type MispObject = z.output<typeof object>;

/** @throws GamekeeperError ERR_FILE naming the event and the field */
export function fromMisp(json: unknown, context: ImportContext): Imported {
  const events = check(json, eventsSchema, context.file, 'a MISP event {"Event": …}, or several {"response": […]}');
  const found = events.flatMap((each) => readEvent(each, context));
  return completeAll(found, context);
}

/** What of a person or organisation, and of an account, is taken over. */
const PERSON = ['full-name', 'name', 'first-name', 'last-name', 'alias', 'role'];
const ACCOUNT = ['account-type', 'username', 'user-id', 'display-name', 'link'];
/** Roles of the template that accuse. Anyone with other roles alone was wronged or has seen it, and must not be listed. */
const ACCUSED = new Set(['Suspect', 'Defendent', 'Accused', 'Culprit', 'Accomplice']);

/** Every person or organisation with the accounts it refers to; then the accounts that nobody owns. */
function readEvent(event: Event, { addresses }: ImportContext): (Found | string)[] {
  // Events of others often name a profile by its address alone. A `link` is no such thing: it leads to an analysis, and so
  // perhaps to the profile of an analyst.
  const addressed = new Set(event.Attribute.filter(({ type, value }) => type === 'url' && addresses.account(value)));
  const about = ofEvent(event, addressed);
  const objects = [...event.Object, ...[...addressed].map((link, index) => profileAt(link, `${event.uuid}-${index}`))];
  const accounts = objects
    .filter(({ name }) => name === 'user-account')
    .map((object): OnSite => ({ object, account: accountAt(object, addresses) }));
  const references = event.Object.flatMap(({ ObjectReference }) => ObjectReference);
  const claimed = new Set(references.filter((to) => to.relationship_type === CLAIMS).map((to) => to.referenced_uuid));
  const people = event.Object.filter(
    ({ name, uuid }) => name === 'person' || (name === 'organization' && !claimed.has(uuid)),
  );

  const beside = besideOf(people, event.Object);
  const onSite = new Map(accounts.map((each) => [each.object, each]));
  const accountsOf = (one: MispObject) =>
    people.length === 1 ? accounts : beside(one).flatMap((each) => onSite.get(each) ?? []);
  const owned = new Set(people.flatMap(accountsOf));
  const all = [
    ...people.map((one) => {
      const firm = beside(one).find(({ uuid }) => claimed.has(uuid));
      return personFound(about, one, accountsOf(one), firm);
    }),
    ...accounts.filter((each) => !owned.has(each)).map((each) => accountFound(about, each)),
  ];
  // One id cannot stand for several.
  const single = all.filter((each) => typeof each !== 'string').length === 1;
  return all.map((each) => (single || typeof each === 'string' ? each : { ...each, id: undefined }));
}

/** What each of `people` refers to, in the order of the event. */
function besideOf(people: readonly MispObject[], objects: readonly MispObject[]) {
  const references = people.flatMap((one) => {
    const all = new Set(one.ObjectReference.map(({ referenced_uuid }) => referenced_uuid));
    return [...all].map((to) => ({ one, to }));
  });
  const byObject = Map.groupBy(references, ({ to }) => to);
  const joined = objects.flatMap((object) => (byObject.get(object.uuid) ?? []).map(({ one }) => ({ one, object })));
  const byPerson = Map.groupBy(joined, ({ one }) => one);
  return (one: MispObject) => (byPerson.get(one) ?? []).map(({ object }) => object);
}

/** An object that describes an account, and the account if it is one that can be listed. */
interface OnSite {
  object: MispObject;
  account: Account | undefined;
}

const profileAt = (link: MispObject['Attribute'][number], uuid: string): MispObject => ({
  ...{ uuid, name: 'user-account', deleted: false, ObjectReference: [] },
  Attribute: [{ ...link, object_relation: 'link' }],
});

const accountAt = (object: MispObject, addresses: Addresses): Account | undefined =>
  accountOf({
    site: value(object, 'account-type'),
    login: value(object, 'username'),
    id: value(object, 'user-id'),
  }) ?? addresses.account(value(object, 'link') ?? '');

/** The id and the roles of whoever must not be listed. */
function personFound(about: About, one: MispObject, near: OnSite[], firm: MispObject | undefined): Found | string {
  const roles = values(one, 'role');
  if (roles.length > 0 && !roles.some((role) => ACCUSED.has(role))) return `${one.uuid} ${roles.join()}`;

  const accounts = near.filter(({ object }) => one.deleted || !object.deleted);
  const aliases = standing(one).filter(({ object_relation }) => object_relation === 'alias');
  const name =
    value(one, 'full-name') ??
    value(one, 'name') ??
    [...values(one, 'first-name'), ...values(one, 'last-name')].join(' ');
  const shown = aliases.filter(({ comment }) => comment === SHOWN);
  return {
    ...about,
    origin: one.uuid,
    kind: one.name === 'person' ? 'profile' : 'organisation',
    names: [name, ...shown.map((alias) => alias.value)].filter(Boolean),
    aliases: aliases.filter(({ comment }) => comment !== SHOWN).map((alias) => alias.value),
    accounts: accounts.flatMap(({ account }) => account ?? []),
    organisation: firm && value(firm, 'name'),
    withdrawn: about.withdrawn ?? (one.deleted ? about.alert.date : undefined),
    lost: [...about.lost, ...surplus(one, PERSON), ...accounts.flatMap(({ object }) => surplus(object, ACCOUNT))],
  };
}

/** An account that stands alone, or the id of what names none. */
function accountFound(about: About, { object, account }: OnSite): Found | string {
  const name = value(object, 'display-name') ?? account?.handle ?? account?.memberId;
  if (!account || !name) return object.uuid;
  const lost = [...about.lost, ...surplus(object, ACCOUNT)];
  return { ...about, origin: object.uuid, names: [name], accounts: [account], lost };
}

type About = ReturnType<typeof ofEvent>;

/** What the event says of all in it, the addresses of profiles apart. */
function ofEvent(
  { uuid, info, date, Orgc, Tag, Attribute: all, Object: objects }: Event,
  addressed: ReadonlySet<Event['Attribute'][number]>,
) {
  const Attribute = all.filter((each) => !addressed.has(each));
  const tags = new Map(
    Tag.flatMap(({ name }) => {
      const [, key, value] = /^gamekeeper:([a-z]+)="(.*)"$/.exec(name) ?? [];
      return key && value ? [[key, value] as const] : [];
    }),
  );
  const labelled = (label: string) => Attribute.find(({ comment }) => comment === label)?.value;
  const photos = new Set(Attribute.filter(({ comment }) => comment.startsWith(LABELS.photo)));
  const link = Attribute.find(({ type, value }) => type === 'link' && value.startsWith('https://'));
  const reason = labelled(LABELS.reason) ?? Attribute.find(({ type }) => type === 'comment')?.value;
  const issuer = labelled(LABELS.issuer) ?? Orgc?.name;
  const taken = new Set([labelled(LABELS.issuer), labelled(LABELS.dispute), reason, link?.value]);
  return {
    origin: uuid,
    id: tags.get('entry'),
    alert: { title: info, date, ...(issuer && { issuer }), ...(link && { link: link.value }) },
    photos: [...photos].map(({ value, comment }) => {
      const note = comment.slice(LABELS.photo.length + 2);
      return { pdq: value, ...(note && { note }) };
    }),
    added: tags.get('added') ?? date,
    expires: tags.get('expires'),
    withdrawn: tags.get('withdrawn'),
    dispute: labelled(LABELS.dispute),
    reason,
    lost: [
      ...Tag.flatMap(({ name }) => (name.startsWith('gamekeeper:') ? [] : [`tag ${name}`])),
      ...Attribute.flatMap((each) =>
        photos.has(each) || taken.has(each.value) ? [] : [`attribute ${each.type} ${each.value}`],
      ),
      ...objects.flatMap(({ name }) =>
        ['person', 'organization', 'user-account'].includes(name) ? [] : [`object ${name}`],
      ),
    ],
  };
}

const values = (of: MispObject, relation: string) =>
  standing(of).flatMap((each) => (each.object_relation === relation ? each.value : []));
const value = (of: MispObject, relation: string) => values(of, relation)[0];

/** In an object that was taken back, everything is marked as deleted; elsewhere what is so marked no longer counts. */
const standing = (of: MispObject) => of.Attribute.filter(({ deleted }) => of.deleted || !deleted);

const surplus = (of: MispObject, taken: readonly string[]) =>
  standing(of).flatMap(({ object_relation }) =>
    taken.includes(object_relation ?? '') ? [] : [`${of.name} ${object_relation ?? 'attribute'}`],
  );
