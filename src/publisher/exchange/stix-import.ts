/** STIX 2.1 bundles of anyone, read for review. */
import { z } from 'zod';
import { type Account, type Alert, entrySchema } from '../../watchlist/entry.ts';
import { check } from '../input.ts';
import { type Addresses, accountOf } from './accounts.ts';
import { completeAll, dayOf, type Found, type ImportContext, type Imported } from './review.ts';
import { EXTENSION, TLP } from './stix.ts';

export const bundleSchema = z.looseObject({
  type: z.literal('bundle'),
  id: z.string().max(300),
  objects: z.array(z.looseObject({ type: z.string().max(250), id: z.string().max(300) })).max(1_000_000),
});

const text = z.string().max(100_000);
const id = z.string().max(300);
const instant = z.iso.datetime();
const extension = z.looseObject({
  expires: entrySchema.shape.expires.optional(),
  withdrawn: entrySchema.shape.withdrawn,
  dispute: entrySchema.shape.dispute.optional(),
  other_names: entrySchema.shape.names.optional(),
  aliases: entrySchema.shape.aliases,
  photos: entrySchema.shape.photos,
});
const common = {
  id,
  created: instant.optional(),
  modified: instant.optional(),
  revoked: z.boolean().optional(),
  created_by_ref: id.optional(),
  object_marking_refs: z.array(id).max(100).default([]),
  external_references: z
    .array(z.looseObject({ source_name: text, external_id: text.optional(), url: text.optional() }))
    .max(1_000)
    .default([]),
};
const object = <const T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.looseObject({ ...common, type: z.literal(type), ...shape });
const person = { name: text, description: text.optional() };

/** The types that say something of an entry, and the properties of each that are taken over. */
const TYPES = {
  identity: object('identity', {
    ...person,
    identity_class: text.optional(),
    extensions: z.looseObject({ [EXTENSION]: extension.optional() }).optional(),
  }),
  'threat-actor': object('threat-actor', { ...person, aliases: z.array(text).max(1_000).optional() }),
  'user-account': object('user-account', {
    account_type: text.optional(),
    account_login: text.optional(),
    user_id: text.optional(),
    display_name: text.optional(),
  }),
  url: object('url', { value: text }),
  indicator: object('indicator', {
    name: text.optional(),
    description: text.optional(),
    pattern: text,
    pattern_type: text,
    valid_from: instant,
    valid_until: instant.optional(),
  }),
  report: object('report', { ...person, published: instant, object_refs: z.array(id).max(1_000_000) }),
  relationship: object('relationship', { relationship_type: text, source_ref: id, target_ref: id }),
  sighting: object('sighting', { where_sighted_refs: z.array(id).default([]) }),
};
type Types = { [T in keyof typeof TYPES]: z.output<(typeof TYPES)[T]> };
type Any = Types[keyof Types];
type Listed = Types['identity'] | Types['threat-actor'];
type SignObject = Types['user-account'] | Types['url'] | Types['indicator'];

/** Not taken over, and no loss: bookkeeping, and what only repeats other properties. */
const UNREMARKABLE = new Set(['spec_version', 'indicator_types', 'pattern_version', 'report_types']);
/** Types that are about the bundle, not about anyone in it. */
const APART = new Set(['marking-definition', 'extension-definition', 'relationship', 'report', 'sighting']);
/** Whoever stands at the other end of these was wronged, and must never be listed for it. */
const AGAINST = new Set(['targets', 'impersonates', 'compromises']);

/** @throws GamekeeperError ERR_FILE naming the object and the property */
export function fromStix(json: unknown, context: ImportContext): Imported {
  const { file } = context;
  const { objects } = check(json, bundleSchema, file, 'a STIX 2.1 bundle');
  const known: Any[] = [];
  const leftOut: string[] = [];
  for (const [at, { type, id, ...rest }] of objects.entries()) {
    const schema = Object.hasOwn(TYPES, type) ? TYPES[type as keyof Types] : undefined;
    if (schema) known.push(check({ type, id, ...rest }, schema, `${file} objects.${at}`, `STIX 2.1, ${type}`));
    else if (!APART.has(type)) leftOut.push(id);
  }
  return completeAll([...readAll(known, context.addresses), ...leftOut], context);
}

