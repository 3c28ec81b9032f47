/** MISP events of anyone, read for review. */
import { z } from 'zod';
import type { Account } from '../../watchlist/entry.ts';
import { check } from '../input.ts';
import { accountOf } from './accounts.ts';
import { CLAIMS, LABELS, SHOWN } from './misp.ts';
import { completeAll, dayOf, type Found, type ImportContext, type Imported } from './review.ts';

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
  Orgc: z.looseObject({ name: text }).optional(),
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
export const eventsSchema = z.union([
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
  return completeAll(
    events.flatMap((each) => entriesOf(each, context)),
    context,
  );
}

/** What of an account is taken over. */
const ACCOUNT = ['account-type', 'username', 'user-id', 'display-name', 'link'];

/** Every person or organisation with the accounts it refers to; then the accounts that nobody owns. */
function entriesOf(event: Event, { addresses }: ImportContext): Found[] {
  const about = ofEvent(event);
  const objects = new Map(event.Object.map((each) => [each.uuid, each]));
  const firms = new Set(
    event.Object.flatMap(({ ObjectReference }) =>
      ObjectReference.flatMap((to) => (to.relationship_type === CLAIMS ? to.referenced_uuid : [])),
    ),
  );
  const owner = (each: MispObject): Account | undefined =>
    accountOf({ site: value(each, 'account-type'), login: value(each, 'username'), id: value(each, 'user-id') }) ??
    addresses.account(value(each, 'link') ?? '');

  const accounts = event.Object.filter(({ name }) => name === 'user-account');
  const listed = event.Object.filter(
    ({ name, uuid }) => name === 'person' || (name === 'organization' && !firms.has(uuid)),
  );
  const owned = new Set<MispObject>();
  const found = listed.map((one): Found => {
    const beside = one.ObjectReference.flatMap((to) => objects.get(to.referenced_uuid) ?? []);
    const near = listed.length === 1 ? accounts : beside.filter(({ name }) => name === 'user-account');
    const own = near.filter(({ deleted }) => one.deleted || !deleted);
    for (const each of near) owned.add(each);
    const firm = beside.find(({ uuid }) => firms.has(uuid));
    const aliases = standing(one).filter(({ object_relation }) => object_relation === 'alias');
    const name = value(one, 'full-name') ?? value(one, 'name') ?? fullName(one);
    const shown = aliases.filter(({ comment }) => comment === SHOWN).map((alias) => alias.value);
    return {
      ...about,
      kind: one.name === 'person' ? 'profile' : 'organisation',
      names: [...(name ? [name] : []), ...shown],
      aliases: aliases.filter(({ comment }) => comment !== SHOWN).map((alias) => alias.value),
      accounts: own.flatMap((each) => owner(each) ?? []),
      ...(firm && { organisation: value(firm, 'name') ?? '' }),
      ...(one.deleted && { withdrawn: about.withdrawn ?? dayOf(event.date) }),
      lost: [
        ...about.lost,
        ...surplus(one, ['full-name', 'name', 'first-name', 'last-name', 'alias']),
        ...own.flatMap((each) => surplus(each, ACCOUNT)),
      ],
    };
  });
  const orphans = accounts.filter((each) => !owned.has(each));
  return [
    ...found.map((each, index) => (index === 0 ? each : { ...each, origin: `${each.origin}-${index}`, id: undefined })),
    ...orphans.flatMap((each): Found[] => {
      const account = owner(each);
      const name = value(each, 'display-name') ?? account?.handle ?? account?.memberId;
      return account && name
        ? [
            {
              ...about,
              origin: each.uuid,
              id: undefined,
              names: [name],
              accounts: [account],
              lost: [...about.lost, ...surplus(each, ACCOUNT)],
            },
          ]
        : [];
    }),
  ];
}

/** What the event says of all in it. */
function ofEvent({ uuid, info, date, Orgc, Tag, Attribute, Object: objects }: Event) {
  const tags = new Map(
    Tag.flatMap(({ name }) => {
      const [, key, value] = /^gamekeeper:([a-z]+)="(.*)"$/.exec(name) ?? [];
      return key && value ? [[key, value] as const] : [];
    }),
  );
  const labelled = (label: string) => Attribute.find(({ comment }) => comment === label)?.value;
  const photos = Attribute.filter(({ comment }) => comment.startsWith(LABELS.photo));
  const link = Attribute.find(({ type, value }) => type === 'link' && value.startsWith('https://'));
  const reason = labelled(LABELS.reason) ?? Attribute.find(({ type }) => type === 'comment')?.value;
  const issuer = labelled(LABELS.issuer) ?? Orgc?.name;
  const taken = new Set([labelled(LABELS.issuer), labelled(LABELS.dispute), reason, link?.value]);
  const [dispute, added, expires, withdrawn] = [
    labelled(LABELS.dispute),
    ...['added', 'expires', 'withdrawn'].map((name) => tags.get(name)),
  ];
  return {
    origin: uuid,
    id: tags.get('entry'),
    alert: { title: info, date, ...(issuer && { issuer }), ...(link && { link: link.value }) },
    photos: photos.map(({ value, comment }) => {
      const note = comment.slice(LABELS.photo.length + 2);
      return { pdq: value, ...(note && { note }) };
    }),
    added: added ?? date,
    expires,
    withdrawn,
    dispute,
    reason,
    lost: [
      ...Tag.flatMap(({ name }) => (name.startsWith('gamekeeper:') ? [] : [`tag ${name}`])),
      ...Attribute.flatMap((each) =>
        photos.includes(each) || taken.has(each.value) ? [] : [`attribute ${each.type} ${each.value}`],
      ),
      ...objects.flatMap(({ name }) =>
        ['person', 'organization', 'user-account'].includes(name) ? [] : [`object ${name}`],
      ),
    ],
  };
}

const value = (of: MispObject, relation: string) =>
  standing(of).find((each) => each.object_relation === relation)?.value;

/** In an object that was taken back, everything is marked as deleted; elsewhere what is so marked no longer counts. */
const standing = (of: MispObject) => of.Attribute.filter(({ deleted }) => of.deleted || !deleted);

const fullName = (person: MispObject) =>
  [value(person, 'first-name'), value(person, 'last-name')].filter(Boolean).join(' ') || undefined;

const surplus = (of: MispObject, taken: readonly string[]) =>
  standing(of).flatMap(({ object_relation }) =>
    taken.includes(object_relation ?? '') ? [] : [`${of.name} ${object_relation ?? 'attribute'}`],
  );
