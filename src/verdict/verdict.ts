import type { Alert } from '../watchlist/entry.ts';

/** Most serious first. See `decide.ts` for what leads to which. */
export const LEVELS = ['listed', 'likely', 'caution', 'note', 'none'] as const;
export type Level = (typeof LEVELS)[number];

/** What a user may be told of an entry that matched. */
export interface MatchedEntry {
  id: string;
  name: string;
  alert: Alert;
  reason: string;
  added: string;
  expires: string;
  dispute: string;
  /** The delegated partner who published it; absent for the list's own publisher. */
  publisher?: string;
}

/** Tells entries apart: two publishers may use one id. */
export function entryKey({ publisher = '', id }: MatchedEntry): string {
  return `${publisher}\n${id}`;
}

interface EntryEvidence {
  entry: MatchedEntry;
}

/** This very account: the only evidence for `listed`. */
export interface AccountEvidence extends EntryEvidence {
  kind: 'account';
  by: 'handle' | 'memberId' | 'memberNumericId';
  value: string;
}

/** The name is the same or similar. Alone it is never more than `note`. */
interface NameEvidence extends EntryEvidence {
  kind: 'name';
  tier: 'same' | 'similar';
  shown: string;
  listed: string;
}

/**
 * The organisation that a listed profile claims (`role: 'claimed'`), or a listed front organisation itself
 * (`role: 'front'`).
 */
export interface OrganisationEvidence extends EntryEvidence {
  kind: 'organisation';
  role: 'claimed' | 'front';
  tier: 'same' | 'similar';
  shown: string;
  listed: string;
}

/** The same photo as a listed profile (PDQ distance in bits, 0 to 256). It may be stolen from someone innocent. */
interface PhotoEvidence extends EntryEvidence {
  kind: 'photo';
  distance: number;
}

/** A published sign of a hostile approach, with the words that matched. */
export interface HallmarkEvidence {
  kind: 'hallmark';
  id: string;
  title: string;
  explanation: string;
  /** What to do about it, one sentence. */
  advice: string;
  /** Under which of the four Rs. */
  step: 'recognise' | 'realise' | 'report' | 'remove';
  source: string;
  weight: number;
  quotes: string[];
  /** The same in other languages, by code. */
  wordings?: Record<string, { title: string; explanation: string; advice: string }>;
}

export type Evidence = AccountEvidence | NameEvidence | OrganisationEvidence | PhotoEvidence | HallmarkEvidence;

/** What all hallmarks of one subject amount to: `mild` is at most a line in the popup, `pattern` leads to `caution`. */
export type HallmarkPattern = 'none' | 'mild' | 'pattern';

export interface Verdict {
  level: Level;
  /** Most telling first. */
  evidence: Evidence[];
  /** Present when a message is in a language that no hallmark rule reads: then finding none means nothing. */
  languageRead?: false;
  /** Version of the watch list that was asked; 0 when no list has ever been synced. */
  listVersion: number;
}
