/** What a person is told of a verdict. It never says more than the evidence does. */

import {
  type AccountEvidence,
  type Evidence,
  entryKey,
  type HallmarkEvidence,
  type Level,
  type MatchedEntry,
  type Verdict,
} from './verdict.ts';
import { isolate, type Language } from './wording-language.ts';
import { frontOf, isFront, type Step, stepsFor, toldLevel, wordsOf } from './wording-steps.ts';

/** One entry of the watch list that matched, with all that is to be said of it. */
export interface AlertWording {
  entryId: string;
  title: string;
  link?: string;
  issued: string;
  /** Whom or what the entry names. */
  names: string;
  reason: string;
  /** One line for each thing that matches. */
  matches: string[];
  dates: string;
  partner?: string;
  /** Address to object at: https or mailto. */
  dispute: string;
}

/** One published sign, with the words that showed it. */
export interface SignWording {
  id: string;
  title: string;
  explanation: string;
  /** One sentence: what to do about it. */
  advice: string;
  quotes: string[];
  source: string;
}

export interface Wording {
  level: Level;
  title: string;
  sentence: string;
  alerts: AlertWording[];
  signs: SignWording[];
  /** What the evidence does not show; said with the reasons. */
  caveats: string[];
  steps: Step[];
  /** Which list was asked. */
  version: string;
}

/** The words for `verdict`. Texts from outside stand in Unicode isolates. */
export function wordingOf(verdict: Verdict, language: Language): Wording {
  const { t } = language;
  const signs = verdict.evidence.filter((piece) => piece.kind === 'hallmark');
  const matches = verdict.evidence.filter((piece) => piece.kind !== 'hallmark');
  const nameOnly = matches.length > 0 && matches.every((piece) => piece.kind === 'name');
  const caveats: string[] = [];
  if (verdict.evidence.length === 0 && verdict.listVersion > 0) caveats.push(t('why_nothing'));
  if (nameOnly && verdict.level !== 'note') caveats.push(t('caveat_name'));
  if (signs.length > 0) caveats.push(t('caveat_signs'));
  if (verdict.languageRead === false) caveats.push(t('caveat_language'));
  return {
    level: verdict.level,
    ...headline(verdict, matches, signs, language),
    alerts: alertsOf(matches, language),
    signs: signs.map((sign) => signWording(sign, language)),
    caveats,
    steps: stepsFor(verdict, language),
    version: versionOf(verdict, language),
  };
}

/** Which list was asked, if there was one to ask. */
export function versionOf({ listVersion }: Pick<Verdict, 'listVersion'>, { t, number }: Language): string {
  return listVersion > 0 ? t('why_version', { version: number(listVersion) }) : t('feed_never');
}

type Match = Exclude<Evidence, HallmarkEvidence>;

function headline(
  verdict: Verdict,
  matches: Match[],
  signs: HallmarkEvidence[],
  language: Language,
): { title: string; sentence: string } {
  const { t } = language;
  switch (toldLevel(verdict)) {
    case 'listed': {
      const account = matches.find((piece) => piece.kind === 'account') ?? matches[0];
      return { title: t('level_listed'), sentence: account ? listedSentence(account, language) : '' };
    }
    case 'likely':
      return likelyHeadline(matches, language);
    case 'caution': {
      const titles = signs
        .slice(0, 3)
        .map((sign) => isolate(wordsOf(sign, language).title))
        .join('; ');
      return { title: t('level_caution'), sentence: t('caution_sentence', { signs: titles }) };
    }
    case 'note':
      if (matches.some((piece) => piece.kind === 'photo'))
        return { title: t('level_note_photo'), sentence: t('match_photo') };
      return { title: t('level_note'), sentence: t('note_name') };
    case 'none':
      return verdict.listVersion === 0
        ? { title: t('level_unchecked'), sentence: t('unchecked_sentence') }
        : { title: t('level_none'), sentence: t('none_sentence') };
  }
}

function listedSentence(piece: Match, { t, day }: Language): string {
  const said = { issuer: isolate(piece.entry.alert.issuer), date: day(piece.entry.alert.date) };
  const byHandle = (piece as AccountEvidence).by === 'handle';
  return byHandle ? t('listed_by_handle', said) : t('listed_by_id', said);
}

