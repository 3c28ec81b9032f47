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
const person = { ...common, name: text, description: text.optional() };

/** The types that say something of an entry, and the properties of each that are taken over. */
const TYPES = {
  identity: z.looseObject({
    ...person,
    type: z.literal('identity'),
    identity_class: text.optional(),
    extensions: z.looseObject({ [EXTENSION]: extension.optional() }).optional(),
  }),
  'threat-actor': z.looseObject({
    ...person,
    type: z.literal('threat-actor'),
    aliases: z.array(text).max(1_000).default([]),
  }),
  'user-account': z.looseObject({
    ...common,
    type: z.literal('user-account'),
    account_type: text.optional(),
    account_login: text.optional(),
    user_id: text.optional(),
    display_name: text.optional(),
  }),
  url: z.looseObject({ ...common, type: z.literal('url'), value: text }),
  indicator: z.looseObject({
    ...common,
    type: z.literal('indicator'),
    name: text.optional(),
    description: text.optional(),
    pattern: text,
    pattern_type: text,
    valid_from: instant,
    valid_until: instant.optional(),
  }),
  report: z.looseObject({
    ...common,
    type: z.literal('report'),
    name: text,
    description: text.optional(),
    published: instant,
    object_refs: z.array(id).max(1_000_000),
  }),
  relationship: z.looseObject({ ...common, type: z.literal('relationship'), source_ref: id, target_ref: id }),
  sighting: z.looseObject({ ...common, type: z.literal('sighting'), where_sighted_refs: z.array(id).default([]) }),
};
type Types = { [T in keyof typeof TYPES]: z.output<(typeof TYPES)[T]> };
type Listed = Types['identity'] | Types['threat-actor'];
type Sign = Types['user-account'] | Types['url'] | Types['indicator'];

/** Not taken over, and no loss: bookkeeping, and what only repeats other properties. */
const UNREMARKABLE = new Set(['spec_version', 'indicator_types', 'pattern_version', 'report_types']);

/** @throws GamekeeperError ERR_FILE naming the object and the property */
export function fromStix(json: unknown, context: ImportContext): Imported {
  const { file, addresses } = context;
  const { objects } = check(json, bundleSchema, file, 'a STIX 2.1 bundle');
  const known = objects.flatMap((object, at) =>
    Object.hasOwn(TYPES, object.type)
      ? [check(object, TYPES[object.type as keyof Types], `${file} objects.${at}`, `STIX 2.1, ${object.type}`)]
      : [],
  );
  return completeAll(new Reader(known, addresses).found(), context);
}

class Reader {
  readonly #byId: ReadonlyMap<string, Types[keyof Types]>;
  readonly #all: readonly Types[keyof Types][];
  readonly #addresses: Addresses;
  readonly #beside = new Map<string, Set<string>>();
  readonly #reports = new Map<string, Types['report']>();

