/** What a page says about one person. Plain data: it crosses the message border and is parsed there again. */

/** Id of a site's rules, such as `linkedin`. */
export type SiteId = string;

/** Connection degree as shown: 1st, 2nd, 3rd (which includes "3rd+"). */
export type Degree = '1st' | '2nd' | '3rd';

export interface Connections {
  count: number;
  /** The page shows a lower bound: "500+". */
  plus: boolean;
  /** As shown, in the language of the page. */
  text: string;
}

export interface Position {
  title?: string;
  company?: string;
  employmentType?: string;
  dates?: string;
}

export interface Study {
  school?: string;
  degree?: string;
  dates?: string;
}

/** Facts of one person. An absent field is not on this page; it does not mean that the person has none. */
export interface Facts {
  site: SiteId;
  name?: string;
  /** The public address part, percent-decoded: `/in/<handle>/`. Not yet case-folded. */
  handle?: string;
  /** LinkedIn's 39-character id, `ACoA…`. */
  memberId?: string;
  /** The number inside the member id, decimal. */
  memberNumericId?: string;
  pronouns?: string;
  degree?: Degree;
  headline?: string;
  company?: string;
  school?: string;
  location?: string;
  about?: string;
  connections?: Connections;
  followers?: number;
  photoUrl?: string;
  experience?: Position[];
  education?: Study[];
}

export interface Message {
  from: 'them' | 'me';
  text: string;
}

/** Where on the page a person stands; decides the form of the warning. */
export type Surface = 'profile' | 'card' | 'conversation' | 'invitation' | 'post' | 'comment';

/** One person on the page. `key` names the place on the page for as long as the page lives; it means nothing elsewhere. */
export interface Subject {
  key: string;
  surface: Surface;
  facts: Facts;
  /** Oldest first; only on conversations and invitations. */
  messages?: Message[];
}

export type PageKind =
  | 'profile'
  | 'people-search'
  | 'messaging-page'
  | 'invitations'
  | 'connections'
  | 'feed'
  | 'other';

/** What the reader expected of a page of this kind and did not find. */
export interface Health {
  /** `read`: all required facts found. `unreadable`: the page is of this kind but its required facts were not found. */
  state: 'read' | 'unreadable' | 'not-applicable';
  /** Names of the missing required facts. */
  missing: string[];
}

export interface Reading {
  url: string;
  site: SiteId;
  kind: PageKind;
  /** Which generation of the site's markup matched, as named in the site rules. */
  generation?: string;
  subjects: Subject[];
  health: Health;
}

/** Where a subject's photo stands in the picture of the window, in widths of that picture. */
export interface SeenPhoto {
  key: string;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** What the popup asks a page for: what is read there now, and which photos are whole in view. */
export interface Sight {
  reading: Reading;
  photos: SeenPhoto[];
}
