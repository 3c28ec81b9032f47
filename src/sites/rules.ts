/**
 * How one site is read: plain data, published in the feed, so that a changed layout is repaired by publishing. There is
 * no expression, template or regular expression in it; what is not in these types cannot be said.
 */
import type { PageKind, SiteId, Surface } from '../profile/facts.ts';

/** The text facts a rule may read. The lists and the messages have rules of their own. */
export const TEXT_FACTS = [
  'name',
  'handle',
  'memberId',
  'memberNumericId',
  'pronouns',
  'degree',
  'headline',
  'company',
  'school',
  'location',
  'about',
  'connections',
  'followers',
  'photoUrl',
] as const;
export type TextFact = (typeof TEXT_FACTS)[number];

/** Clean-ups without a parameter; each either returns the cleaned text or refuses it. See `cleanups.ts`. */
export const CLEANUPS = [
  'dates',
  'degree',
  'image',
  'link-handle',
  'member-id',
  'no-digits',
  'not-degree',
  'not-member-id',
  'not-pronouns',
  'number',
  'pronouns',
] as const;

export type Cleanup =
  | (typeof CLEANUPS)[number]
  /** The part before the first of this text; the whole where it does not occur. */
  | { before: string }
  /** The part after the first of this text; refused where it does not occur. */
  | { after: string }
  /** Refuses text without this in it. */
  | { with: string }
  /** A number and one word that begins with one of these: "500+ connections". */
  | { count: string[] };

/** Where a text stands. `self` as selector means the element that reading started from. */
export type Source =
  /** Text that a sighted reader sees in the element. */
  | { text: string }
  /** An attribute of the element. */
  | { attribute: string; of: string }
  /** The element's accessible name: aria-label, else alt, else title. */
  | { label: string }
  /** A named part of the page's address. */
  | { address: string }
  /** Path in the page's JSON-LD description of this person, such as `worksFor.0.name`. */
  | { jsonLd: string }
  /** Path in an object embedded as JSON, whose `key` is the handle in the page's address. */
  | { json: string; of: string; key: string };

export type Place = Source & {
  /** Where reading starts: the subject's own element (the default), the page, or the heading of a group of rows. */
  from?: 'page' | 'group';
  /** Only this match, counted from 0; without it the first match that yields a text. */
  nth?: number;
  /** Only a link to this very person: its address names the handle in the page's address. */
  samePerson?: true;
  /** Applied in order; a refusal moves on to the next match. */
  clean?: Cleanup[];
};

/** A list of like entries: positions, studies. */
export interface RowsRule {
  /** Every entry, in the order shown; an entry inside a group as well as one alone. */
  rows: string;
  /** The element on the page that holds them; without it they are looked for in the subject's own element. */
  section?: string;
  /** The element around a group whose heading holds what its rows share. */
  group?: string;
  /** Fields of a row that stands alone, and of one in a group. */
  alone: Record<string, Place[]>;
  grouped?: Record<string, Place[]>;
}

export interface MessagesRule {
  rows: string;
  /** Matches a row that the other person wrote. */
  theirs: string;
  text: Place[];
}

/** Where a warning goes, relative to the subject's element or to one inside it. */
export interface AnchorRule {
  at?: string;
  position: InsertPosition;
}

export interface SubjectRule {
  surface: Surface;
  /** Looked for only where this matches on the page: a cheap question that spares most pages a dear one. */
  when?: string;
  /** The element of each person; for a profile the first alone counts. */
  root: string;
  /** Roots that match or hold this are someone else's affair: an advertisement, the reader's own profile. */
  not?: string;
  /** What only the reader's own profile has inside the root: it is not assessed. */
  own?: string;
  /** Facts without which this is not a person; `account` is a handle or a member id. */
  require: (TextFact | 'account')[];
  /**
   * Handles or member ids by which the page itself names the person. Where it names any, one must agree with the
   * address, or the page still shows the previous person.
   */
  agrees?: Place[];
  anchor: AnchorRule;
  facts: { [F in TextFact]?: Place[] };
  experience?: RowsRule;
  education?: RowsRule;
  messages?: MessagesRule;
}

/** One way in which the site has been serving pages of a kind. */
export interface Generation {
  id: string;
  /** The page is of this generation if this matches. */
  when: string;
  subjects: SubjectRule[];
}

export interface PageRule {
  kind: PageKind;
  /**
   */
  paths: string[];
  except?: string[];
  /** What stands in place of the page: a sign-in wall, a captcha, an error. Tells why nothing was found. */
  instead?: string;
  /** Tried in order. */
  generations: Generation[];
}

export interface SiteRules {
  id: SiteId;
  /** Host names, each with all its subdomains; `*` for any site that the user or policy added. */
  hosts: string[];
  /** Elements that a sighted reader does not see, or that are no part of what a person wrote. */
  unseen: string;
  /** Elements whose open shadow root is read as well. */
  shadowHosts?: string;
  pages: PageRule[];
  /** Subjects that may stand on any page of the site. */
  everywhere?: SubjectRule[];
}