function likelyHeadline(matches: Match[], language: Language): { title: string; sentence: string } {
  const { t, day } = language;
  const front = frontOf(matches);
  if (front) {
    const { alert } = front.entry;
    return {
      title: t('level_likely_organisation'),
      sentence: t('likely_organisation', {
        issuer: isolate(alert.issuer),
        date: day(alert.date),
        listed: isolate(front.listed),
        shown: isolate(front.shown),
      }),
    };
  }
  const title = t('level_likely');
  const persona = strongestEntry(matches.filter((piece) => !isFront(piece)));
  if (!persona) return { title, sentence: '' };
  const about = matches.filter(({ entry }) => entryKey(entry) === entryKey(persona));
  const features = about.map((piece) => feature(piece, language));
  return {
    title,
    sentence: t('likely_persona', {
      issuer: isolate(persona.alert.issuer),
      date: day(persona.alert.date),
      listed: isolate(persona.name),
      features: language.list([...new Set(features)]),
    }),
  };
}

/** The entry that most kinds of evidence point to. */
function strongestEntry(matches: Match[]): MatchedEntry | undefined {
  const count = (entry: MatchedEntry) => matches.filter((piece) => entryKey(piece.entry) === entryKey(entry)).length;
  return matches.map((piece) => piece.entry).sort((a, b) => count(b) - count(a))[0];
}

function feature(piece: Match, { t }: Language): string {
  switch (piece.kind) {
    case 'account':
      return t('feature_account');
    case 'photo':
      return t('feature_photo');
    case 'name':
      return piece.tier === 'same' ? t('feature_name_same') : t('feature_name_similar');
    case 'organisation':
      return piece.tier === 'same' ? t('feature_organisation_same') : t('feature_organisation_similar');
  }
}

function alertsOf(matches: Match[], language: Language): AlertWording[] {
  const byEntry = Map.groupBy(matches, ({ entry }) => entryKey(entry));
  return [...byEntry.values()].map((pieces) => alertWording(pieces[0]!.entry, pieces, language));
}

function alertWording(entry: MatchedEntry, pieces: Match[], language: Language): AlertWording {
  const { t, day } = language;
  return {
    entryId: entry.id,
    title: isolate(entry.alert.title, 300),
    ...(entry.alert.link && { link: entry.alert.link }),
    issued: t('why_issued', { issuer: isolate(entry.alert.issuer), date: day(entry.alert.date) }),
    names: t('why_names', { name: isolate(entry.name) }),
    reason: isolate(entry.reason, 500),
    matches: pieces.map((piece) => matchLine(piece, language)),
    dates: t('why_dates', { added: day(entry.added), expires: day(entry.expires) }),
    ...(entry.publisher && { partner: t('why_partner', { publisher: isolate(entry.publisher) }) }),
    dispute: entry.dispute.startsWith('https://') ? entry.dispute : `mailto:${entry.dispute}`,
  };
}

function matchLine(piece: Match, { t }: Language): string {
  switch (piece.kind) {
    case 'account':
      return piece.by === 'handle'
        ? t('match_handle', { value: isolate(piece.value) })
        : t('match_id', { value: isolate(piece.value) });
    case 'name':
      return piece.tier === 'same'
        ? t('match_name_same', { listed: isolate(piece.listed) })
        : t('match_name_similar', { shown: isolate(piece.shown), listed: isolate(piece.listed) });
    case 'organisation': {
      const shown = isolate(piece.shown);
      if (piece.tier === 'similar') return t('match_organisation_similar', { shown, listed: isolate(piece.listed) });
      return piece.role === 'front'
        ? t('match_organisation_front', { shown })
        : t('match_organisation_claimed', { shown });
    }
    case 'photo':
      return t('match_photo');
  }
}

function signWording(sign: HallmarkEvidence, language: Language): SignWording {
  const { id, quotes, source } = sign;
  const { title, explanation, advice } = wordsOf(sign, language);
  return {
    id,
    title: isolate(title, 300),
    explanation: isolate(explanation, 500),
    advice: isolate(advice, 300),
    quotes: quotes.map((quote) => isolate(quote, 200)),
    source,
  };
}