/** Every person or organisation accused, with what stands beside it; whom it wronged; every account that nobody owns. */
function readAll(all: readonly Any[], addresses: Addresses): (Found | string)[] {
  const of = <T extends keyof Types>(type: T) => all.filter((each): each is Types[T] => each.type === type);
  const byId = new Map(all.map((each) => [each.id, each]));
  const [against = [], between = []] = [true, false].map((is) =>
    of('relationship').filter(({ relationship_type }) => AGAINST.has(relationship_type) === is),
  );
  const wronged = new Set(against.map(({ target_ref }) => target_ref));
  const ends = between.flatMap(({ source_ref, target_ref }) => [
    { one: source_ref, other: target_ref },
    { one: target_ref, other: source_ref },
  ]);
  const joined = Map.groupBy(ends, ({ one }) => one);
  const beside = (id: string) => (joined.get(id) ?? []).flatMap(({ other }) => byId.get(other) ?? []);
  const witnesses = new Set([
    ...all.map(({ created_by_ref }) => created_by_ref),
    ...of('sighting').flatMap(({ where_sighted_refs }) => where_sighted_refs),
  ]);
  const reports = new Map(of('report').flatMap((report) => report.object_refs.map((id) => [id, report] as const)));
  const says = (object: Listed | SignObject, signs: Sign[]) => said(object, signs, reports.get(object.id), byId);
  const signs = new Map(all.filter(isSign).map((object) => [object.id, signOf(object, addresses)]));
  const signsOf = (id: string) => beside(id).flatMap((each) => signs.get(each.id) ?? []);

  const everyone = [...of('identity'), ...of('threat-actor')];
  const persons = everyone.filter(({ id }) => !witnesses.has(id));
  const isFirm = (object: Any) =>
    isOrganisation(object) && beside(object.id).some(({ type }) => type === 'identity' || type === 'threat-actor');
  const accused = persons.filter((object) => !wronged.has(object.id) && !isFirm(object));
  const found = accused.map((object) =>
    personFound(object, says(object, signsOf(object.id)), beside(object.id).find(isOrganisation)),
  );

  // The account of a victim or a witness is nobody's to list either.
  const owned = new Set(everyone.flatMap(({ id }) => signsOf(id).map(({ key }) => key)));
  const orphans = Map.groupBy(
    [...signs.values()].filter(({ key }) => !owned.has(key)),
    ({ key }) => key,
  );
  const alone = [...orphans.values()].map((same) => accountFound(says(same[0]!.object, same), same));
  const bystanders = persons.filter(({ id }) => wronged.has(id)).map(({ id, name }) => `${id} ${name}`);
  return [...found, ...bystanders, ...alone];
}

/** An object that finds an account. */
interface Sign {
  object: SignObject;
  account: Account | undefined;
  /** The same for all signs of one account. */
  key: string;
}

function signOf(object: SignObject, addresses: Addresses): Sign {
  const account = accountAt(object, addresses);
  return { object, account, key: account ? `${account.site} ${account.handle ?? account.memberId}` : object.id };
}

function accountAt(object: SignObject, addresses: Addresses): Account | undefined {
  if (object.type === 'url') return addresses.account(object.value);
  if (object.type === 'user-account')
    return accountOf({ site: object.account_type, login: object.account_login, id: object.user_id });
  const [property, value] = comparison(object.pattern);
  if (property === 'url:value') return addresses.account(value);
  return property === 'user-account:user_id' ? accountOf({ id: value }) : undefined;
}

function personFound(object: Listed, said: Said, firm: Types['identity'] | undefined): Found {
  const extended = object.type === 'identity' ? object.extensions?.[EXTENSION] : undefined;
  const { expires, withdrawn, dispute, other_names = [], aliases = [], photos = [] } = extended ?? {};
  return {
    ...said,
    kind: isOrganisation(object) ? 'organisation' : 'profile',
    names: [object.name, ...other_names],
    aliases: object.type === 'threat-actor' ? (object.aliases ?? []) : aliases,
    organisation: firm?.name,
    photos,
    expires: said.expires ?? expires,
    withdrawn: said.withdrawn && (withdrawn ?? said.withdrawn),
    dispute,
    lost: [...said.lost, ...(firm ? surplus(firm) : [])],
  };
}