  constructor(objects: readonly Types[keyof Types][], addresses: Addresses) {
    this.#all = objects;
    this.#addresses = addresses;
    this.#byId = new Map(objects.map((object) => [object.id, object]));
    const join = (one: string, other: string) => this.#beside.set(one, (this.#beside.get(one) ?? new Set()).add(other));
    for (const { source_ref, target_ref } of this.#of('relationship')) {
      join(source_ref, target_ref);
      join(target_ref, source_ref);
    }
    for (const report of this.#of('report')) for (const id of report.object_refs) this.#reports.set(id, report);
  }

  /** Every person or organisation listed with what stands beside it, and then every account that nobody owns. */
  found(): Found[] {
    const owned = new Set<string>();
    const listed = [...this.#listed()].map((object) => {
      const beside = [...(this.#beside.get(object.id) ?? [])].flatMap((id) => this.#byId.get(id) ?? []);
      const signs = beside.filter((each) => each.type in { 'user-account': 1, url: 1, indicator: 1 }) as Sign[];
      const firm = beside.find((each) => each.type === 'identity' && each.identity_class === 'organization');
      for (const sign of signs) owned.add(this.#key(sign));
      return this.#entry(object, signs, firm as Types['identity'] | undefined);
    });
    const orphans = new Map<string, Sign[]>();
    for (const sign of [...this.#of('user-account'), ...this.#of('url'), ...this.#of('indicator')]) {
      const key = this.#key(sign);
      if (!owned.has(key)) orphans.set(key, [...(orphans.get(key) ?? []), sign]);
    }
    return [...listed, ...[...orphans.values()].flatMap((signs) => this.#orphan(signs))];
  }

  #of<T extends keyof Types>(type: T): Types[T][] {
    return this.#all.filter((object): object is Types[T] => object.type === type);
  }

  /** Persons, and organisations that are neither an author, nor a witness, nor somebody's firm. */
  *#listed(): Generator<Listed> {
    const authors = new Set(this.#all.map(({ created_by_ref }) => created_by_ref));
    for (const { where_sighted_refs } of this.#of('sighting')) for (const id of where_sighted_refs) authors.add(id);
    for (const object of [...this.#of('identity'), ...this.#of('threat-actor')]) {
      const organisation = object.type === 'identity' && object.identity_class === 'organization';
      const beside = [...(this.#beside.get(object.id) ?? [])].map((id) => this.#byId.get(id));
      const firm = beside.some((each) => each?.type === 'threat-actor' || each?.type === 'identity');
      if (!organisation || (!authors.has(object.id) && !firm)) yield object;
    }
  }

  #entry(object: Listed, signs: Sign[], firm: Types['identity'] | undefined): Found {
    const said = this.#said(object, signs);
    const extended = object.type === 'identity' ? object.extensions?.[EXTENSION] : undefined;
    const { expires, withdrawn, dispute, other_names = [], aliases = [], photos = [] } = extended ?? {};
    return {
      ...said,
      kind: object.type === 'identity' && object.identity_class === 'organization' ? 'organisation' : 'profile',
      names: [object.name, ...other_names],
      aliases: object.type === 'threat-actor' ? object.aliases : aliases,
      photos,
      expires: said.expires ?? expires,
      ...(firm && { organisation: firm.name }),
      ...(said.withdrawn && { withdrawn: withdrawn ?? said.withdrawn }),
      ...(dispute && { dispute }),
      lost: [...said.lost, ...(firm ? this.#surplus(firm) : [])],
    };
  }

  #orphan(signs: Sign[]): Found[] {
    const said = this.#said(signs[0]!, signs);
    if (said.accounts.length === 0) return [];
    const name = signs.flatMap((sign) => (sign.type === 'user-account' ? (sign.display_name ?? []) : []))[0];
    const { handle, memberId } = said.accounts[0]!;
    return [{ ...said, names: [name ?? handle ?? memberId!] }];
  }

  /** What the object itself, the signs of its accounts and the report around it say. */
  #said(object: Listed | Sign, signs: readonly Sign[]) {
    const indicators = signs.filter((sign) => sign.type === 'indicator');
    const until = indicators.flatMap(({ valid_until }) => (valid_until ? Date.parse(valid_until) : []));
    const started = object.created ?? indicators[0]?.valid_from;
    const report = this.#reports.get(object.id);
    const revoked = object.revoked || (indicators.length > 0 && indicators.every((each) => each.revoked));
    const reference = object.external_references.find(({ source_name }) => source_name === 'gamekeeper');
    const described = [object, ...indicators].map((each) =>
      each.type === 'url' || each.type === 'user-account' ? undefined : each.description,
    );
    return {
      origin: object.id,
      ...(reference?.external_id && { id: reference.external_id }),
      names: [],
      accounts: signs.flatMap((sign) => this.#account(sign) ?? []),
      alert: report && this.#alert(report),
      reason: described.find((each) => each),
      ...(started && { added: dayOf(started) }),
      expires: until.length > 0 ? dayOf(Math.max(...until) - 1) : undefined,
      ...(revoked && { withdrawn: dayOf(object.modified ?? indicators[0]?.modified ?? 0) }),
      lost: [
        ...[object, ...signs, ...(report ? [report] : [])].flatMap((each) => this.#surplus(each)),
        ...signs.flatMap((sign) =>
          this.#account(sign) || this.#repeats(sign, signs)
            ? []
            : `${sign.type} ${'pattern' in sign ? sign.pattern : sign.id}`,
        ),
        ...object.object_marking_refs.map((id) => `marking ${tlpOf(id)}`),
      ],
    };
  }

  #alert({ name, published, external_references: [reference], created_by_ref }: Types['report']): Partial<Alert> {
    const author = this.#byId.get(created_by_ref ?? '');
    const issuer = reference?.source_name ?? (author?.type === 'identity' ? author.name : undefined);
    const link = reference?.url?.startsWith('https://') ? reference.url : undefined;
    return { ...(issuer && { issuer }), title: name, date: dayOf(published), ...(link && { link }) };
  }

  /** Properties that an entry has no place for. */
  #surplus(object: Types[keyof Types]): string[] {
    const taken: object = TYPES[object.type].shape;
    return Object.keys(object).flatMap((name) =>
      Object.hasOwn(taken, name) || UNREMARKABLE.has(name) ? [] : `${object.type} ${name}`,
    );
  }

  #account(sign: Sign): Account | undefined {
    if (sign.type === 'url') return this.#addresses.account(sign.value);
    if (sign.type === 'user-account')
      return accountOf({ site: sign.account_type, login: sign.account_login, id: sign.user_id });
    const [property, value] = comparison(sign.pattern);
    if (property === 'url:value') return this.#addresses.account(value);
    return property === 'user-account:user_id' ? accountOf({ id: value }) : undefined;
  }

  /** A pattern that finds an account which stands beside it, and does not itself say on which site. */
  #repeats(sign: Sign, signs: readonly Sign[]): boolean {
    if (sign.type !== 'indicator') return false;
    const [, value] = comparison(sign.pattern);
    return signs.some((each) => each.type === 'user-account' && [each.account_login, each.user_id].includes(value));
  }

  /** The same for all signs of one account. */
  #key(sign: Sign): string {
    const { site, memberId, handle } = this.#account(sign) ?? {};
    return site === undefined ? sign.id : `${site} ${handle ?? memberId}`;
  }
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