/** An account that stands alone, or the id of what names none. */
function accountFound(said: Said, signs: Sign[]): Found | string {
  const account = said.accounts[0];
  if (!account) return said.origin;
  const shown = signs.flatMap(({ object }) => (object.type === 'user-account' ? (object.display_name ?? []) : []));
  return { ...said, names: [shown[0] ?? account.handle ?? account.memberId!] };
}

type Said = ReturnType<typeof said>;

/** What the object itself, the signs of its accounts and the report around it say. */
function said(
  object: Listed | SignObject,
  signs: Sign[],
  report: Types['report'] | undefined,
  byId: ReadonlyMap<string, Any>,
) {
  const objects = signs.map((sign) => sign.object);
  const indicators = objects.filter((sign) => sign.type === 'indicator');
  const until = indicators.flatMap(({ valid_until }) => (valid_until ? Date.parse(valid_until) : []));
  const started = object.created ?? indicators[0]?.valid_from;
  const revoked = object.revoked || (indicators.length > 0 && indicators.every((each) => each.revoked));
  const unread = signs.flatMap((sign) => (sign.account || repeats(sign.object, objects) ? [] : sign.object));
  return {
    origin: object.id,
    id: object.external_references.find(({ source_name }) => source_name === 'gamekeeper')?.external_id,
    accounts: signs.flatMap(({ account }) => account ?? []),
    alert: report && alertIn(report, byId.get(report.created_by_ref ?? '')),
    reason: [object, ...indicators]
      .map((each) => 'description' in each && each.description)
      .find((each) => typeof each === 'string'),
    added: started && dayOf(started),
    expires: until.length > 0 ? dayOf(Math.max(...until) - 1) : undefined,
    withdrawn: revoked ? dayOf(object.modified ?? indicators[0]?.modified ?? 0) : undefined,
    lost: [
      ...[object, ...objects, ...(report ? [report] : [])].flatMap(surplus),
      ...unread.map((sign) => `${sign.type} ${sign.type === 'indicator' ? sign.pattern : sign.id}`),
      ...object.object_marking_refs.map((id) => `marking ${tlpOf(id)}`),
    ],
  };
}

function alertIn(
  { name, published, external_references: [reference] }: Types['report'],
  author: Any | undefined,
): Partial<Alert> {
  return {
    issuer: reference?.source_name ?? (author?.type === 'identity' ? author.name : undefined),
    title: name,
    date: dayOf(published),
    link: reference?.url?.startsWith('https://') ? reference.url : undefined,
  };
}

const isSign = (object: Any): object is SignObject =>
  object.type === 'user-account' || object.type === 'url' || object.type === 'indicator';
const isOrganisation = (object: Any): object is Types['identity'] =>
  object.type === 'identity' && object.identity_class === 'organization';

/** Properties that an entry has no place for. */
function surplus(object: Any): string[] {
  const taken: object = TYPES[object.type].shape;
  const left = Object.keys(object).filter((name) => !Object.hasOwn(taken, name) && !UNREMARKABLE.has(name));
  return left.map((name) => `${object.type} ${name}`);
}

/** A pattern that finds an account which stands beside it, and does not itself say on which site. */
function repeats(sign: SignObject, signs: readonly SignObject[]): boolean {
  const [, value] = sign.type === 'indicator' ? comparison(sign.pattern) : [];
  return (
    value !== undefined &&
    signs.some((each) => each.type === 'user-account' && [each.account_login, each.user_id].includes(value))
  );
}

/** The property and the text of a pattern that is one comparison (9.1). More than that would need an analyst. */
function comparison(pattern: string): [property: string, value: string] {
  const [, property = '', quoted = ''] = /^\s*\[\s*([\w:-]+)\s*=\s*'((?:[^'\\]|\\.)*)'\s*\]\s*$/.exec(pattern) ?? [];
  return [property, quoted.replace(/\\(.)/g, '$1')];
}

function tlpOf(marking: string): string {
  const name = Object.entries(TLP).find(([, id]) => marking === `marking-definition--${id}`)?.[0];
  return name ? `TLP:${name.toUpperCase()}` : marking;
}
